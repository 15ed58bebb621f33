import { crc32, deflate } from 'node:zlib';
import { promisify } from 'node:util';

/**
 * Writing PNG (PNG third edition, chapters 5 and 11), as far as we need it: eight bits a channel, RGB or RGBA, no row
 * filters. It is how pixels that libvips did not decode come to it together with their metadata, and how frames go to
 * ffmpeg with their times.
 */

const deflated = promisify(deflate);

export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Pixels in rows from the top, without gaps between them. */
export interface RawPixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** A chunk with its length and checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.allocUnsafe(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

/** The header chunk for pixels of that size. */
export function pngHeader({ width, height, channels }: Omit<RawPixels, 'data'>): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = channels === 4 ? 6 : 2;
  return pngChunk('IHDR', header);
}

/**
 * The pixels as a zlib stream, ready to stand in IDAT.
 *
 * @param level 0 (no compression: fast, for what is read once) to 9
 */
export async function pngPixels(pixels: RawPixels, level: number): Promise<Buffer> {
  const row = pixels.width * pixels.channels;
  // Every row begins with the number of its filter; 0 = none.
  const rows = Buffer.alloc((row + 1) * pixels.height);
  for (let y = 0; y < pixels.height; y++) {
    rows.set(pixels.data.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  }
  return deflated(rows, { level });
}

/** What may stand beside the pixels. */
export interface PngMetadata {
  readonly icc: Uint8Array | null;
  /** A TIFF structure, with or without the `Exif\0\0` that JPEG puts before it. */
  readonly exif: Uint8Array | null;
  readonly xmp: Uint8Array | null;
}

/** A whole PNG file with metadata and uncompressed pixels. */
export async function wrapAsPng(pixels: RawPixels, metadata: PngMetadata): Promise<Buffer> {
  const chunks: Buffer[] = [pngSignature, pngHeader(pixels)];
  if (metadata.icc !== null) {
    const profile = await deflated(metadata.icc);
    chunks.push(pngChunk('iCCP', Buffer.concat([Buffer.from('ICC\0\0', 'latin1'), profile])));
  }
  if (metadata.exif !== null) chunks.push(pngChunk('eXIf', withoutPrefix(metadata.exif)));
  if (metadata.xmp !== null) {
    // Keyword, no compression, no language, no translated keyword; then the text.
    const start = Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1');
    chunks.push(pngChunk('iTXt', Buffer.concat([start, metadata.xmp])));
  }
  chunks.push(pngChunk('IDAT', await pngPixels(pixels, 0)), pngChunk('IEND', Buffer.alloc(0)));
  return Buffer.concat(chunks);
}

const exifPrefix = Buffer.from('Exif\0\0', 'latin1');

function withoutPrefix(exif: Uint8Array): Uint8Array {
  return exifPrefix.equals(exif.subarray(0, 6)) ? exif.subarray(6) : exif;
}

/**
 * EXIF that says "upright", for pixels that were turned already: the orientation (tag 274 of the first directory) is
 * set to 1 and everything else stays. A structure that cannot be followed is returned as it is.
 */
export function uprightExif(exif: Uint8Array): Uint8Array {
  const copy = Buffer.from(exif);
  const tiff = exifPrefix.equals(copy.subarray(0, 6)) ? copy.subarray(6) : copy;
  if (tiff.length < 8) return copy;
  const little = tiff[0] === 0x49;
  const u16 = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return copy;
  for (let at = directory + 2, left = u16(directory); left > 0 && at + 12 <= tiff.length; at += 12, left--) {
    if (u16(at) !== 274) continue;
    if (little) tiff.writeUInt16LE(1, at + 8);
    else tiff.writeUInt16BE(1, at + 8);
  }
  return copy;
}
