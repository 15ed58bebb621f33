import { type Kind, type KindOptions, defaultFormats } from '../../model/options.ts';

/** How a format is called on disk and on the wire. */
export interface FormatName {
  readonly form: 'file' | 'folder';
  /** Extension without the dot; empty for a folder. */
  readonly ext: string;
  readonly mime: string;
}

const file = (ext: string, mime: string): FormatName => ({ form: 'file', ext, mime });

/** One row a format, for all kinds. An APNG is a PNG to every program, so it is called that. */
const names: Readonly<Record<Kind, Readonly<Record<string, FormatName>>>> = {
  video: {
    mp4: file('mp4', 'video/mp4'),
    webm: file('webm', 'video/webm'),
    mov: file('mov', 'video/quicktime'),
    mkv: file('mkv', 'video/x-matroska'),
  },
  audio: {
    mp3: file('mp3', 'audio/mpeg'),
    aac: file('aac', 'audio/aac'),
    m4a: file('m4a', 'audio/mp4'),
    ogg: file('ogg', 'audio/ogg'),
    opus: file('opus', 'audio/ogg'),
    wav: file('wav', 'audio/wav'),
    flac: file('flac', 'audio/flac'),
  },
  image: {
    jpeg: file('jpg', 'image/jpeg'),
    png: file('png', 'image/png'),
    webp: file('webp', 'image/webp'),
    avif: file('avif', 'image/avif'),
    tiff: file('tif', 'image/tiff'),
    gif: file('gif', 'image/gif'),
  },
  animation: {
    gif: file('gif', 'image/gif'),
    webp: file('webp', 'image/webp'),
    apng: file('png', 'image/apng'),
  },
  adaptive_video: { hls: { form: 'folder', ext: '', mime: 'application/vnd.apple.mpegurl' } },
};

/** Name of a format of a kind. The schema admits no format that is not in the table. */
export function formatName(kind: Kind, format: string): FormatName {
  const found = names[kind][format];
  if (found === undefined) throw new Error(`${kind} has no format ${format}`);
  return found;
}

/** The format that options lead to. */
export function formatOf({ kind, options }: KindOptions): string {
  return options.format ?? defaultFormats[kind];
}
