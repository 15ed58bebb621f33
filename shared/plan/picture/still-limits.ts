import type { ImageFormat } from '../../model/options.ts';

/** How large pictures may be, in and out. */

/**
 * Pixels that a picture may have, 16 383 × 16 383 (what libvips' users are used to). JPEG, PNG and TIFF are read row by
 * row; the others are whole in memory, four bytes a pixel, so a picture at the limit takes a worker about 1 GB.
 */
export const pixelLimit = 16_383 * 16_383;

/** HEIC is decoded by WebAssembly, which holds a picture three times over in at most 4 GB. */
export const heicPixelLimit = 134_217_728;

/** Pixels that a side of the result may have: limits of the formats, or of the encoder where it has a lower one. */
export const longestSides: Readonly<Record<ImageFormat, number>> = {
  /** libjpeg's JPEG_MAX_DIMENSION. */
  jpeg: 65_500,
  /** 14 bits in the bitstream (RFC 9649). */
  webp: 16_383,
  /** sharp's limit for its AV1 encoder. */
  avif: 16_384,
  /** 16 bits in the logical screen descriptor. */
  gif: 65_535,
  png: 65_535,
  tiff: 65_535,
};
