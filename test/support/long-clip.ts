import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { clip, tools } from './media.ts';

const run = promisify(execFile);

/** A clip of two seconds, looped by copying, so that converting it takes a while and making it does not. */
export async function longClip(folder: string, times: number, name = 'long.mp4'): Promise<string> {
  const file = path.join(folder, name);
  const source = await clip('h264-aac-mp4');
  const args = ['-v', 'error', '-stream_loop', String(times - 1), '-i', source, '-c', 'copy', file];
  await run(tools.bundled.ffmpeg, args, { timeout: 60_000 });
  return file;
}
