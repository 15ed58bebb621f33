import { describe, expect, it } from 'vitest';
import { ConvoyError, convoyError, wireError } from '../../../shared/model/error.ts';

describe('the option that an error is about', () => {
  it('is the field, or the one of two that is to be changed', () => {
    expect(convoyError('invalid_codec', { field: 'codec' }).option).toBe('codec');
    const both = convoyError('invalid_option', {
      field: 'quality and bitrate',
      option: 'bitrate',
      reason: 'no',
    });
    expect([both.option, both.message]).toEqual(['bitrate', 'quality and bitrate: no.']);
    expect('option' in convoyError('invalid_option')).toBe(false);
    expect('option' in convoyError('disk_full', { field: 'output' })).toBe(false);
  });

  it('is kept with a job, and does not go out on the wire', () => {
    const error = convoyError('invalid_option', { field: 'fps', given: '90', allowed: '1 to 60' });
    expect(ConvoyError.parse(JSON.parse(JSON.stringify(error)))).toEqual(error);
    expect(wireError(error)).toEqual({
      kind: 'invalid_option',
      message: 'fps cannot be 90; it can be 1 to 60.',
      hint: 'Change this option.',
      detail: null,
    });
  });
});
