import { z } from 'zod';
import { ConnectionId } from './id.ts';
import { qualityWords } from './options.ts';
import { PresetId } from './preset.ts';
import { RunWindow } from './run-window.ts';
import { collisions, hardwareChoices } from './settings.ts';

/**
 * What a person may set for the whole app. Kept as one record; every field has a default, so an older or a damaged
 * record is read as far as it makes sense. Changes apply at once.
 */

const lane = z.int().min(1).max(64);

/** What becomes of an original after its result was verified and published. */
export const originalsChoices = ['keep', 'trash', 'move'] as const;

/**
 * What is published when a result came out larger than its original where only a smaller file was wanted: the result all
 * the same, or a copy of the original.
 */
export const whenLargerChoices = ['copy_original', 'keep_result'] as const;
export type WhenLarger = (typeof whenLargerChoices)[number];

/** A connection that results are sent through, with a folder in its bucket. */
export const OutputConnection = z.strictObject({
  id: ConnectionId,
  /** Without slashes at its ends; may hold fields of the name template. Empty = the top of the bucket; null = the folder of the connection. */
  folder: z.string().max(900).nullable(),
});
export type OutputConnection = z.infer<typeof OutputConnection>;

/** What happens to files that are being converted when the run window closes: they end, or stand still until it opens. */
export const windowEndChoices = ['finish', 'stand_still'] as const;

/** What happens when the queue has nothing left to do. */
export const whenDoneChoices = ['nothing', 'quit', 'sleep', 'shut_down'] as const;

export const AppSettings = z.strictObject({
  /** Colours of the window. */
  appearance: z.enum(['system', 'light', 'dark']),
  /** 34 px rows instead of 48. */
  compactRows: z.boolean(),
  /** Files are converted as soon as they are added, without pressing Convert. */
  startByItself: z.boolean(),
  /** BCP 47 tag for numbers, sizes and dates; null = as the system. */
  locale: z.string().min(2).max(35).nullable(),
  /** Where results go: null = beside the original, else an absolute folder. */
  outputFolder: z.string().min(1).max(4096).nullable(),
  /**
   * Where the results of files go that a person adds, when neither their options nor their preset say; null = they stay on
   * this computer, and so they do when the connection is gone.
   */
  outputConnection: OutputConnection.nullable(),
  /** With a folder above: keep the tree of a dropped folder below it. */
  keepTree: z.boolean(),
  /** Name of a result, `{name}.{ext}`; the fields of `shared/plan/names/name-template.ts`. */
  nameTemplate: z.string().min(1).max(255),
  collision: z.enum(collisions),
  /** Quality where neither options nor preset say one. */
  quality: z.enum(qualityWords),
  whenLarger: z.enum(whenLargerChoices),
  /** A result that is uploaded stays on this computer as well, where results go. */
  keepUploaded: z.boolean(),
  originals: z.enum(originalsChoices),
  /** Folder for `move`, relative to the original or absolute. */
  originalsFolder: z.string().min(1).max(4096),
  /** Jobs at once in each lane; null = as many as this machine is good for. */
  lanes: z.strictObject({
    video: lane.nullable(),
    still: lane.nullable(),
    audio: lane.nullable(),
    copy: lane.nullable(),
    transfer: lane.nullable().default(null),
  }),
  /** Hours in which the queue works by itself; null = always. */
  runWindow: RunWindow.nullable(),
  atWindowEnd: z.enum(windowEndChoices),
  /** The queue waits below this charge while the computer runs on its battery, 1 to 99; null = never. */
  pauseBelowBattery: z.int().min(1).max(99).nullable(),
  /** One file at a time in each lane, half of the cores, and behind every other program. */
  gentle: z.boolean(),
  /** Inputs may be downloaded from addresses of this computer and of the network that it is in. */
  allowPrivateAddresses: z.boolean(),
  /** Bytes that a download may have; null = as much as there is room for. */
  downloadLimit: z.int().min(1_000_000).nullable(),
  /** An ffmpeg that was chosen by hand, ranked first; null = the best that is found. */
  ffmpegPath: z.string().min(1).max(4096).nullable(),
  /** The job API of the app: programs on this computer add jobs over HTTP. */
  api: z.strictObject({
    on: z.boolean(),
    port: z.int().min(1).max(65_535),
    /** Absolute folders that its jobs may read from and write to; none = the home folder. */
    allow: z.array(z.string().min(1).max(4096)).max(100),
  }),
  /**
   * `auto` = the graphics chip encodes videos where it was proved to work and fits. Off by default: it is quicker, and
   * takes more bytes for the same picture.
   */
  hardware: z.enum(hardwareChoices),
  notifyDone: z.boolean(),
  notifyFailed: z.boolean(),
  whenDone: z.enum(whenDoneChoices),
  /** Days for which the history keeps a job after it ended; null = for ever. */
  historyDays: z.int().min(1).max(36_500).nullable(),
  /** Preset that a file of a kind gets when nothing is chosen. */
  defaultPresets: z.strictObject({
    video: PresetId,
    audio: PresetId,
    image: PresetId,
    animation: PresetId,
    adaptive_video: PresetId,
  }),
  /** Presets used last, newest first. */
  recentPresets: z.array(PresetId).max(8),
});
export type AppSettings = z.infer<typeof AppSettings>;

