import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Capabilities, HardwareTrial } from '../../../shared/model/capabilities.ts';
import type { FileIdentity } from './tool-candidates.ts';

/**
 * What was found out about programs, kept between runs, so that the second start asks no program anything. An entry
 * is valid for one file as it was (real path, size, modification time). The file can be deleted at any time; one that
 * cannot be read is the same as none.
 */

/** Raised when what is asked of a program changes, so that older answers are asked for again. */
const schemaVersion = 1;
/** More programs than anybody has; the oldest answers go first. */
const maxEntries = 32;

const CacheFile = z.strictObject({
  schema: z.literal(schemaVersion),
  ffmpeg: z.record(z.string(), Capabilities),
  ffprobe: z.record(z.string(), z.strictObject({ version: z.string() })),
  /** Drivers and chips change without any program changing, so hardware is tried again after a day. */
  hardware: z
    .record(z.string(), z.strictObject({ trials: z.array(HardwareTrial), at: z.number() }))
    .default({}),
  /** The login shell's folders; they change without any program changing, so they are asked for again after a day. */
  loginPath: z.strictObject({ folders: z.array(z.string()), at: z.number() }).nullable(),
});
type CacheFile = z.infer<typeof CacheFile>;

const dayMs = 24 * 60 * 60 * 1000;

/** Answers about programs. `save` writes only when something was added and never fails: it is a cache. */
export interface CapabilityCache {
  ffmpeg(program: FileIdentity): Capabilities | null;
  ffprobe(program: FileIdentity): { readonly version: string } | null;
  hardware(program: FileIdentity): readonly HardwareTrial[] | null;
  loginFolders(): readonly string[] | null;
  keepFfmpeg(program: FileIdentity, capabilities: Capabilities): void;
  keepFfprobe(program: FileIdentity, version: string): void;
  keepHardware(program: FileIdentity, trials: readonly HardwareTrial[]): void;
  keepLoginFolders(folders: readonly string[]): void;
  save(): Promise<void>;
}

function keyOf(program: FileIdentity): string {
  return JSON.stringify([program.name, program.real, program.bytes, program.modified]);
}

/** The newest entries; objects keep the order in which their keys were added. */
function newest<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).slice(-maxEntries));
}

async function read(file: string): Promise<CacheFile | null> {
  try {
    return CacheFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Opens the cache in a folder, which need not exist yet. */
export async function openCapabilityCache(
  folder: string,
  now: () => number = Date.now,
): Promise<CapabilityCache> {
  const file = path.join(folder, 'tools.json');
  const content: CacheFile = (await read(file)) ?? {
    schema: schemaVersion,
    ffmpeg: {},
    ffprobe: {},
    hardware: {},
    loginPath: null,
  };
  let changed = false;
  const isFresh = ({ at }: { readonly at: number }): boolean => Math.abs(now() - at) < dayMs;
  return {
    ffmpeg: (program) => content.ffmpeg[keyOf(program)] ?? null,
    ffprobe: (program) => content.ffprobe[keyOf(program)] ?? null,
    hardware: (program) => {
      const known = content.hardware[keyOf(program)];
      return known !== undefined && isFresh(known) ? known.trials : null;
    },
    loginFolders: () => {
      const known = content.loginPath;
      return known !== null && isFresh(known) ? known.folders : null;
    },
    keepFfmpeg: (program, capabilities) => {
      content.ffmpeg[keyOf(program)] = capabilities;
      changed = true;
    },
    keepFfprobe: (program, version) => {
      content.ffprobe[keyOf(program)] = { version };
      changed = true;
    },
    keepHardware: (program, trials) => {
      content.hardware[keyOf(program)] = { trials: [...trials], at: now() };
      changed = true;
    },
    keepLoginFolders: (folders) => {
      content.loginPath = { folders: [...folders], at: now() };
      changed = true;
    },
    save: async () => {
      if (!changed) return;
      changed = false;
      // Another process reads the whole old file or the whole new one, never a part.
      const temporary = `${file}.${randomUUID()}.tmp`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const kept = {
          ...content,
          ffmpeg: newest(content.ffmpeg),
          ffprobe: newest(content.ffprobe),
          hardware: newest(content.hardware),
        };
        await writeFile(temporary, JSON.stringify(kept), { mode: 0o600 });
        await rename(temporary, file);
      } catch {
        // A full or read-only disk: the next start asks the programs again.
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
  };
}
