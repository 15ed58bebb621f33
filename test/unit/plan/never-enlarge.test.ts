import { describe, expect, it } from 'vitest';
import { type KindOptions, parseOptions } from '../../../shared/model/options.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import { defaultSettings } from '../../../shared/model/settings.ts';
import { planWithBest } from '../../../shared/plan/plan-job.ts';
import type { SizeOrigin } from '../../../shared/plan/preset-size.ts';
import type { Plan, Size } from '../../../shared/plan/plan.ts';
import { media, modern, still, video } from './media-fixtures.ts';

/** A size that comes from a preset shrinks to what the picture has; one that was asked for is made. */

const tools = { place: 'system', ffmpeg: '/f', ffprobe: '/p', capabilities: modern } as const;

function planned(
  facts: readonly [MediaFacts, ...MediaFacts[]],
  kind: KindOptions['kind'],
  options: object,
  sizeFrom: SizeOrigin,
): Plan {
  const parsed = parseOptions(kind, options);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const chosen = planWithBest(
    {
      ...{ facts, options: parsed.value, sizeFrom },
      ...{ settings: defaultSettings, inputName: 'x', installHint: '' },
    },
    [tools],
  );
  if (!chosen.ok) throw new Error(chosen.error.message);
  return chosen.value.plan;
}

const small = { width: 640, height: 360 };
const film = media({ video: [video(small)], keyframeAtStart: 0 });
const photo = media({
  ...{ formats: ['jpeg'], duration: null, video: [], audio: [] },
  still: still({ width: 800, height: 600 }),
});
const text = (size: Size | null): string => (size === null ? '' : `${size.width}×${size.height}`);

describe.each([
  ['one side of a video', [film], 'video', { height: 1080 }, '640×360', '1920×1080'],
  ['a box around a video', [film], 'video', { width: 1080, height: 1080 }, '640×640', '1080×1080'],
  [
    'a box that a video fills',
    [film],
    'video',
    { width: 1080, height: 1920, fit: 'cover' },
    '202×360',
    '1080×1920',
  ],
  ['a photo', [photo], 'image', { width: 1600 }, '800×600', '1600×1200'],
  ['an animation', [film], 'animation', { end: 3, width: 800 }, '640×360', '800×450'],
  ['a joined video', [film, film], 'video', { height: 720 }, '640×360', '1280×720'],
  ['a video that is larger', [film], 'video', { height: 180 }, '320×180', '320×180'],
] as const)('%s', (_name, facts, kind, options, capped, enlarged) => {
  it('is never enlarged by a preset', () => {
    const plan = planned(facts, kind, options, 'own_preset');
    expect(text(plan.result.size)).toBe(capped);
    expect(plan.warnings.map((one) => one.kind)).not.toContain('enlarged');
  });

  it('is as large as `enlarge` allows, whoever said the size', () => {
    expect(text(planned(facts, kind, { ...options, enlarge: false }, 'request').result.size)).toBe(capped);
    expect(text(planned(facts, kind, { ...options, enlarge: true }, 'own_preset').result.size)).toBe(
      enlarged,
    );
  });

  it('is as large as it was asked', () => {
    expect(text(planned(facts, kind, options, 'request').result.size)).toBe(enlarged);
  });
});

it('lets a small video be copied, because nothing is left to change', () => {
  expect(
    planned([film], 'video', { format: 'mp4', codec: 'h264', height: 1080 }, 'built_in_preset').mode,
  ).toBe('copy');
  expect(planned([film], 'video', { format: 'mp4', codec: 'h264', height: 1080 }, 'request').mode).not.toBe(
    'copy',
  );
});

describe('one side of a preset that comes with Convoy', () => {
  const upright = media({ video: [video({ width: 2160, height: 3840 })] });
  const turned = media({ video: [video({ width: 3840, height: 2160, rotation: 90 })] });
  const portrait = media({
    ...{ formats: ['jpeg'], duration: null, video: [], audio: [] },
    still: still({ width: 4000, height: 3000, orientation: 6 }),
  });
  const size = (facts: MediaFacts, kind: KindOptions['kind'], options: object, from: SizeOrigin): string =>
    text(planned([facts], kind, options, from).result.size);

  it('holds for the shorter side of an upright film, turned or as it is', () => {
    expect(size(upright, 'video', { height: 1080 }, 'built_in_preset')).toBe('1080×1920');
    expect(size(turned, 'video', { height: 1080 }, 'built_in_preset')).toBe('1080×1920');
    expect(size(turned, 'video', { height: 1080, auto_orient: false }, 'built_in_preset')).toBe('1920×1080');
    expect(size(upright, 'animation', { width: 480, end: 2 }, 'built_in_preset')).toBe('270×480');
  });

  it('holds for the longer side of an upright photo', () => {
    expect(size(portrait, 'image', { width: 1600 }, 'built_in_preset')).toBe('1200×1600');
  });

  it('means the other side of nothing that lies, or that a person asked for', () => {
    expect(size(film, 'video', { height: 180 }, 'built_in_preset')).toBe('320×180');
    expect(size(portrait, 'image', { width: 1600 }, 'own_preset')).toBe('1600×2133');
    expect(size(portrait, 'image', { width: 1600 }, 'request')).toBe('1600×2133');
  });

  it('leaves a box as it is', () => {
    const box = { width: 1080, height: 1080, fit: 'cover' };
    expect(size(upright, 'video', box, 'built_in_preset')).toBe('1080×1080');
  });
});
