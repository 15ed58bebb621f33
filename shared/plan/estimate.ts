import type { MediaFacts } from '../model/media.ts';
import type { VideoCodec } from '../model/options.ts';
import type { Estimate, Size } from './plan.ts';
import type { Steering } from './steering.ts';
import { type Quality, videoCrf } from './quality.ts';

/** Size estimates: ranges, wide where the content decides. They feed the plan and the check of free space. */

export interface VideoEstimateInput {
  readonly facts: MediaFacts;
  /** Seconds of the result, or null when unknown. */
  readonly duration: number | null;
  readonly copied: boolean;
  readonly codec: VideoCodec;
  readonly size: Size;
  readonly fps: number;
  readonly steering: Steering;
  /** Bits per second of all audio tracks. */
  readonly audioBits: number;
}

/** Bits per pixel and frame of moderately busy footage at CRF 23 (28 for the others), and how much one CRF step halves. */
const bitsPerPixel: Readonly<Record<VideoCodec, { readonly at: number; readonly crf: number }>> = {
  h264: { at: 0.07, crf: 23 },
  h265: { at: 0.05, crf: 26 },
  vp9: { at: 0.05, crf: 33 },
  av1: { at: 0.04, crf: 35 },
};

/** Bytes of a video result; null when its length is unknown. */
export function estimateVideo(input: VideoEstimateInput): Estimate | null {
  const { duration, facts, steering } = input;
  if (duration === null) return null;
  if (input.copied) {
    const share = facts.duration === null || facts.duration <= 0 ? 1 : Math.min(1, duration / facts.duration);
    return range(facts.bytes * share, 0.95, 1.05);
  }
  const audio = (input.audioBits * duration) / 8;
  if (steering.bitrate !== null && !steering.explicitQuality) {
    return range((steering.bitrate * duration) / 8 + audio, 0.6, 1.1);
  }
  const picture = pictureBits(input) * duration;
  const capped = steering.bitrate === null ? picture : Math.min(picture, steering.bitrate * duration);
  return range(capped / 8 + audio, 0.5, 2);
}

function pictureBits({ codec, size, fps, steering }: VideoEstimateInput): number {
  if (steering.lossless) return size.width * size.height * fps * 1.5;
  return typicalVideoBits(codec, size, fps, steering.quality);
}

/** Bits per second of a moderately busy picture at a quality. */
export function typicalVideoBits(codec: VideoCodec, size: Size, fps: number, quality: Quality): number {
  const pixels = size.width * size.height;
  const base = bitsPerPixel[codec];
  const crf = videoCrf(codec, quality, Math.min(size.width, size.height));
  // Large pictures and high rates take fewer bits a pixel; six CRF steps halve.
  const scale = Math.pow(pixels / (1280 * 720), -0.25) * Math.pow(fps / 30, -0.3);
  return pixels * fps * base.at * scale * Math.pow(2, (base.crf - crf) / 6);
}

/** A range around a middle, whole bytes. */
export function range(middle: number, low: number, high: number): Estimate {
  return { low: Math.round(middle * low), high: Math.round(middle * high) };
}
