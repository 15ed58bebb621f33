import { stat } from 'node:fs/promises';

/** Size and time of a file, to notice that somebody wrote to it. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
}

/** Null when there is no such file, or it may not be looked at. */
export function stampOf(file: string): Promise<FileStamp | null> {
  return stat(file).then(
    ({ size, mtimeMs }) => ({ size, mtimeMs }),
    () => null,
  );
}

export function sameStamp(a: FileStamp | null, b: FileStamp | null): boolean {
  return a?.size === b?.size && a?.mtimeMs === b?.mtimeMs;
}
