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
  /** Uploads: limited by the line. A job comes here when it is converted, and leaves its other lane free. */
  transfer: z.int().min(1).max(64),
});
export type Lanes = z.infer<typeof Lanes>;
export type Lane = keyof Lanes;

/** What a plan mostly uses. The graphics chip has slots of its own, which are not for people to set. */
export type PlanLane = Lane | 'hardware';
/**
 * Videos at once on the graphics chip: one is read and scaled while the other is encoded. More gain nothing, and the
 * driver of a cheap chip refuses a third to eighth session.
 */
export const hardwareSlots = 2;
/** Slots of every lane; those of the chip are `hardwareSlots` unless said. */
export type RunLanes = Lanes & { readonly hardware?: number };

/**
 * Slots for a machine with so many cores. x264 fills 1.5 to 1.9 of 2 cores by itself, so software video gets one slot
 * below 16 cores, and stills and audio fill up what is left.
 */
export function lanesFor(cores: number): Lanes {
  const side = Math.max(1, Math.min(cores - 1, 8));
  return { video: cores >= 16 ? 2 : 1, still: side, audio: side, copy: 2, transfer: 3 };
}

/** Whether the graphics chip encodes videos, where it can. */
export const hardwareChoices = ['off', 'auto'] as const;
export type HardwareChoice = (typeof hardwareChoices)[number];

/** Settings that planning depends on. */
export const Settings = z.strictObject({
  collision: Collision.default('number'),
  /** Name of a result beside its input when no output was asked. */
  nameTemplate: z.string().default('{name}.{ext}'),
  /** Quality when nothing is asked. */
  quality: z.enum(qualityWords).default('medium'),
  hardware: z.enum(hardwareChoices).default('off'),
});
export type Settings = z.infer<typeof Settings>;
export const defaultSettings: Settings = Settings.parse({});
