import type { FfprobeStream } from './ffprobe-json.ts';

/** Frame rates as ffprobe reports them, and what can be believed of them. */

export interface FrameRate {
  /** Average frames per second, or null. */
  readonly fps: number | null;
  /** The same as ffmpeg writes it (`30000/1001`), or null. */
  readonly fraction: string | null;
  /** Every frame lasts equally long, within 0.1 %. */
  readonly constant: boolean;
}

const none: FrameRate = { fps: null, fraction: null, constant: false };

/** Above it a "rate" is the tick of the container's clock (mkv: 1000, mpegts: 90000). Cameras film 480. */
const fastest = 480;

interface Fraction {
  readonly text: string;
  readonly value: number;
}

function fraction(text: string | null): Fraction | null {
  const match = /^(\d+)\/(\d+)$/.exec(text ?? '');
  if (match === null) return null;
  const value = Number(match[1]) / Number(match[2]);
  return Number.isFinite(value) && value > 0 && value <= fastest ? { text: match[0], value } : null;
}

/**
 * Rate of a video stream. The average counts; the base rate (the coarsest clock that fits all times) stands in where
 * the average is missing or absurd, and tells whether the rate is constant.
 */
export function frameRate(stream: FfprobeStream, interlaced: boolean): FrameRate {
  const average = fraction(stream.avg_frame_rate) ?? countedRate(stream);
  const base = fraction(stream.r_frame_rate);
  if (stream.codec_name === 'gif') {
    // Builds guess differently from the first frames of a gif; frames and duration are exact.
    const exact = countedRate(stream);
    if (exact !== null)
      return {
        fps: exact.value,
        fraction: exact.text,
        constant: stream.nb_frames === 1 || isNear(base, exact.value),
      };
  }
  const used = average ?? base;
  if (used === null) return none;
  // The base rate of interlaced video can be that of its fields.
  const constant =
    average !== null && (isNear(base, average.value) || (interlaced && isNear(base, 2 * average.value)));
  return { fps: used.value, fraction: used.text, constant };
}

function isNear(base: Fraction | null, value: number): boolean {
  return base !== null && Math.abs(base.value - value) <= value * 0.001;
}

/** Frames ÷ duration, both as the container tells them. */
function countedRate({ nb_frames: frames, duration }: FfprobeStream): Fraction | null {
  if (frames === null || duration === null || frames < 1 || duration <= 0) return null;
  const hundredths = Math.round(duration * 100);
  const divisor = commonDivisor(frames * 100, hundredths);
  return fraction(`${(frames * 100) / divisor}/${hundredths / divisor}`);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? Math.max(a, 1) : commonDivisor(b, a % b);
}
