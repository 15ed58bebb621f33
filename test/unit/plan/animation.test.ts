import { describe, expect, it } from 'vitest';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { AnimationOptions } from '../../../shared/model/options.ts';
import { planAnimation } from '../../../shared/plan/animation.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { context, media, modern, shown, still, video } from './media-fixtures.ts';

function plan(facts: MediaFacts, options: AnimationOptions = {}): Plan {
  const planned = planAnimation(facts, options, context());
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

function commands(facts: MediaFacts, options: AnimationOptions = {}): string {
  return plan(facts, options)
    .steps.map((step) => (step.tool === 'ffmpeg' ? shown(step.args) : JSON.stringify(step)))
    .join('\n---\n');
}

const gif = media({
  formats: ['gif'],
  duration: 3.6,
  video: [
    video({
      codec: 'gif',
      width: 321,
      height: 241,
      fps: 10,
      constantRate: false,
      chroma: 'rgb',
      alpha: true,
      frames: 36,
    }),
  ],
  audio: [],
  still: still({ format: 'gif', width: 321, height: 241, pages: 36, loop: 0 }),
});
const webp = media({
  formats: ['webp'],
  duration: 2,
  video: [],
  audio: [],
  still: still({ format: 'webp', width: 320, height: 240, pages: 20, loop: 3, alpha: true }),
});

describe('whole argument lists', () => {
  const cases: Readonly<Record<string, readonly [MediaFacts, AnimationOptions]>> = {
    'video to gif, nothing asked but the end': [media(), { end: 3 }],
    'video to gif, long: colours first': [media(), { end: 59, width: 640 }],
    'video to webp': [media(), { format: 'webp', start: 1, end: 4, quality: 'high' }],
    'video to lossless webp': [media(), { format: 'webp', end: 2, lossless: true }],
    'video to apng': [media(), { format: 'apng', end: 2 }],
    'video to apng with a palette': [media(), { format: 'apng', end: 2, quality: 'low' }],
    'gif to webp keeps size and timing': [gif, { format: 'webp' }],
    'webp to gif': [webp, { end: 1 }],
    'padded with nothing': [media(), { end: 2, format: 'webp', width: 200, height: 200 }],
    'high quality gif': [media(), { end: 2, quality: 'very_high' }],
  };
  for (const [name, [facts, options]] of Object.entries(cases)) {
    it(name, () => expect(commands(facts, options)).toMatchSnapshot());
  }
});

it('asks for an end where the input is a video', () => {
  expect(planAnimation(media(), {}, context())).toMatchObject({
    ok: false,
    error: { kind: 'invalid_option', message: 'end: an animation of a video needs an end, in seconds.' },
  });
});

it('never enlarges by default, and does not make up frames', () => {
  const small = media({ video: [video({ width: 320, height: 180, fps: 8 })] });
  const { result, note, warnings } = plan(small, { end: 2, fps: 30 });
  expect({ size: result.size, note, warnings }).toEqual({
    size: { width: 320, height: 180 },
    note: '320 × 180, 8 frames a second',
    warnings: [{ kind: 'fps_clamped', message: 'The source has 8 frames a second; more would add nothing.' }],
  });
});

it('warns of what will be large', () => {
  expect(plan(media(), { end: 60 }).warnings.map((w) => w.kind)).toEqual(['large_animation']);
});

it('uses the plain webp encoder where the build has no other', () => {
  const plain = { ...modern, encoders: modern.encoders.filter((name) => name !== 'libwebp_anim') };
  const planned = planAnimation(media(), { end: 1, format: 'webp' }, context(plain));
  expect(
    planned.ok && planned.value.steps[0].tool === 'ffmpeg' && shown(planned.value.steps[0].args),
  ).toContain('-c:v libwebp ');
});
