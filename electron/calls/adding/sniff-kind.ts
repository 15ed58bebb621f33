import type { MediaClass } from '../../../shared/model/media.ts';
import { hasUnsureName, sniffClass, sniffClassNow } from '../../engine/index.ts';
import { eachFile } from './each-file.ts';

export type Classes = ReadonlyMap<string, MediaClass | null>;

/**
 * What each of many files is, by its path; null = nothing that Convoy knows. `isHere` is false for a file that a cloud
 * would have to bring first: nothing else waits for that.
 */
export async function sniffClasses(
  files: readonly string[],
  isHere: (file: string) => boolean,
): Promise<Classes> {
  const classes = new Map<string, MediaClass | null>();
  const here: string[] = [];
  const away: string[] = [];
  for (const file of files) {
    if (!hasUnsureName(file)) classes.set(file, sniffClassNow(file));
    else (isHere(file) ? here : away).push(file);
  }
  for (const [some, now] of [
    [here, sniffClassNow],
    [away, null],
  ] as const) {
    const found = await eachFile(some, { later: sniffLater, now });
    for (const [n, file] of some.entries()) classes.set(file, found[n] ?? null);
  }
  return classes;
}

function sniffLater(file: string, done: (what: MediaClass | null) => void): void {
  void Promise.resolve(sniffClass(file)).then(done);
}
