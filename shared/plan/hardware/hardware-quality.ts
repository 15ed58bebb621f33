import type { VideoCodec } from '../../model/options.ts';
import { type FiveSteps, type Quality, alongWords, heightStep } from '../quality.ts';
import type { HardwareEncoder, HardwareFamily } from './hardware-encoders.ts';

/**
 * Quality words in each hardware encoder's own numbers. The middle ones are those with which HandBrake's presets for
 * 1080p come close to its software presets (NVENC CQ 27, Quick Sync 25, VCN 25, VideoToolbox 60); the others keep the
 * distances of the software scale. Nobody has measured them side by side with it yet (docs/adr/0022).
 */

interface Scale {
  readonly words: FiveSteps;
  /** What one step of the picture's height counts for; below zero where higher numbers are better. */
  readonly perStep: number;
  readonly limits: readonly [number, number];
}

/** Like a CRF: 1 to 51, lower is better. */
const crfLike = (...words: FiveSteps): Scale => ({ words, perStep: 1, limits: [1, 51] });
/** The quantizer of VP9 and AV1, 1 to 255: a CRF of libvpx and SVT-AV1 is a quarter of it. */
const index = (...words: FiveSteps): Scale => ({ words, perStep: 4, limits: [1, 255] });
/** Per cent, higher is better. */
const percent = (...words: FiveSteps): Scale => ({ words, perStep: -2, limits: [1, 100] });

const scales: Readonly<Record<HardwareFamily, Partial<Readonly<Record<VideoCodec, Scale>>>>> = {
  videotoolbox: { h264: percent(38, 50, 62, 69, 76), h265: percent(36, 48, 60, 67, 74) },
  nvenc: {
    h264: crfLike(36, 30, 25, 22, 19),
    h265: crfLike(37, 32, 27, 24, 21),
    av1: crfLike(44, 38, 32, 28, 24),
  },
  qsv: {
    h264: crfLike(34, 28, 23, 20, 17),
    h265: crfLike(35, 30, 25, 22, 19),
    vp9: crfLike(36, 31, 26, 23, 20),
    av1: crfLike(34, 29, 24, 21, 18),
  },
  amf: {
    h264: crfLike(34, 28, 23, 20, 17),
    h265: crfLike(35, 30, 25, 22, 19),
    av1: index(208, 172, 140, 120, 96),
  },
  vaapi: {
    h264: crfLike(34, 28, 23, 20, 17),
    h265: crfLike(35, 30, 25, 22, 19),
    vp9: index(180, 152, 132, 120, 96),
    av1: index(208, 172, 140, 120, 96),
  },
  mf: { h264: percent(38, 50, 62, 69, 76), h265: percent(36, 48, 60, 67, 74) },
};

/** What the encoder calls a quality, for a picture whose shorter side has so many pixels. */
export function hardwareQuality(
  { family, codec }: Pick<HardwareEncoder, 'family' | 'codec'>,
  quality: Quality,
  shortSide: number,
): number {
  const { words, perStep, limits } = scales[family][codec] ?? crfLike(34, 28, 23, 20, 17);
  const [low, high] = limits;
  const value = Math.round(alongWords(words, quality) + perStep * heightStep(shortSide));
  return Math.min(high, Math.max(low, value));
}
