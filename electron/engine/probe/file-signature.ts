/**
 * What a file is by its first bytes, as far as it explains why no media was found in it. ffprobe answers "moov atom
 * not found" for every unreadable file that is named .mp4, be it a text, a web page or half a recording.
 */

/** What the beginning of a file says. */
export type FileSignature =
  /** Something that is no media, with the words for it: "it is a text file". */
  | { readonly is: 'foreign'; readonly words: string }
  /** A known media container. */
  | { readonly is: 'media'; readonly container: 'mov' | 'matroska' | 'riff' | 'ogg' | 'flac' | 'asf' }
  /** A picture in a container of the mp4 family (HEIC, AVIF). */
  | { readonly is: 'heif'; readonly brand: string }
  | { readonly is: 'unknown' };

const foreign = (words: string): FileSignature => ({ is: 'foreign', words });

/** Beginnings of files that people rename by mistake. */
const foreignStarts: readonly (readonly [string, string])[] = [
  ['%PDF-', 'it is a PDF document'],
  ['PK\x03\x04', 'it is a zip archive or an office document'],
  ['Rar!', 'it is a rar archive'],
  ['7z\xbc\xaf', 'it is a 7z archive'],
  ['\x1f\x8b', 'it is a gzip archive'],
  ['\x7fELF', 'it is a program'],
  ['MZ', 'it is a program'],
  ['ffconcat', 'it is a list of other files (ffconcat), not a recording'],
  ['#EXTM3U', 'it is a playlist that points at other files'],
  ['SQLite format 3', 'it is a database'],
  ['bplist', 'it is a property list'],
];

/** Boxes that a file of the mp4 family may begin with. */
const movBoxes: ReadonlySet<string> = new Set([
  'ftyp',
  'moov',
  'mdat',
  'free',
  'skip',
  'wide',
  'pnot',
  'styp',
]);
const heifBrands: ReadonlySet<string> = new Set([
  ...['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif', 'avis'],
]);

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** Reads the first bytes of a file (4096 are enough). */
export function fileSignature(header: Uint8Array): FileSignature {
  const start = ascii(header, 0, 16);
  if (movBoxes.has(start.slice(4, 8))) {
    const brand = start.slice(8, 12);
    if (start.slice(4, 8) === 'ftyp' && heifBrands.has(brand)) return { is: 'heif', brand };
    return { is: 'media', container: 'mov' };
  }
  if (start.startsWith('\x1a\x45\xdf\xa3')) return { is: 'media', container: 'matroska' };
  if (/^(RIFF|RF64|RIFX)/.test(start)) return { is: 'media', container: 'riff' };
  if (start.startsWith('OggS')) return { is: 'media', container: 'ogg' };
  if (start.startsWith('fLaC')) return { is: 'media', container: 'flac' };
  if (start.startsWith('\x30\x26\xb2\x75\x8e\x66\xcf\x11')) return { is: 'media', container: 'asf' };
  const known = foreignStarts.find(([magic]) => start.startsWith(magic));
  if (known !== undefined) return foreign(known[1]);
  if (header.length >= 64 && header.every((byte) => byte === 0)) return foreign('it holds nothing but zeros');
  return isText(header) ? foreign(textWords(header)) : { is: 'unknown' };
}

function textWords(header: Uint8Array): string {
  const text = new TextDecoder().decode(header.subarray(0, 512)).trimStart().toLowerCase();
  if (text.startsWith('<!doctype html') || text.startsWith('<html')) {
    return 'it is a web page, probably saved in place of the video';
  }
  if (text.startsWith('#extm3u')) return 'it is a playlist that points at other files';
  if (text.startsWith('<mpd') || text.includes('<mpd ')) return 'it is a playlist that points at other files';
  return 'it is a text file';
}

/** UTF-8 without control characters but tab and line ends. The last character may be cut by the end of the sample. */
function isText(header: Uint8Array): boolean {
  if (header.length === 0) return false;
  if (header.some((byte) => byte < 9 || (byte > 13 && byte < 32) || byte === 127)) return false;
  const text = new TextDecoder().decode(header);
  return !text.slice(0, -4).includes('\ufffd');
}
