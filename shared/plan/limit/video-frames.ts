import type { VideoCodec } from '../../model/options.ts';

/**
 * Which frame a video gets for its bits. Below a number of bits a pixel, which depends on the codec, a smaller frame
 * that is scaled up by the player looks better than a large one full of blocks.
 */

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Frames per second. */
  readonly fps: number;
}

/** Shorter sides of the frames that are tried, in pixels; the frame without a limit comes first. */
const rungs = [2160, 1440, 1080, 900, 720, 540, 480, 360, 270, 240] as const;

/** Above this rate every second frame is a lot to spend bits on. */
const smoothFps = 32;
/** At this rate motion still reads as motion. */
const leastFps = 12;

/**
 * Frames from the best to the smallest that is worth publishing: ever smaller, with half of a high frame rate before
 * the next smaller size, and half of an ordinary one only at the end. Sides are even, as 4:2:0 video has them.
 */
export function frameLadder(own: Frame): readonly Frame[] {
  const short = Math.min(own.width, own.height);
  const sizes = [short, ...rungs.filter((rung) => rung < short * 0.95)];
  return sizes.flatMap((side, n) => {
    const sized = n === 0 ? own : { ...own, ...scaled(own, side / short) };
    const last = n === sizes.length - 1;
    const rates = [own.fps];
    if (own.fps > smoothFps) rates.push(own.fps / 2);
    const lowest = rates.at(-1) ?? own.fps;
    if (last && lowest / 2 >= leastFps) rates.push(lowest / 2);
    return rates.map((fps) => ({ ...sized, fps: Number(fps.toFixed(4)) }));
  });
}

/** A frame with both sides scaled to the nearest even number. */
function scaled(frame: Pick<Frame, 'width' | 'height'>, factor: number): Pick<Frame, 'width' | 'height'> {
  const even = (n: number): number => Math.max(2, 2 * Math.round((n * factor) / 2));
  return { width: even(frame.width), height: even(frame.height) };
}

/** Bits a pixel of an ordinary 720p picture at 30 frames a second below which it falls apart. */
const floors: Readonly<Record<VideoCodec, number>> = { h264: 0.032, h265: 0.022, vp9: 0.024, av1: 0.018 };

/** What is known of the source's picture, to tell a slide show from a football match. */
export interface SourcePicture extends Frame {
  /** Bits per second, or null. */
  readonly rate: number | null;
}

/** Share of the source's own bits a pixel with which a re-encode still looks like it. */
const sourceShare = 0.5;

/**
 * Bits per second that a frame should have at least. Large frames and high rates take fewer bits a pixel; a source that
 * is itself below that (slides, a talking head) needs no more than a part of what it has.
 */
export function bitsNeeded(codec: VideoCodec, frame: Frame, source: SourcePicture): number {
  const pixels = frame.width * frame.height;
  const usual =
    floors[codec] * pixels * frame.fps * Math.pow(pixels / 921_600, -0.25) * Math.pow(frame.fps / 30, -0.3);
  if (source.rate === null || source.rate <= 0) return usual;
  const part = (pixels * frame.fps) / (source.width * source.height * source.fps);
  return Math.min(usual, sourceShare * source.rate * Math.pow(part, 0.75));
}
