/**
 * What a file is, by its first bytes and never by its name. A name that lies must not decide which decoder sees the
 * file.
 */

/** `apng` and `raw` are told apart from png and tiff because libvips would take them for a single, small picture. */
export type StillSniff =
  'jpeg' | 'png' | 'apng' | 'webp' | 'gif' | 'tiff' | 'raw' | 'svg' | 'avif' | 'heic' | null;

/** Bytes that `sniffStill` wants to see. */
export const sniffLength = 4096;

/**
 * Names the picture format that a file begins with; null when it is none of those that libvips or libheif read.
 *
 * @param header the first `sniffLength` bytes, or the whole of a smaller file
 */
export function sniffStill(header: Uint8Array): StillSniff {
  if (startsWith(header, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(header, pngSignature)) return hasAnimationChunk(header) ? 'apng' : 'png';
  const four = latin1(header, 0, 4);
  if (four === 'RIFF' && latin1(header, 8, 12) === 'WEBP') return 'webp';
  if (four === 'GIF8' && /^[79]a$/.test(latin1(header, 4, 6))) return 'gif';
  if (tiffMarks.has(four)) return isCameraRaw(header) ? 'raw' : 'tiff';
  if (latin1(header, 4, 8) === 'ftyp') return fromBrands(header);
  return isSvg(header) ? 'svg' : null;
}

/** Chunk types as they stand in the file, of four ASCII letters. */
const acTL = 0x6163_544c;
const IDAT = 0x4944_4154;

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Classic and BigTIFF in both byte orders. */
const tiffMarks: ReadonlySet<string> = new Set(['II*\0', 'MM\0*', 'II+\0', 'MM\0+']);

/** Brands of still pictures coded as HEVC (ISO 23008-12, B.4), and of containers that do not say which codec. */
const heicBrands: ReadonlySet<string> = new Set(['heic', 'heix', 'heim', 'heis', 'mif1', 'mif2', 'msf1']);
const avifBrands: ReadonlySet<string> = new Set(['avif', 'avis']);

/** AVIF files name `mif1` too, and some name it first, so every brand is looked at. */
function fromBrands(header: Uint8Array): 'avif' | 'heic' | null {
  const end = Math.min(header.length, view(header).getUint32(0));
  const brands = [latin1(header, 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(latin1(header, at, at + 4));
  if (brands.some((brand) => avifBrands.has(brand))) return 'avif';
  // A film can be compatible with mif1; what its first brand says is what it is.
  return heicBrands.has(brands[0] ?? '') ? 'heic' : null;
}

/**
 * An APNG has an `acTL` chunk before its first IDAT (PNG third edition, 11.3.6). Chunks beyond the header are the
 * probe's business.
 */
export function hasAnimationChunk(header: Uint8Array): boolean {
  const data = view(header);
  for (let at = 8; at + 8 <= header.length;) {
    // As a number: a folder of pictures has ten thousand headers.
    const type = data.getUint32(at + 4);
    if (type === acTL) return true;
    if (type === IDAT) return false;
    at += 12 + data.getUint32(at);
  }
  return false;
}

/**
 * Most camera raw formats are TIFF files whose first picture is a thumbnail; libvips would open that and nobody would
 * notice until the result is looked at. They say so by DNGVersion (50706), by Canon's mark, or by calling their first
 * picture a reduced one (NewSubfileType, 254, bit 0).
 */
function isCameraRaw(header: Uint8Array): boolean {
  if (latin1(header, 8, 10) === 'CR') return true;
  const little = header[0] === 0x49;
  const data = view(header);
  if (header.length < 10 || data.getUint16(2, little) !== 42) return false;
  const directory = data.getUint32(4, little);
  if (directory + 2 > header.length) return false;
  const entries = data.getUint16(directory, little);
  for (let n = 0; n < entries; n++) {
    const at = directory + 2 + n * 12;
    if (at + 12 > header.length) return false;
    const tag = data.getUint16(at, little);
    if (tag === 50_706) return true;
    if (tag === 254 && (data.getUint32(at + 8, little) & 1) === 1) return true;
  }
  return false;
}

/** The root element must be `svg`; before it may stand a byte order mark, a prolog, comments and a doctype. */
function isSvg(header: Uint8Array): boolean {
  const start = text(header)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (!start.startsWith('<')) return false;
  const root = start.replace(/<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE[^[>]*(?:\[[^]*?\])?\s*>/gi, '').trimStart();
  return /^<(?:[a-z][\w-]*:)?svg[\s>/]/i.test(root);
}

/** SVG is UTF-8, or UTF-16 with a byte order mark. */
function text(header: Uint8Array): string {
  const utf16 = header[0] === 0xff && header[1] === 0xfe;
  return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(header);
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
