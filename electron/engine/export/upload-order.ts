import path from 'node:path';
import type { OutputFile } from '../../../shared/model/job.ts';

/** In which order the files of a result go up. Pure. */

const isPlaylist = (file: OutputFile): boolean => /\.m3u8$/i.test(file.path);

/**
 * Steps, each begun when the one before is done: a player that reads a playlist finds all that it names. First init and
 * media segments, then the playlists of the media, and the first file, the one that everything is reached from, last.
 * The numbers are places in `files`.
 */
export function uploadSteps(files: readonly OutputFile[]): readonly (readonly number[])[] {
  const places = files.map((_, n) => n);
  const [first, ...rest] = places;
  if (first === undefined) return [];
  const isList = (n: number): boolean => {
    const file = files[n];
    return file !== undefined && isPlaylist(file);
  };
  return [rest.filter((n) => !isList(n)), rest.filter(isList), [first]].filter((step) => step.length > 0);
}

/** `Content-Type` of a file. A segment is no film by itself, whatever it was cut from. */
export function contentTypeOf({ path: file, mime }: Pick<OutputFile, 'path' | 'mime'>): string {
  switch (path.extname(file).toLowerCase()) {
    case '.m3u8':
      return 'application/vnd.apple.mpegurl';
    case '.m4s':
      return 'video/iso.segment';
    default:
      return mime === '' ? 'application/octet-stream' : mime;
  }
}

/**
 * `Cache-Control` of a file, or null for none: as the connection says, else, for what belongs to HLS, segments for ever
 * and playlists never, because a playlist may be replaced and a segment is not.
 */
export function cacheControlOf(
  file: Pick<OutputFile, 'path'>,
  { isPackage, asked }: { readonly isPackage: boolean; readonly asked: string | null },
): string | null {
  if (asked !== null) return asked;
  if (!isPackage) return null;
  return /\.m3u8$/i.test(file.path) ? 'no-cache' : 'public, max-age=31536000, immutable';
}
