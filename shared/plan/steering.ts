import type { VideoOptions } from '../model/options.ts';
import type { PlanContext } from './plan.ts';
import type { Quality } from './quality.ts';

/** What steers the size of an encode; the schema made sure that the combinations make sense. */
export interface Steering {
  readonly quality: Quality;
  /** True when the user, the preset or the JSON named quality or compression; a default is never explicit. */
  readonly explicitQuality: boolean;
  /** Bits per second; a cap when quality is explicit too. */
  readonly bitrate: number | null;
  readonly lossless: boolean;
  /** Set when a size limit decides; then nothing else does. */
  readonly limit?: LimitedRate;
}

/** The picture's part of a size limit. */
export interface LimitedRate {
  readonly way: 'quality' | 'two_pass' | 'one_pass';
  /** Bits per second. */
  readonly rate: number;
  /** Which of two passes the command is; 2 where there is one. */
  readonly pass: 1 | 2;
  /** Seconds of the result. */
  readonly duration: number;
}

export function steeringOf(options: VideoOptions, context: PlanContext): Steering {
  return {
    quality: qualityOf(options, context),
    explicitQuality: options.quality !== undefined || options.compression !== undefined,
    bitrate: options.bitrate ?? null,
    lossless: options.lossless ?? false,
  };
}

/** What is asked, or the setting. */
export function qualityOf(
  options: { readonly quality?: Quality | undefined; readonly compression?: number | undefined },
  context: PlanContext,
): Quality {
  return options.compression ?? options.quality ?? context.settings.quality;
}
