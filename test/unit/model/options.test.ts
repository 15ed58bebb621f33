import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Kind,
  allowedValues,
  kinds,
  optionSchemas,
  parseOptions,
} from '../../../shared/model/options.ts';

const refusal = (kind: Kind, options: unknown): string => {
  const parsed = parseOptions(kind, options);
  return parsed.ok ? 'accepted' : `${parsed.error.kind}: ${parsed.error.message}`;
};

describe('every refusal names the field, what was given and what is allowed', () => {
  it.each<[Kind, unknown, string]>([
    [
      'video',
      { width: 0 },
      'invalid_option: width cannot be 0; it can be 1 to 16383 pixels, or "1%" to "1000%".',
    ],
    [
      'video',
      { width: '0.5%' },
      'invalid_option: width cannot be "0.5%"; it can be 1 to 16383 pixels, or "1%" to "1000%".',
    ],
    ['video', { format: 'avi' }, 'invalid_format: format cannot be "avi"; it can be mp4, webm, mov, mkv.'],
    ['video', { codec: 'mpeg2' }, 'invalid_codec: codec cannot be "mpeg2"; it can be h264, h265, vp9, av1.'],
    ['video', { fps: 61 }, 'invalid_option: fps cannot be 61; it can be 1 to 60.'],
    [
      'video',
      { bitrate: 1000 },
      'invalid_option: bitrate cannot be 1000; it can be 300000 to 60000000 bits per second.',
    ],
    [
      'audio',
      { bitrate: 1000 },
      'invalid_option: bitrate cannot be 1000; it can be 32000 to 320000 bits per second.',
    ],
    ['video', { start: 5, end: 5 }, 'invalid_option: start: start (5 s) must be before end (5 s).'],
    [
      'video',
      { quality: 'high', compression: 50 },
      'invalid_option: quality and compression: both steer the size; give one of them.',
    ],
    [
      'video',
      { background: '#ffffff' },
      'invalid_option: background: it only has a meaning with fit: contain.',
    ],
    [
      'video',
      { width: 10, height: 10, fit: 'cover', background: '#ffffff' },
      'invalid_option: background: it only has a meaning with fit: contain.',
    ],
    ['image', { format: 'jpeg', lossless: true }, 'invalid_option: lossless: jpeg cannot be lossless.'],
    [
      'audio',
      { format: 'wav', bitrate: 64_000 },
      'invalid_option: bitrate: wav is not steered by a bit rate.',
    ],
    [
      'audio',
      { fps: 3 },
      'invalid_option: fps: audio has no such option; it has format, quality, compression, bitrate, target_bytes, start, end.',
    ],
    ['image', 'webp', 'invalid_option: options cannot be "webp"; it can be an object.'],
  ])('%s %j', (kind, options, message) => expect(refusal(kind, options)).toBe(message));
});

it.each<[Kind, unknown]>([
  ['video', { quality: 'high', bitrate: 2_000_000 }],
  ['video', { width: 10, height: 10, background: '#FFFFFF' }],
  ['image', { format: 'JPG', width: '50%' }],
  ['image', { position: 'top-left', width: 5, height: 5, fit: 'cover' }],
  ['video', { lossless: false, quality: 'low' }],
  ['video', undefined],
])('accepts %s %j', (kind, options) => expect(refusal(kind, options)).toBe('accepted'));

it('reads aliases and spellings', () => {
  expect(
    parseOptions('image', { format: '.TIF', position: 'Top Left', width: 1, height: 1, fit: 'cover' }),
  ).toEqual({
    ok: true,
    value: {
      kind: 'image',
      options: { format: 'tiff', position: 'top_left', width: 1, height: 1, fit: 'cover' },
    },
  });
});

it('says in words what every option of every kind accepts', () => {
  for (const kind of kinds) {
    for (const option of Object.keys(optionSchemas[kind].shape)) {
      expect(allowedValues(kind, option), `${kind}.${option}`).toBeTypeOf('string');
    }
  }
});

it('never throws, whatever it is given', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.anything(), (kind, options) => {
      parseOptions(kind, options);
    }),
  );
  const names = [...new Set(kinds.flatMap((kind) => Object.keys(optionSchemas[kind].shape)))];
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.dictionary(
        fc.constantFrom(...names),
        fc.oneof(fc.anything(), fc.integer(), fc.constantFrom('50%', 'high', 'mp4')),
      ),
      (kind, options) => {
        parseOptions(kind, options);
      },
    ),
  );
});
