import type { Still, VideoStream } from '../../../shared/model/media.ts';
import type { FfprobeOutput } from './ffprobe-json.ts';

/** Names people know for what ffmpeg calls a codec. */
const formatNames: Readonly<Record<string, string>> = {
  mjpeg: 'jpeg',
  jpegls: 'jpegls',
  jpeg2000: 'jp2',
  targa: 'tga',
};

/** Pictures in an mp4-like box, which ffprobe shows as a video of one frame. */
const heifBrands: Readonly<Record<string, string>> = {
  avif: 'avif',
  heic: 'heic',
  heix: 'heic',
  heim: 'heic',
  heis: 'heic',
  mif1: 'heic',
};

/**
 * The facts of a single picture that ffmpeg reads, or null when the file is something that moves or sounds. libvips and
 * libheif read the common formats better and are asked first; what stays is bmp, jxl, ppm, tga, psd, dds, exr, qoi …
 */
export function stillFromFfprobe({ format }: FfprobeOutput, video: readonly VideoStream[]): Still | null {
  const name = format.format_name ?? '';
  // An icon holds one picture in several sizes.
  const largest = video.toSorted((a, b) => b.width * b.height - a.width * a.height)[0];
  if (largest === undefined) return null;
  const brand = format.tags.get('major_brand')?.trim() ?? '';
  const heif = Object.hasOwn(heifBrands, brand) && largest.frames === 1 ? (heifBrands[brand] ?? null) : null;
  const single = name === 'image2' || name === 'ico' || name.endsWith('_pipe');
  if (!single && heif === null) return null;
  return {
    format: heif ?? (name === 'ico' ? 'ico' : (formatNames[largest.codec] ?? largest.codec)),
    reader: 'ffmpeg',
    width: largest.width,
    height: largest.height,
    orientation: 1,
    alpha: largest.alpha,
    bitDepth: largest.bitDepth,
    pages: 1,
    delays: [],
    loop: 0,
    hasIcc: false,
  };
}