export const defaultAppSettings: AppSettings = {
  appearance: 'system',
  compactRows: false,
  startByItself: false,
  locale: null,
  outputFolder: null,
  outputConnection: null,
  keepTree: true,
  nameTemplate: '{name}.{ext}',
  collision: 'number',
  quality: 'medium',
  whenLarger: 'copy_original',
  keepUploaded: false,
  originals: 'keep',
  originalsFolder: 'Originals',
  lanes: { video: null, still: null, audio: null, copy: null, transfer: null },
  runWindow: null,
  atWindowEnd: 'finish',
  pauseBelowBattery: 15,
  gentle: false,
  allowPrivateAddresses: false,
  downloadLimit: 50_000_000_000,
  ffmpegPath: null,
  api: { on: false, port: 4778, allow: [] },
  hardware: 'off',
  notifyDone: true,
  notifyFailed: true,
  whenDone: 'nothing',
  historyDays: 90,
  defaultPresets: {
    video: 'web_video',
    audio: 'music',
    image: 'web_photo',
    animation: 'gif_chat',
    adaptive_video: 'hls_web',
  },
  recentPresets: [],
};

/** Any subset of the settings; `lanes`, `api` and `defaultPresets` by member. */
export const AppSettingsChange = z.strictObject({
  ...AppSettings.omit({ lanes: true, api: true, defaultPresets: true }).partial().shape,
  lanes: AppSettings.shape.lanes.partial().optional(),
  api: AppSettings.shape.api.partial().optional(),
  defaultPresets: AppSettings.shape.defaultPresets.partial().optional(),
});
export type AppSettingsChange = z.infer<typeof AppSettingsChange>;

/** The settings with a change made. */
export function changedSettings(settings: AppSettings, change: AppSettingsChange): AppSettings {
  return AppSettings.parse({
    ...settings,
    ...definedOnly(change),
    lanes: { ...settings.lanes, ...definedOnly(change.lanes ?? {}) },
    api: { ...settings.api, ...definedOnly(change.api ?? {}) },
    defaultPresets: { ...settings.defaultPresets, ...definedOnly(change.defaultPresets ?? {}) },
  });
}

/** Reads a stored record: fields that are missing or make no sense take their default. */
export function readAppSettings(stored: unknown): AppSettings {
  const given = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  const read = Object.entries(AppSettings.shape).map(([key, schema]) => {
    const parsed = schema.safeParse(given[key]);
    return [key, parsed.success ? parsed.data : defaultAppSettings[key as keyof AppSettings]];
  });
  return AppSettings.parse(Object.fromEntries(read));
}

function definedOnly<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
