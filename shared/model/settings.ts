import { z } from 'zod';
import { qualityWords } from './options.ts';

/** What to do when the name of a result is taken. */
export const collisions = ['number', 'overwrite', 'skip'] as const;
export const Collision = z.enum(collisions);
export type Collision = z.infer<typeof Collision>;

/** How many jobs of each lane run at once. A lane is what a job mostly uses. */
export const Lanes = z.strictObject({
  /** Software video encodes; one fills the cores by itself. */
  video: z.int().min(1).max(64),
  /** Stills, in warm worker processes. */
  still: z.int().min(1).max(64),
  /** Audio encodes: one core each. */
  audio: z.int().min(1).max(64),
  /** Copies: limited by the disk. */
  copy: z.int().min(1).max(64),
});
export type Lanes = z.infer<typeof Lanes>;
export type Lane = keyof Lanes;

/**
 * Slots for a machine with so many cores. x264 fills 1.5 to 1.9 of 2 cores by itself, so software video gets one slot
 * below 16 cores, and stills and audio fill up what is left.
 */
export function lanesFor(cores: number): Lanes {
  const side = Math.max(1, Math.min(cores - 1, 8));
  return { video: cores >= 16 ? 2 : 1, still: side, audio: side, copy: 2 };
}

/** Settings that planning depends on. */
export const Settings = z.strictObject({
  collision: Collision.default('number'),
  /** Name of a result beside its input when no output was asked. */
  nameTemplate: z.string().default('{name}.{ext}'),
  /** Quality when nothing is asked. */
  quality: z.enum(qualityWords).default('medium'),
});
export type Settings = z.infer<typeof Settings>;
export const defaultSettings: Settings = Settings.parse({});
