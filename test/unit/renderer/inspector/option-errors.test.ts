import { describe, expect, it } from 'vitest';
import { convoyError } from '../../../../shared/model/error.ts';
import {
  fieldOf,
  problemsOf,
  refusedProblem,
} from '../../../../renderer/features/inspector/options/option-errors.ts';

const video = { class: 'video', duration: 384 } as const;

describe('problemsOf', () => {
  it('is empty for what can be sent', () => {
    expect(problemsOf('video', {})).toEqual({});
    expect(problemsOf('video', { quality: 'high', bitrate: 8_000_000, start: 4, end: 9 }, video)).toEqual({});
  });

  it('names every field that is wrong', () => {
    expect(problemsOf('video', { bitrate: 5, width: 0, fps: 90, format: 'gif', quality: 'high' })).toEqual({
      bitrate: { problem: 'not_allowed', given: 5 },
      width: { problem: 'not_allowed', given: 0 },
      fps: { problem: 'not_allowed', given: 90 },
      format: { problem: 'not_allowed', given: 'gif' },
    });
  });

  it('tells contradictions apart', () => {
    expect(problemsOf('video', { start: 9, end: 4 })).toEqual({
      start: { problem: 'start_after_end', end: 4 },
    });
    expect(problemsOf('image', { format: 'jpeg', lossless: true })).toEqual({
      lossless: { problem: 'not_lossless', format: 'jpeg' },
    });
    expect(problemsOf('video', { background: '#ffffff', fit: 'cover', width: 10, height: 10 })).toEqual({
      background: { problem: 'only_with_bars' },
    });
    expect(problemsOf('video', { quality: 'high', compression: 70 })).toEqual({
      compression: { problem: 'both_steer', other: 'quality' },
    });
    expect(problemsOf('audio', { format: 'wav', bitrate: 128_000 })).toEqual({
      bitrate: { problem: 'told', message: 'bitrate: wav is not steered by a bit rate.' },
    });
    expect(problemsOf('audio', { format: 'wav', quality: 'high', bitrate: 128_000 })).toEqual({
      bitrate: { problem: 'told', message: 'bitrate: wav is not steered by a bit rate.' },
    });
    expect(problemsOf('video', { quality: 'high', compression: 700 })).toEqual({
      compression: { problem: 'not_allowed', given: 700 },
    });
  });

  it('knows what only the file can tell', () => {
    expect(problemsOf('video', { start: 430 }, video)).toEqual({
      start: { problem: 'past_the_end', length: 384 },
    });
    expect(problemsOf('image', { start: 384 }, video)).toEqual({
      start: { problem: 'past_the_end', length: 384 },
    });
    expect(problemsOf('animation', {}, video)).toEqual({ end: { problem: 'end_needed' } });
    expect(problemsOf('animation', { end: 5 }, video)).toEqual({});
    expect(problemsOf('animation', {}, { class: 'animation', duration: null })).toEqual({});
  });

  it('ends for an option that the kind does not have', () => {
    expect(problemsOf('audio', { width: 100, quality: 'high' })).toEqual({
      width: expect.objectContaining({ problem: 'told' }) as unknown,
    });
    expect(problemsOf('audio', { nonsense: 1 })).toEqual({});
  });
});

describe('fieldOf', () => {
  it('is the option that the error names, and no other member of a job', () => {
    expect(
      [
        convoyError('invalid_option', { field: 'width', given: '0', allowed: '1 to 16383' }),
        convoyError('invalid_option', { field: 'start', reason: 'start (5 s) must be before end (3 s)' }),
        convoyError('invalid_option', {
          ...{ field: 'quality and bitrate', option: 'bitrate', reason: 'both steer the size' },
        }),
        convoyError('invalid_codec', { field: 'codec', given: '"av1"', allowed: 'h264' }),
        convoyError('invalid_option', { field: 'output', reason: 'there is no {x}' }),
        convoyError('disk_full', { file: 'a.mp4' }),
      ].map(fieldOf),
    ).toEqual(['width', 'start', 'bitrate', 'codec', null, null]);
  });

  it('makes a refusal a problem at its field', () => {
    const error = convoyError('invalid_option', { field: 'fps', given: '90', allowed: '1 to 60' });
    expect(refusedProblem(error)).toEqual({
      field: 'fps',
      problem: { problem: 'told', message: error.message },
    });
    expect(refusedProblem(convoyError('conflict'))).toBeNull();
  });
});
