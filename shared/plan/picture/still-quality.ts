import { type ImageFormat, type ImageOptions, qualityWords } from '../../model/options.ts';
import { range } from '../estimate.ts';
import type { Estimate, PlanContext, Size, StillEncode } from '../plan.ts';
import { type Quality, alongWords, webpQuality } from '../quality.ts';

/**
 * Quality of stills, in sharp's terms.
 *
 * The five AVIF values were found by measurement: on four photographs at 900 px wide they give the mean SSIM (luma) of
 * what JPEG and WebP give for the same word (12.7, 13.6, 14.9, 16.7 and 20.1 dB), at effort 2.
 */
type FiveSteps = Parameters<typeof alongWords>[0];

const jpegSteps: FiveSteps = [45, 60, 75, 85, 93];
const avifSteps: FiveSteps = [45, 50, 58, 68, 87];

/**
 * libimagequant's quality: it takes as many of 256 colours as it needs. From 80 on it takes all of them, on photographs
 * and drawings alike; 10 leaves 30 to 70.
 */
const paletteSteps: FiveSteps = [10, 30, 60, 80, 100];

/** Bits a pixel of photographs at 900 px wide, for the five words; measured with the above. */
const bitsPerPixel: Readonly<Record<'jpeg' | 'webp' | 'avif', FiveSteps>> = {
  jpeg: [0.69, 0.84, 1.12, 1.5, 2.7],
  webp: [0.49, 0.61, 0.76, 1.07, 1.9],
  avif: [0.43, 0.52, 0.7, 0.97, 1.75],
};

type SteeringOptions = Pick<ImageOptions, 'quality' | 'compression' | 'lossless'>;

/** The exact number, the word, or the setting. */
function qualityOf(options: SteeringOptions, context: PlanContext): Quality {
  return options.compression ?? options.quality ?? context.settings.quality;
}

/** The number itself, or the step of the word. */
function exact(steps: FiveSteps, quality: Quality): number {
  return typeof quality === 'number' ? quality : Math.round(alongWords(steps, quality));
}

/** True for what asks for the best there is: no reason to throw colour detail away. */
function isBest(quality: Quality): boolean {
  return typeof quality === 'number' ? quality >= 90 : quality === qualityWords.at(-1);
}

/**
 * Encoder settings of a still. `compression` is the encoder's own 1 to 100 wherever it has one.
 *
 * PNG and TIFF are lossless unless a quality below the best is asked for by name: then PNG gets a palette and TIFF is
 * compressed as JPEG.
 */
export function stillEncode(
  format: ImageFormat,
  options: SteeringOptions,
  context: PlanContext,
): StillEncode {
  const quality = qualityOf(options, context);
  const lossless = options.lossless ?? false;
  const best = isBest(quality);
  switch (format) {
    case 'jpeg':
      return { format, quality: exact(jpegSteps, quality), chroma: best ? '4:4:4' : '4:2:0' };
    case 'webp':
      return { format, quality: webpQuality(quality), lossless, effort: 4 };
    case 'avif':
      // Effort 2: a sixth of the time of sharp's default, and 10 % larger.
      return {
        format,
        quality: exact(avifSteps, quality),
        lossless,
        effort: 2,
        chroma: best || lossless ? '4:4:4' : '4:2:0',
      };
    case 'png':
      return { format, palette: keepsAll(options) ? null : exact(paletteSteps, quality) };
    case 'tiff':
      return {
        format,
        compression: keepsAll(options) ? 'deflate' : 'jpeg',
        quality: exact(jpegSteps, quality),
      };
    case 'gif':
      return { format, palette: exact(paletteSteps, quality), dither: 1 };
  }
}

/** Nothing below the best is asked for by name. */
function keepsAll({ quality, compression, lossless }: SteeringOptions): boolean {
  if (lossless === true) return true;
  return (quality === undefined || quality === 'very_high') && (compression ?? 100) === 100;
}

/**
 * Bytes of a still: a wide range, because the content decides. Large pictures take fewer bits a pixel.
 *
 * @param quality as it was asked, for the formats whose bits follow it
 */
export function estimateStill(
  encode: StillEncode,
  size: Size,
  options: SteeringOptions,
  context: PlanContext,
): Estimate {
  const pixels = size.width * size.height;
  const bytes = (bits: number, low: number, high: number): Estimate => {
    const estimate = range((pixels * bits) / 8, low, high);
    // Headers, profile and camera data.
    return { low: estimate.low + 100, high: estimate.high + 20_000 };
  };
  switch (encode.format) {
    case 'jpeg':
    case 'webp':
    case 'avif': {
      if (encode.format !== 'jpeg' && encode.lossless) return bytes(9, 0.2, 2);
      const steps = bitsPerPixel[encode.format];
      const scale = Math.min(1.5, Math.max(0.6, Math.pow(pixels / 540_000, -0.15)));
      return bytes(alongWords(steps, qualityOf(options, context)) * scale, 0.15, 2.5);
    }
    case 'png':
      return encode.palette === null ? bytes(12, 0.1, 2.2) : bytes(3.5, 0.1, 2);
    case 'gif':
      return bytes(4.5, 0.1, 1.8);
    case 'tiff':
      return encode.compression === 'deflate' ? bytes(14, 0.1, 2.2) : bytes(1.2, 0.3, 2.5);
  }
}
