import { describe, expect, it } from 'vitest';
import { type KindOptions, parseOptions } from '../../../shared/model/options.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import { estimateSeconds, paceKey } from '../../../shared/plan/estimate-time.ts';
import { planJob } from '../../../shared/plan/plan-job.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { isMeasuring } from '../../../shared/plan/run/measuring.ts';
import { createPace } from '../../../electron/engine/run/pace.ts';
import { context, media, still, video } from './media-fixtures.ts';

function planned(facts: MediaFacts, kind: KindOptions['kind'], options: object = {}): Plan {
  const parsed = parseOptions(kind, options);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const job = { facts: [facts], options: parsed.value, installHint: '', inputName: 'x' } as const;
  const plan = planJob({ ...job, settings: context().settings }, context());
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value;
}
const film = media({ keyframeAtStart: 0 });
const photo = media({ ...{ formats: ['jpeg'], duration: null, video: [], audio: [] }, still: still() });
const seconds = (facts: MediaFacts, kind: KindOptions['kind'], options: object = {}, cores = 4): number =>
  estimateSeconds(planned(facts, kind, options), [facts], cores) ?? -1;

describe('seconds of work', () => {
  it('follow codec, size, length and cores', () => {
    const h264 = seconds(film, 'video', { quality: 'medium' });
    expect(h264).toBeGreaterThan(5);
    expect(h264).toBeLessThan(200);
    expect(seconds(film, 'video', { format: 'webm', quality: 'medium' })).toBeGreaterThan(2 * h264);
    expect(seconds(film, 'video', { height: 360 })).toBeLessThan(h264 / 2);
    expect(seconds(film, 'video', { quality: 'medium', end: 6 })).toBeLessThan(h264 / 5);
    expect(seconds(film, 'video', { quality: 'medium' }, 8)).toBeCloseTo(h264 / 2, 0);
    // All sizes of a ladder together are more work than the largest alone.
    expect(seconds(film, 'adaptive_video')).toBeGreaterThan(h264);
  });

  it('are few for copies, sound and photos', () => {
    expect(seconds(film, 'video')).toBeLessThan(2);
    expect(seconds(film, 'audio')).toBeLessThan(5);
    expect(seconds(photo, 'image')).toBeLessThan(5);
    expect(seconds(photo, 'image', { format: 'avif' })).toBeGreaterThan(seconds(photo, 'image'));
  });

  it('count every pass', () => {
    const plan = planned(film, 'animation', { end: 20, width: 1920, fps: 20 });
    expect(plan.steps.map((step) => isMeasuring(step))).toEqual([true, false]);
    const [, last] = plan.steps;
    if (last === undefined) throw new Error('there is one pass only');
    const one = estimateSeconds({ ...plan, steps: [last] }, [film], 4) ?? 0;
    expect(estimateSeconds(plan, [film], 4)).toBeGreaterThan(1.5 * one);
  });

  it('are not known when the length is not', () => {
    const live = media({ duration: null, video: [video({ duration: null, frames: null })] });
    expect(estimateSeconds(planned(live, 'video', { quality: 'low' }), [live], 4)).toBeNull();
    expect(estimateSeconds(planned(live, 'audio'), [live], 4)).toBeNull();
  });
});

it('work is told apart by lane and codec', () => {
  expect(
    [
      planned(film, 'video', { quality: 'low' }),
      planned(film, 'video', { codec: 'h265' }),
      planned(film, 'video'),
      planned(film, 'audio'),
      planned(film, 'adaptive_video'),
      planned(photo, 'image'),
    ].map(paceKey),
  ).toEqual(['video:h264', 'video:hevc', 'copy:copy', 'audio:mp3', 'video:hls-h264', 'still:webp']);
});

describe('the pace of a computer', () => {
  const plan = planned(film, 'video', { quality: 'low' });
  const expected = estimateSeconds(plan, [film], 4) ?? 0;

  it('is learned for each kind of work', () => {
    const pace = createPace(4);
    expect(pace.seconds(plan, [film])).toBe(expected);
    pace.learn(plan, [film], expected * 2);
    expect(pace.seconds(plan, [film])).toBeCloseTo(expected * 2);
    pace.learn(plan, [film], expected);
    expect(pace.seconds(plan, [film])).toBeCloseTo(expected * 1.7);
    const photos = planned(photo, 'image');
    expect(pace.seconds(photos, [photo])).toBe(estimateSeconds(photos, [photo], 4));
  });

  it('is not spoiled by one strange job', () => {
    const pace = createPace(4);
    pace.learn(plan, [film], expected * 1e6);
    expect(pace.seconds(plan, [film])).toBeCloseTo(expected * 10);
    pace.learn(plan, [film], 0);
    expect(pace.seconds(plan, [film])).toBeCloseTo(expected * 10);
  });
});
