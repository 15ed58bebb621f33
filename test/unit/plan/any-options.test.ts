import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MediaFacts, mediaClass } from '../../../shared/model/media.ts';
import {
  type Kind,
  fits,
  kinds,
  optionSchemas,
  parseOptions,
  positions,
  qualityWords,
} from '../../../shared/model/options.ts';
import { defaultSettings } from '../../../shared/model/settings.ts';
import { planJob } from '../../../shared/plan/plan-job.ts';
import { audio, context, media, modern, old, still, subtitle, video } from './media-fixtures.ts';

/** Whatever is asked of whatever file, the planner answers with a plan that holds together, or with a refusal. */

const files: readonly MediaFacts[] = [
  media(),
  media({
    duration: null,
    video: [video({ duration: null, fps: null, fpsFraction: null, frames: null, bitrate: null })],
  }),
  media({ video: [video({ width: 1, height: 1 })] }),
  media({ video: [video({ width: 16_384, height: 2, sar: 0.01 })] }),
  media({ video: [video({ rotation: 270, width: 321, height: 241, sar: 1.7 })], audio: [] }),
  media({
    video: [
      video({
        codec: 'hevc',
        bitDepth: 10,
        colour: { range: null, space: null, transfer: 'smpte2084', primaries: null },
      }),
    ],
  }),
  media({ formats: ['avi'], video: [video({ codec: 'mpeg4', interlaced: true, constantRate: false })] }),
  media({
    video: [],
    audio: [audio({ channels: 8 }), audio({ index: 2, channels: 1, sampleRate: 192_000, bitDepth: 24 })],
  }),
  media({ video: [], audio: [], pictures: [{ index: 0, codec: 'mjpeg', width: 5, height: 5 }] }),
  media({
    subtitles: [
      subtitle(),
      subtitle({ codec: 'eia_608' }),
      subtitle({ codec: 'dvd_subtitle', form: 'picture' }),
    ],
    chapters: 9,
  }),
  media({ formats: ['jpeg'], duration: null, video: [], audio: [], still: still({ orientation: 7 }) }),
  media({
    formats: ['svg'],
    duration: null,
    video: [],
    audio: [],
    still: still({ format: 'svg', width: 3, height: 5, alpha: true }),
  }),
  media({
    formats: ['webp'],
    duration: 0.2,
    video: [],
    audio: [],
    still: still({ format: 'webp', pages: 2, delays: [100, 100] }),
  }),
  media({
    formats: ['gif'],
    duration: 1,
    video: [video({ codec: 'gif', chroma: 'rgb', alpha: true })],
    audio: [],
    still: still({ format: 'gif', pages: 9 }),
  }),
  media({
    formats: ['bmp_pipe'],
    duration: null,
    video: [],
    audio: [],
    still: still({ format: 'bmp', reader: 'ffmpeg' }),
  }),
  media({ duration: null, video: [], audio: [], still: null }),
];

const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  quality: fc.constantFrom(...qualityWords),
  compression: fc.integer({ min: 1, max: 100 }),
  lossless: fc.boolean(),
  width: fc.oneof(
    fc.integer({ min: 1, max: 16_383 }),
    fc.integer({ min: 1, max: 1000 }).map((n) => `${n}%`),
  ),
  height: fc.oneof(
    fc.integer({ min: 1, max: 16_383 }),
    fc.integer({ min: 1, max: 1000 }).map((n) => `${n}%`),
  ),
  fit: fc.constantFrom(...fits),
  position: fc.constantFrom(...positions),
  background: fc.constant('#336699'),
  fps: fc.double({ min: 1, max: 60, noNaN: true }),
  start: fc.double({ min: 0, max: 100, noNaN: true }),
  end: fc.double({ min: 0, max: 100, noNaN: true }),
  auto_orient: fc.boolean(),
};

const formats: Readonly<Record<Kind, readonly string[]>> = {
  video: ['mp4', 'webm', 'mov', 'mkv'],
  audio: ['mp3', 'aac', 'm4a', 'ogg', 'opus', 'wav', 'flac'],
  image: ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'],
  animation: ['gif', 'webp', 'apng'],
  adaptive_video: ['hls'],
};

function optionsOf(kind: Kind): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(optionSchemas[kind].shape);
  const fields = names.map((name): [string, fc.Arbitrary<unknown>] => {
    if (name === 'format') return [name, fc.constantFrom(...formats[kind])];
    if (name === 'codec')
      return [name, fc.constantFrom('h264', 'h265', ...(kind === 'video' ? ['vp9', 'av1'] : []))];
    if (name === 'bitrate')
      return [name, fc.integer({ min: 300_000, max: kind === 'audio' ? 320_000 : 60_000_000 })];
    return [name, values[name] ?? fc.constant(undefined)];
  });
  return fc
    .tuple(fc.record(Object.fromEntries(fields), { requiredKeys: [] }), fc.integer({ min: 0, max: 4 }))
    .map(([options, steered]) => withoutContradictions(options, steered));
}

/** Most random options contradict each other and would never reach the planner. */
function withoutContradictions(given: Record<string, unknown>, steered: number): Record<string, unknown> {
  const steering = ['quality', 'compression', 'lossless', 'bitrate'];
  const hasBars = given['fit'] === 'contain' && given['width'] !== undefined && given['height'] !== undefined;
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => {
      if (steering.includes(name)) return name === steering[steered];
      if (name === 'background') return hasBars;
      return name !== 'end' || Number(given['end']) > Number(given['start'] ?? 0);
    }),
  );
}

describe.each(kinds)('%s', (kind) => {
  it('is planned or refused, and the plan holds together', () => {
    let planned = 0;
    fc.assert(
      fc.property(
        optionsOf(kind),
        fc.constantFrom(...files),
        fc.constantFrom(modern, old),
        fc.integer({ min: 1, max: 3 }),
        (given, facts, capabilities, copies) => {
          const options = parseOptions(kind, given);
          if (!options.ok) return;
          const all = [facts, ...Array.from({ length: copies - 1 }, () => facts)] as const;
          const job = {
            facts: all,
            options: options.value,
            settings: defaultSettings,
            inputName: 'clip',
            installHint: '',
          };
          const plan = planJob(job, context(capabilities));
          if (!plan.ok) {
            expect(plan.error.message.length).toBeGreaterThan(10);
            return;
          }
          planned++;
          const { result, steps, streams, expect: expected } = plan.value;
          expect(steps.length).toBeGreaterThan(0);
          expect(streams.some((s) => s.action !== 'drop')).toBe(true);
          if (result.size !== null) {
            expect(Math.min(result.size.width, result.size.height)).toBeGreaterThanOrEqual(1);
            const even = (kind === 'video' && plan.value.mode === 'encode') || kind === 'adaptive_video';
            if (even) expect([result.size.width % 2, result.size.height % 2]).toEqual([0, 0]);
          }
          if (kind !== 'adaptive_video') expect(expected.streams.length).toBeGreaterThan(0);
          for (const step of steps) {
            if (step.tool !== 'ffmpeg') continue;
            for (const token of step.args.flat()) {
              if (typeof token === 'string') expect(token).not.toMatch(/undefined|NaN|Infinity|\[object/);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(planned).toBeGreaterThan(20);
  });
});

it('knows what every file is', () => {
  expect(files.map(mediaClass)).toEqual([
    'video',
    'video',
    'video',
    'video',
    'video',
    'video',
    'video',
    'audio',
    'image',
    'video',
    'image',
    'image',
    'animation',
    'animation',
    'image',
    null,
  ]);
});
