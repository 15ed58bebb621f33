import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type ClipName, type ClipRecipe, clipRecipes } from './clip-recipes.ts';
import { tools } from './found-tools.ts';
import { type StillName, type StillRecipe, stillRecipes } from './still-recipes.ts';

export { describeTools } from './describe-tools.ts';
export {
  type Probed,
  type ProbedStream,
  type ToolPair,
  chromium,
  probeJson,
  root,
  samplesDir,
  tempDir,
  tools,
} from './found-tools.ts';

/**
 * Test media, made on demand by the bundled ffmpeg and by sharp, each file once. `await clip('h264-aac-mp4')` is a
 * path; the file is shared with other tests, so a test that changes one copies it first.
 */

const run = promisify(execFile);

/** Files that are not what their name says, or not whole. */
const hostileNames = ['truncated-mp4', 'text-mp4', 'ffconcat-mp4', 'm3u8-mp4', 'empty-mp4'] as const;
type HostileName = (typeof hostileNames)[number];

export type MediaName = ClipName | StillName | HostileName;

/** Every name that `clip` knows. */
export const mediaNames: readonly MediaName[] = [
  ...(Object.keys(clipRecipes) as ClipName[]),
  ...(Object.keys(stillRecipes) as StillName[]),
  ...hostileNames,
];

/** One folder for all runs with the same recipes and the same ffmpeg, so that only the first run pays. */
const cache = (() => {
  const hash = createHash('sha256').update(String(statSync(tools.bundled.ffmpeg).size));
  for (const file of ['media.ts', 'clip-recipes.ts', 'still-recipes.ts']) {
    hash.update(readFileSync(path.join(import.meta.dirname, file)));
  }
  const user = process.getuid?.() ?? 0;
  return path.join(os.tmpdir(), `convoy-test-media-${user}-${hash.digest('hex').slice(0, 12)}`);
})();

const making = new Map<MediaName, Promise<string>>();

/** Absolute path of a test file; the first call makes it. Rejects with ffmpeg's own words when a recipe is wrong. */
export function clip(name: MediaName): Promise<string> {
  let made = making.get(name);
  if (made === undefined) {
    made = make(name);
    making.set(name, made);
  }
  return made;
}

async function make(name: MediaName): Promise<string> {
  const ext = name in hostile ? 'mp4' : recipeOf(name).ext;
  const file = path.join(cache, `${name}.${ext}`);
  if (existsSync(file)) return file;
  await mkdir(cache, { recursive: true, mode: 0o700 });
  // Several test workers may make the same file at once: each under its own name, the rename decides.
  const part = path.join(cache, `.${name}-${process.pid}-${randomBytes(4).toString('hex')}.${ext}`);
  try {
    await write(name, part);
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
  return file;
}

function recipeOf(name: MediaName): ClipRecipe | StillRecipe {
  if (name in clipRecipes) return clipRecipes[name as ClipName];
  return stillRecipes[name as StillName];
}

async function write(name: MediaName, part: string): Promise<void> {
  if (name in hostile) return writeFile(part, await hostile[name as HostileName]());
  const recipe = recipeOf(name);
  if ('make' in recipe) return writeFile(part, await recipe.make());
  const args: string[] = [];
  for (const arg of recipe.args) {
    if (typeof arg === 'string') args.push(arg);
    else if ('clip' in arg) args.push(await clip(arg.clip as MediaName));
    else args.push(await textFile(part, arg.file, recipe.files?.[arg.file] ?? ''));
  }
  try {
    await run(tools.bundled.ffmpeg, ['-hide_banner', '-nostdin', '-v', 'error', '-y', ...args, part], {
      timeout: 60_000,
    });
  } finally {
    if (recipe.files !== undefined) {
      for (const file of Object.keys(recipe.files)) await rm(`${part}-${file}`, { force: true });
    }
  }
}

async function textFile(part: string, name: string, text: string): Promise<string> {
  const file = `${part}-${name}`;
  await writeFile(file, text);
  return file;
}

const hostile: Readonly<Record<HostileName, () => Promise<Buffer | string> | string>> = {
  /** Index first, then 60 % of the rest: it opens, and ends too early. */
  'truncated-mp4': async () => {
    const whole = await readFile(await clip('h264-aac-mp4'));
    return whole.subarray(0, Math.floor(whole.length * 0.6));
  },
  'text-mp4': () => 'This is a note, not a film.\n'.repeat(50),
  /** A script that makes ffmpeg open another file; it would work if scripts were let in. */
  'ffconcat-mp4': async () => `ffconcat version 1.0\nfile '${await clip('h264-aac-mp4')}'\n`,
  'm3u8-mp4': async () =>
    `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${await clip('mpeg2-ts')}\n#EXT-X-ENDLIST\n`,
  'empty-mp4': () => '',
};
