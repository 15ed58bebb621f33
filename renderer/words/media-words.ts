import type { MediaBrief } from '../../shared/ipc/row.ts';
import { plainNumber } from './numbers.ts';

/** Names of codecs, formats, sizes and layouts as people write them. Names are the same in every language. */

const codecs: Readonly<Record<string, string>> = {
  h264: 'H.264',
  h265: 'H.265',
  hevc: 'HEVC',
  av1: 'AV1',
  vp8: 'VP8',
  vp9: 'VP9',
  mpeg1video: 'MPEG-1',
  mpeg2video: 'MPEG-2',
  mpeg4: 'MPEG-4',
  msmpeg4v3: 'MPEG-4',
  prores: 'ProRes',
  dnxhd: 'DNxHD',
  mjpeg: 'Motion JPEG',
  rawvideo: 'uncompressed',
  wmv1: 'WMV',
  wmv2: 'WMV',
  wmv3: 'WMV',
  vc1: 'VC-1',
  flv1: 'FLV',
  theora: 'Theora',
  ffv1: 'FFV1',
  huffyuv: 'HuffYUV',
  dvvideo: 'DV',
  aac: 'AAC',
  mp3: 'MP3',
  opus: 'Opus',
  vorbis: 'Vorbis',
  flac: 'FLAC',
  alac: 'ALAC',
  ac3: 'AC-3',
  eac3: 'E-AC-3',
  dts: 'DTS',
  truehd: 'TrueHD',
  wmav1: 'WMA',
  wmav2: 'WMA',
  wmapro: 'WMA',
  amr_nb: 'AMR',
  amr_wb: 'AMR',
  subrip: 'SubRip',
  ass: 'ASS',
  ssa: 'SSA',
  mov_text: 'MP4 text',
  webvtt: 'WebVTT',
  hdmv_pgs_subtitle: 'PGS',
  dvd_subtitle: 'DVD',
  dvb_subtitle: 'DVB',
};

/** ffmpeg's or the contract's name of a codec in a file that is there: `hevc` → HEVC. */
export function codecWord(codec: string): string {
  return codecs[codec] ?? (codec.startsWith('pcm_') ? 'PCM' : codec.toUpperCase());
}

/** The codec of a result: what is called HEVC when it comes in is chosen and made as H.265. */
export function resultCodecWord(codec: string): string {
  return codec === 'hevc' ? 'H.265' : codecWord(codec);
}

const formats: Readonly<Record<string, string>> = {
  jpg: 'JPEG',
  jpeg: 'JPEG',
  webp: 'WebP',
  webm: 'WebM',
  matroska: 'MKV',
  quicktime: 'MOV',
  mpegts: 'TS',
  m4a: 'M4A',
  ogg: 'Ogg',
  oga: 'Ogg',
  ogv: 'Ogg',
  opus: 'Opus',
  tif: 'TIFF',
  apng: 'APNG',
  jxl: 'JPEG XL',
  jp2: 'JPEG 2000',
};

/** A container or picture format: `mp4` → MP4, `webp` → WebP, `jpg` → JPEG. */
export function formatWord(format: string): string {
  return formats[format.toLowerCase()] ?? format.toUpperCase();
}

/** Two sizes with narrow spaces round the sign, where no line breaks: 1920 × 1080. */
export function pixelsText(width: number, height: number): string {
  return `${width}\u202f×\u202f${height}`;
}

/** Names of video sizes, by height; wider and 4:3 pictures of the old ones count too. */
const heights: Readonly<Record<number, string>> = {
  4320: '8K',
  2160: '4K',
  1440: '1440p',
  1080: '1080p',
  720: '720p',
  576: '576p',
  480: '480p',
  360: '360p',
  240: '240p',
};

/** The size of a video in a word, `4K`, `1080p`, `1080i`, or in pixels where there is none. */
export function videoSizeText(width: number, height: number, interlaced = false): string {
  const name = heights[height];
  const shape = width / height;
  const usual = Math.abs(shape - 16 / 9) < 0.05 || (height === 2160 && Math.abs(shape - 4096 / 2160) < 0.01);
  const old = height <= 576 && shape > 1.2 && shape < 1.9;
  if (name === undefined || !(usual || old)) return pixelsText(width, height);
  return interlaced && name.endsWith('p') ? `${name.slice(0, -1)}i` : name;
}

/** Photos above this many pixels are named by their megapixels in rows. */
const photoPixels = 2_000_000;

/** The size of a photo in a row: `12 MP` above 2 MP, else pixels. */
export function photoSizeText(width: number, height: number, locale: string): string {
  const pixels = width * height;
  return pixels > photoPixels ? `${plainNumber(pixels / 1e6, locale, 0)} MP` : pixelsText(width, height);
}

/** How many channels, in a word: mono, stereo, 5.1. */
export function channelsText(channels: number): string {
  return layouts[channels] ?? `${channels} ch`;
}

const layouts: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo', 6: '5.1', 8: '7.1' };

/** The size of a file as its row says it; null when it has none. */
export function mediaSizeText(
  media: Pick<MediaBrief, 'class' | 'width' | 'height' | 'interlaced'>,
  locale: string,
): string | null {
  const { width, height } = media;
  if (width === null || height === null || media.class === 'audio') return null;
  if (media.class === 'image') return photoSizeText(width, height, locale);
  if (media.class === 'animation') return pixelsText(width, height);
  return videoSizeText(width, height, media.interlaced);
}
