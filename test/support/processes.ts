import { readFile, readdir } from 'node:fs/promises';

/** What the system says of processes. Linux only; elsewhere there is no list to read and every answer is empty. */

/** Ids of the processes whose command line names all of the given words. */
export async function processesWith(...words: readonly string[]): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const ids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    ids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return words.every((word) => line.includes(word)) ? [pid] : [];
    }),
  );
  return found.flat();
}

/** Ids of the ffmpeg processes that work on a file. */
export const processesOn = (file: string): Promise<number[]> => processesWith('ffmpeg', file);

/** Ids of the processes that a process has started and that have not ended. */
export async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const children = threads.map((thread) =>
    readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''),
  );
  return (await Promise.all(children)).flatMap((line) => line.split(' ').filter(Boolean).map(Number));
}
