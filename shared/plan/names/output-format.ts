import { type Result, ok, refuse } from '../../model/error.ts';
import { type Kind, allowedValues, kinds } from '../../model/options.ts';
import type { OutputTarget } from './output-path.ts';

/** File extensions that say which format is meant, per kind. The first of each format is not special. */
const formatsByExtension: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  video: { mp4: 'mp4', m4v: 'mp4', webm: 'webm', mov: 'mov', qt: 'mov', mkv: 'mkv' },
  audio: {
    mp3: 'mp3',
    aac: 'aac',
    m4a: 'm4a',
    m4b: 'm4a',
    ogg: 'ogg',
    oga: 'ogg',
    opus: 'opus',
    wav: 'wav',
    wave: 'wav',
    flac: 'flac',
  },
  image: {
    jpeg: 'jpeg',
    jpg: 'jpeg',
    jpe: 'jpeg',
    jfif: 'jpeg',
    png: 'png',
    webp: 'webp',
    avif: 'avif',
    tiff: 'tiff',
    tif: 'tiff',
    gif: 'gif',
  },
  animation: { gif: 'gif', webp: 'webp', apng: 'apng', png: 'apng' },
  adaptive_video: { m3u8: 'hls' },
};

/** The format of a kind that a file with this extension (without the dot, any case) has; null when it is none. */
export function formatOfExtension(kind: Kind, ext: string): string | null {
  return formatsByExtension[kind][ext.toLowerCase()] ?? null;
}

/**
 * The format that the name of the output asks for; null when it says nothing. `explicit` is the format option after
 * parsing.
 *
 * Refusals, all `invalid_format`: an extension that the kind does not write, naming what fits; an extension that
 * contradicts the explicit format.
 */
export function formatFromOutput(
  target: Pick<OutputTarget, 'ext'>,
  kind: Kind,
  explicit: string | undefined,
): Result<string | null> {
  if (target.ext === null) return ok(null);
  const format = formatsByExtension[kind][target.ext];
  if (format === undefined) {
    const other = kinds.find((k) => formatsByExtension[k][target.ext ?? ''] !== undefined);
    const form = kind === 'adaptive_video' ? 'hls, a folder whose name has no extension' : '';
    return refuse('invalid_format', {
      field: 'output',
      reason: `.${target.ext} is not a format of ${kind}; it can be ${form || (allowedValues(kind, 'format') ?? '')}`,
      ...(other === undefined ? {} : { hint: `.${target.ext} is written by the kind ${other}.` }),
    });
  }
  if (explicit !== undefined && explicit !== format) {
    return refuse('invalid_format', {
      field: 'format',
      reason: `${explicit} is asked, but the output ends in .${target.ext}`,
      hint: 'Leave out one of the two, or make them agree.',
    });
  }
  return ok(format);
}
