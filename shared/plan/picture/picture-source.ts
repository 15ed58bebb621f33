import type { MediaFacts, VideoStream } from '../../model/media.ts';
import { type Cut, type ResolvedCut, inputArgs, slowSeekArgs } from '../input-args.ts';
import type { ArgGroup, FramesStep, Token } from '../plan.ts';

/** Scratch file that holds the frames of an animated webp. */
const framesScratch = 'frames.png';

/**
 * Where the moving picture of an input comes from: a video stream that ffmpeg reads, or an animated webp, whose frames
 * are unpacked first because ffmpeg before 9.0 cannot read it.
 */
export interface PictureSource {
  readonly stream: VideoStream;
  /** The step that must run first, or null. */
  readonly prepare: FramesStep | null;
  readonly input: readonly ArgGroup[];
  /** The same with the seek behind the input; null when nothing seeks. */
  readonly slowInput: readonly ArgGroup[] | null;
  /** True for gif, apng and webp: frames have their own times and the picture loops. */
  readonly animated: boolean;
}

/** Null when the input has no moving picture. */
export function pictureSource(
  facts: MediaFacts,
  resolved: ResolvedCut,
  extra: ArgGroup = [],
): PictureSource | null {
  const stream = facts.video[0];
  if (stream !== undefined) {
    const input = { input: 0 } as const;
    const { cut } = resolved;
    return {
      stream,
      prepare: null,
      input: inputArgs(input, cut, extra),
      slowInput: cut.start === null ? null : slowSeekArgs(input, cut, extra),
      animated: isAnimation(stream),
    };
  }
  const { still } = facts;
  if (still === null || still.pages < 2 || still.format !== 'webp') return null;
  const from: Token = { scratch: framesScratch };
  const whole: Cut = { start: null, length: null };
  const start = resolved.cut.start ?? 0;
  const { length } = resolved.cut;
  return {
    stream: animationStream(facts, still.width, still.height, still.alpha),
    prepare: {
      tool: 'frames',
      label: 'unpack the frames',
      to: { scratch: framesScratch },
      start,
      end: length === null ? null : start + length,
      progress: { duration: resolved.duration, frames: still.pages, weight: 1 },
    },
    input: inputArgs(from, whole, ['-f', 'apng']),
    slowInput: null,
    animated: true,
  };
}

/** Codecs of animated pictures: they keep their own frame times, and loop. */
export function isAnimation(stream: VideoStream): boolean {
  return stream.codec === 'gif' || stream.codec === 'apng' || stream.codec === 'webp';
}

/** The unpacked frames, described as the video stream that ffmpeg will see. */
function animationStream(facts: MediaFacts, width: number, height: number, alpha: boolean): VideoStream {
  const pages = facts.still?.pages ?? 1;
  const fps = facts.duration === null || facts.duration <= 0 ? null : pages / facts.duration;
  return {
    index: 0,
    codec: 'webp',
    profile: null,
    codecTag: null,
    width,
    height,
    sar: 1,
    rotation: 0,
    pixFmt: alpha ? 'rgba' : 'rgb24',
    bitDepth: 8,
    chroma: 'rgb',
    alpha,
    fps,
    fpsFraction: null,
    constantRate: false,
    frames: pages,
    bitrate: null,
    duration: facts.duration,
    start: 0,
    interlaced: false,
    colour: { range: null, space: null, transfer: null, primaries: null },
    language: null,
    title: null,
  };
}
