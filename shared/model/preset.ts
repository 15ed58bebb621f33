import { z } from 'zod';
import { type Result, ok, refuse } from './error.ts';
import { Kind, type KindOptions, parseOptions } from './options.ts';

/** A named set of options: what a person picks instead of eleven fields. */

/** What a preset is for; the list groups the built-in ones by it. */
export const purposes = [
  'video',
  'share',
  'social',
  'edit',
  'sound',
  'photo',
  'shop',
  'animation',
  'web_stream',
] as const;
export const Purpose = z.enum(purposes);
export type Purpose = z.infer<typeof Purpose>;

/** Own presets are TypeIDs (`preset_…`), built-in ones a word (`web_video`) that never changes. */
export const PresetId = z.string().regex(/^[a-z0-9_]{1,64}$/);
export type PresetId = z.infer<typeof PresetId>;

const presetName = z.string().trim().min(1).max(80);

export const Preset = z.strictObject({
  id: PresetId,
  name: presetName,
  kind: Kind,
  /** As a job's `options`: only what the preset sets, no defaults filled in. */
  options: z.record(z.string(), z.unknown()),
  /** Folder or template that results go to; null = as the settings say. */
  output: z.string().min(1).max(4096).nullable(),
  /** Null for a person's own. */
  purpose: Purpose.nullable(),
  builtIn: z.boolean(),
  /** Unix milliseconds; 0 for built-in ones. */
  updatedAt: z.int().nonnegative(),
});
export type Preset = z.infer<typeof Preset>;

/** What is saved from the window: without an id it is a new one. */
export const PresetDraft = z.strictObject({
  id: PresetId.nullable(),
  name: presetName,
  kind: Kind,
  options: z.record(z.string(), z.unknown()),
  output: z.string().min(1).max(4096).nullable(),
});
export type PresetDraft = z.infer<typeof PresetDraft>;

/** The file that presets are exported to and imported from. */
export const PresetFile = z.strictObject({
  convoy_presets: z.literal(1),
  presets: z
    .array(
      z.strictObject({
        name: presetName,
        kind: Kind,
        options: z.record(z.string(), z.unknown()),
        output: z.string().min(1).max(4096).nullable().optional(),
      }),
    )
    .min(1)
    .max(1000),
});
export type PresetFile = z.infer<typeof PresetFile>;

/** The preset's options by the schema of its kind; refusals as `parseOptions`. */
export function presetOptions(preset: Pick<Preset, 'kind' | 'options'>): Result<KindOptions> {
  return parseOptions(preset.kind, preset.options);
}

/** Reads an exported file. Every preset in it must have options that its kind knows; one bad one refuses the file. */
export function readPresetFile(text: string): Result<PresetFile> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('invalid_request', { reason: 'the file is not JSON' });
  }
  const parsed = PresetFile.safeParse(json);
  if (!parsed.success) {
    return refuse('invalid_request', {
      reason: 'the file does not hold Convoy presets',
      detail: z.prettifyError(parsed.error),
    });
  }
  for (const preset of parsed.data.presets) {
    const options = presetOptions(preset);
    if (!options.ok) return options;
  }
  return ok(parsed.data);
}
