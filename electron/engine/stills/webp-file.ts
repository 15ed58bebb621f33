/** What is read and left out of a WebP file (RFC 9649) without decoding it. */

interface Chunk {
  readonly type: string;
  /** Without the padding byte. */
  readonly data: Buffer;
}

/** Size of the picture, or null when the bytes are no whole WebP file. */
export function webpSize(file: Buffer): { readonly width: number; readonly height: number } | null {
  const first = chunksOf(file)?.[0];
  if (first === undefined) return null;
  const { type, data } = first;
  if (type === 'VP8X' && data.length >= 10) {
    return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
  }
  // 14 bits each, behind a start code of three bytes.
  if (type === 'VP8 ' && data.length >= 10 && data.readUIntBE(3, 3) === 0x9d012a) {
    return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
  }
  if (type === 'VP8L' && data.length >= 5 && data[0] === 0x2f) {
    const bits = data.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return null;
}

/** Bits of VP8X that say that there is EXIF, and XMP. */
const metadataFlags = 0x08 | 0x04;

/**
 * The same picture without EXIF and XMP: the camera data of a photo, with a thumbnail of its own in it, is often larger
 * than the small picture. The colour profile stays. What is no whole WebP file comes back as it is.
 */
export function withoutMetadata(file: Buffer): Buffer {
  const chunks = chunksOf(file);
  if (chunks === null) return file;
  const kept = chunks
    .filter(({ type }) => type !== 'EXIF' && type !== 'XMP ')
    .map(({ type, data }) => {
      if (type !== 'VP8X') return { type, data };
      const own = Buffer.from(data);
      own.writeUInt8(own.readUInt8(0) & ~metadataFlags, 0);
      return { type, data: own };
    });
  return webpOf(kept);
}

/** What stands before camera data in a JPEG, and nowhere else. */
const jpegExifHead = Buffer.from('Exif\0\0', 'latin1');

/**
 * The same file with its camera data as the format wants it: without the six bytes that a JPEG needs, which libvips
 * leaves before it. ffmpeg reads none of it behind them, and exiftool complains. A file without them comes back as is.
 */
export function withPlainExif(file: Buffer): Buffer {
  const chunks = chunksOf(file);
  const isLed = ({ type, data }: Chunk): boolean =>
    type === 'EXIF' && data.subarray(0, jpegExifHead.length).equals(jpegExifHead);
  if (chunks === null || !chunks.some(isLed)) return file;
  return webpOf(
    chunks.map((chunk) =>
      isLed(chunk) ? { type: chunk.type, data: chunk.data.subarray(jpegExifHead.length) } : chunk,
    ),
  );
}

function webpOf(chunks: readonly Chunk[]): Buffer {
  const parts = chunks.flatMap(({ type, data }) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return [head, data, ...(data.length % 2 === 1 ? [Buffer.alloc(1)] : [])];
  });
  const body = Buffer.concat([Buffer.from('WEBP'), ...parts]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** Null unless every chunk is there to its end. */
function chunksOf(file: Buffer): readonly Chunk[] | null {
  if (file.length < 20 || file.toString('latin1', 0, 4) !== 'RIFF') return null;
  if (file.toString('latin1', 8, 12) !== 'WEBP') return null;
  const end = 8 + file.readUInt32LE(4);
  if (end > file.length) return null;
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= end;) {
    const size = file.readUInt32LE(at + 4);
    if (at + 8 + size > end) return null;
    chunks.push({ type: file.toString('latin1', at, at + 4), data: file.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return chunks;
}
