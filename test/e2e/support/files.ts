import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type MediaName, clip, tools } from '../../support/media.ts';

const run = promisify(execFile);

/** Puts copies of test media into a folder, under names of the test's own. Gives their paths in the given order. */
export async function putFiles(
  folder: string,
  files: Readonly<Record<string, MediaName>>,
): Promise<readonly string[]> {
  return Promise.all(
    Object.entries(files).map(async ([name, media]) => {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await copyFile(await clip(media), file);
      return file;
    }),
  );
}

/** Everything below a folder, relative, sorted: to see that nothing was left behind. */
export async function everythingIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries.sort();
}

/**
 * Finds results by name. In Electron they lie beside their originals; a browser sends its files to the server, which
 * puts the results into the folder it was given: the same folder, in these tests.
 */
export async function resultsIn(folder: string, host: 'web' | 'electron'): Promise<(name: string) => string> {
  const files = await everythingIn(folder);
  return (name) => {
    const found = files.find((one) => path.basename(one) === name);
    if (found === undefined) throw new Error(`no ${name} in ${host}: ${files.join(', ')}`);
    return path.join(folder, found);
  };
}

/** So many seconds of video: the short clip, looped by copying. */
export async function longClip(folder: string, name: string, seconds: number): Promise<string> {
  const file = path.join(folder, name);
  const loops = String(seconds / 2 - 1);
  const args = ['-v', 'error', '-stream_loop', loops, '-i', await clip('h264-aac-mp4'), '-c', 'copy'];
  await run(tools.bundled.ffmpeg, [...args, file]);
  return file;
}
