import { deflateSync, crc32 } from 'node:zlib';
import sharp from 'sharp';

/** Test pictures that libvips makes, and one that nothing should decode. */

/** Pixels with some structure, so that encoders have work and a turned picture is told from an upright one. */
function pixels(width: number, height: number, channels: 3 | 4, phase = 0): Buffer {
  const data = Buffer.alloc(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      data[at] = ((x + phase) * 255) / width;
      data[at + 1] = (y * 255) / height;
      data[at + 2] = ((x >> 3) ^ (y >> 3)) & 1 ? 200 : 40;
      if (channels === 4) data[at + 3] = x < width / 2 ? 0 : 255;
    }
  }
  return data;
}

const raw = (width: number, height: number, channels: 3 | 4) =>
  sharp(pixels(width, height, channels), { raw: { width, height, channels } });

/** Frames of 64×48 with a lasting first one: pages with their own delays in milliseconds. */
function animatedWebp(): Promise<Buffer> {
  const [width, height, delays] = [64, 48, [300, 40, 100, 40, 120]];
  const frames = Buffer.concat(delays.map((_, index) => pixels(width, height, 3, index * 12)));
  return sharp(frames, { raw: { width, height: height * delays.length, channels: 3, pageHeight: height } })
    .webp({ delay: delays, loop: 0, quality: 70 })
    .toBuffer();
}

function png16(): Promise<Buffer> {
  const [width, height] = [64, 48];
  const samples = new Uint16Array(width * height * 3);
  for (let i = 0; i < samples.length; i++) samples[i] = (i * 65_535) / samples.length;
  return sharp(samples, { raw: { width, height, channels: 3 } })
    .toColourspace('rgb16')
    .png()
    .toBuffer();
}

/** One chunk of a PNG file: length, type, data, checksum. */
function pngChunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A black PNG of one bit a pixel: some 100 kB that unpack to 900 million pixels at 30 000 a side. */
function hugePng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = Buffer.alloc(side * (1 + Math.ceil(side / 8)));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** How a picture is made: its bytes. */
export interface StillRecipe {
  readonly ext: string;
  readonly make: () => Promise<Buffer> | Buffer;
}

export const stillRecipes = {
  jpeg: { ext: 'jpg', make: () => raw(320, 240, 3).jpeg({ quality: 85 }).toBuffer() },
  /** Stored 320×240, shown 240×320. */
  'jpeg-orientation-6': {
    ext: 'jpg',
    make: () => raw(320, 240, 3).withMetadata({ orientation: 6 }).jpeg({ quality: 85 }).toBuffer(),
  },
  /** The left half is transparent, and not black underneath. */
  'png-transparent': { ext: 'png', make: () => raw(64, 48, 4).png().toBuffer() },
  'png-1x1': { ext: 'png', make: () => raw(1, 1, 3).png().toBuffer() },
  'png-16bit': { ext: 'png', make: png16 },
  'png-30000': { ext: 'png', make: () => hugePng(30_000) },
  'webp-still': { ext: 'webp', make: () => raw(320, 240, 3).webp({ quality: 70 }).toBuffer() },
  /** Five frames of 300, 40, 100, 40 and 120 ms. */
  'webp-animated': { ext: 'webp', make: animatedWebp },
  avif: { ext: 'avif', make: () => raw(64, 48, 3).avif({ effort: 0 }).toBuffer() },
  tiff: { ext: 'tif', make: () => raw(64, 48, 3).tiff().toBuffer() },
  svg: {
    ext: 'svg',
    make: () =>
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><circle cx="20" cy="15" r="12" fill="#c33"/></svg>',
      ),
  },
} as const satisfies Record<string, StillRecipe>;

export type StillName = keyof typeof stillRecipes;
