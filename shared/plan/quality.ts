import { type QualityWord, type VideoCodec, qualityWords } from '../model/options.ts';

/**
 * Quality words and exact numbers, turned into what each encoder calls quality. The five words stand at 10, 30, 50, 70
 * and 90 of the exact scale 1 to 100 (higher is better); between them and beyond, values are interpolated on a line.
 */

/** A value for each of the five words, from very low to very high. */
export type FiveSteps = readonly [number, number, number, number, number];

/** Place of each word on the exact scale. */
const wordPlaces: FiveSteps = [10, 30, 50, 70, 90];

/** CRF at 1080p for the five words. Starting values of the design; the calibration by measurement comes with later work. */
const crf1080: Readonly<Record<VideoCodec, FiveSteps>> = {
  h264: [34, 28, 23, 20, 17],
  h265: [36, 31, 26, 23, 20],
  vp9: [45, 38, 33, 30, 24],
  av1: [52, 43, 35, 30, 24],
};
const crfLimits: Readonly<Record<VideoCodec, readonly [number, number]>> = {
  h264: [1, 51],
  h265: [1, 51],
  vp9: [4, 63],
  av1: [4, 63],
};

/** kb/s of a stereo track for the five words. */
const stereoKbps: Readonly<Record<'mp3' | 'aac' | 'vorbis' | 'opus', FiveSteps>> = {
  mp3: [64, 96, 128, 192, 320],
  aac: [64, 96, 128, 192, 256],
  vorbis: [64, 96, 128, 192, 256],
  opus: [48, 64, 96, 128, 192],
};

/** Either a word or an exact number from 1 to 100. */
export type Quality = QualityWord | number;

/** The value at a quality on the line through five given points, one a word. */
export function alongWords(steps: FiveSteps, quality: Quality): number {
  const place = typeof quality === 'number' ? quality : (wordPlaces[qualityWords.indexOf(quality)] ?? 50);
  const segment = Math.min(3, Math.max(0, Math.floor((place - 10) / 20)));
  const from = steps[segment] ?? steps[0];
  const to = steps[segment + 1] ?? steps[4];
  return from + ((to - from) * (place - (wordPlaces[segment] ?? 10))) / 20;
}

/**
 * Steps of a picture's shorter side in pixels away from 1080: one down each for 720, 540 and 480, 360, one up for 2160.
 * Small pictures show artefacts sooner, so that each step down counts for one step of CRF.
 */
export function heightStep(shortSide: number): number {
  return shortSide >= 1800 ? 1 : shortSide >= 900 ? 0 : shortSide >= 620 ? -1 : shortSide >= 420 ? -2 : -3;
}

/** CRF for a codec, a quality and the shorter side of the picture in pixels. */
export function videoCrf(codec: VideoCodec, quality: Quality, shortSide: number): number {
  const [low, high] = crfLimits[codec];
  return Math.min(
    high,
    Math.max(low, Math.round(alongWords(crf1080[codec], quality) + heightStep(shortSide))),
  );
}

/**
 * Bits per second of an audio track. One channel takes 60 % of what two take, 5.1 two and a half times as much; the
 * result stays inside what the encoder accepts.
 */
export function audioBitrate(codec: keyof typeof stereoKbps, quality: Quality, channels: number): number {
  const stereo = alongWords(stereoKbps[codec], quality);
  const factor = channels <= 1 ? 0.6 : channels === 2 ? 1 : channels / 2.4;
  const ceiling = codec === 'mp3' ? 320 : codec === 'opus' ? 128 * channels : 256 * Math.max(1, channels / 2);
  const kbps = Math.max(32, Math.min(ceiling, stereo * factor));
  if (codec === 'mp3') return nearestMp3(kbps) * 1000;
  return Math.round(kbps / 8) * 8000;
}

/** The bit rates that MPEG-1 Layer III has (ISO 11172-3, table of bit rate indices), in kb/s. */
const mp3Rates = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;

function nearestMp3(kbps: number): number {
  return mp3Rates.reduce<number>(
    (best, rate) => (Math.abs(rate - kbps) < Math.abs(best - kbps) ? rate : best),
    32,
  );
}

/** FLAC's compression level, 0 (fast) to 12 (small); the sound is the same. */
export function flacLevel(quality: Quality): number {
  return Math.max(0, Math.min(12, Math.round(alongWords([0, 3, 5, 8, 12], quality))));
}

/** WAV keeps 24 bits a sample from `high` on. */
export function wavBits(quality: Quality): 16 | 24 {
  return alongWords([16, 16, 16, 24, 24], quality) >= 24 ? 24 : 16;
}

/** libwebp's 0 to 100. */
export function webpQuality(quality: Quality): number {
  return typeof quality === 'number' ? quality : Math.round(alongWords([40, 55, 72, 82, 92], quality));
}

/** Colours of a palette, 2 to 256. */
export function paletteColours(quality: Quality): number {
  return Math.max(2, Math.min(256, Math.round(alongWords([48, 96, 192, 256, 256], quality))));
}
