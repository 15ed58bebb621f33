import { describe, expect, it } from 'vitest';
import { builtInPreset } from '../../../shared/model/built-in-presets.ts';
import { type KindOptions, parseOptions } from '../../../shared/model/options.ts';
import { defaultSettings } from '../../../shared/model/settings.ts';
import { planWithBest } from '../../../shared/plan/plan-job.ts';
import { endWithin } from '../../../shared/plan/preset-end.ts';
import { media, modern } from './media-fixtures.ts';

const tools = { place: 'system', ffmpeg: '/f', ffprobe: '/p', capabilities: modern } as const;
const options = (kind: KindOptions['kind'], given: object): KindOptions => {
  const parsed = parseOptions(kind, given);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};
const clip = (duration: number | null) => media({ duration });

describe('an end that comes from a preset', () => {
  const chat = options('animation', { ...builtInPreset('gif_chat')?.options });
  const warningsOf = (endFrom: 'request' | 'preset', duration: number): readonly string[] => {
    const asked = { options: chat, endFrom, settings: defaultSettings, inputName: 'x', installHint: '' };
    const chosen = planWithBest({ ...asked, facts: [clip(duration)] }, [tools]);
    if (!chosen.ok) throw new Error(chosen.error.message);
    return chosen.value.plan.warnings.map(({ kind }) => kind);
  };

  it('is no warning for a shorter file, but a wish is one', () => {
    expect(warningsOf('preset', 4)).not.toContain('end_clamped');
    expect(warningsOf('request', 4)).toContain('end_clamped');
    expect(warningsOf('preset', 40)).not.toContain('end_clamped');
  });

  it('is the length of what is shorter, of all inputs together', () => {
    const video = options('video', { start: 1, end: 10 });
    const endOf = (...durations: readonly (number | null)[]): unknown =>
      (endWithin(video, durations.map(clip)).options as { end?: number }).end;
    expect([endOf(4), endOf(4, 3), endOf(4, 9), endOf(40), endOf(null), endOf(4, null)]).toEqual([
      ...[4, 7, 10, 10, 10, 10],
    ]);
    const photo = options('image', { start: 1 });
    expect(endWithin(photo, [clip(4)])).toBe(photo);
    const whole = options('audio', {});
    expect(endWithin(whole, [clip(4)])).toBe(whole);
  });
});
