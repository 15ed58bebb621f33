import type { MediaFacts } from '../../../shared/model/media.ts';
import type { KindOptions, VideoCodec } from '../../../shared/model/options.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { type Span, placeIn, windowAround, windowSeconds } from './compare-window.ts';

/** What is known, before anything runs, about the part of a moving job that is compared. Times are seconds. */
export interface ComparedPart {
  /** All that the job converts. */
  readonly whole: Span;
  /** What is encoded for the comparison. */
  readonly window: Span;
  readonly at: number;
  /** Input that is looked at, and when it begins in the joined result. */
  readonly input: number;
  readonly begins: number;
  /** Frames a second that the job's own filters make, or null when the source's frames are kept. */
  readonly rate: number | null;
  /** Codec of the result; null for an animation. */
  readonly codec: VideoCodec | null;
  /** True when the window is all of the job and its result is the job's result. */
  readonly isWhole: boolean;
}

/** Options of the kinds whose results move. */
export type MovingOptions = Extract<KindOptions, { kind: 'video' | 'animation' | 'adaptive_video' }>;

const codecs: Readonly<Record<string, VideoCodec>> = { h264: 'h264', hevc: 'h265', vp9: 'vp9', av1: 'av1' };

/** Seconds of an animation that are encoded: its frames are small. */
const animationSeconds = 1;

/** Decides what is encoded for a frame at `asked`; null = a usual place. */
export function comparedPart(
  facts: readonly [MediaFacts, ...MediaFacts[]],
  { kind, options }: MovingOptions,
  plan: Plan,
  asked: number | null,
  cores: number,
): ComparedPart {
  const lengths = facts.map(({ duration }) => duration);
  const total = lengths.reduce<number | null>(
    (sum, length) => (sum === null || length === null ? null : sum + length),
    0,
  );
  const start = options.start ?? 0;
  // Without a length the part is what is looked at, and nobody knows how large the whole will be.
  const known = total ?? options.end ?? Math.max(start, asked ?? start) + 2;
  const whole = { start, end: Math.min(options.end ?? known, known) };

  const [first] = facts;
  const sourceFps = fpsOf(first);
  const rate = filterRate(plan);
  const fps = rate ?? sourceFps;
  const at = placeIn(whole, asked, 1 / fps);
  const { input, begins } = inputAt(lengths, at);
  const ends = begins + (lengths[input] ?? Infinity);
  const codec = kind === 'animation' ? null : (codecs[plan.streams[0]?.to ?? ''] ?? 'h264');
  const size = plan.result.size ?? { width: 1280, height: 720 };
  const [stream] = first.video;
  // Decoding costs a part of what encoding does.
  const pixels = size.width * size.height + (stream === undefined ? 0 : stream.width * stream.height * 0.1);
  const seconds = codec === null ? animationSeconds : windowSeconds(codec, pixels, fps, cores);
  // A window over a seam would begin with frames of another input.
  const inInput = { start: Math.max(whole.start, begins), end: Math.min(whole.end, ends) };
  const window = windowAround(at, inInput, seconds, rate);
  const isWhole =
    kind !== 'adaptive_video' &&
    (total !== null || options.end !== undefined) &&
    window.start === whole.start &&
    window.end === whole.end;
  return { whole, window, at, input, begins, rate, codec, isWhole };
}

function fpsOf({ video: [stream], still, duration }: MediaFacts): number {
  if (stream?.fps !== undefined && stream.fps !== null) return stream.fps;
  if (still === null || duration === null || duration <= 0) return 25;
  return still.pages / duration;
}

/** The rate that the plan's filters make, read from them: every kind decides it in its own way. */
export function filterRate(plan: Plan): number | null {
  for (const step of plan.steps) {
    if (step.tool !== 'ffmpeg') continue;
    for (const token of step.args.flat()) {
      const [, frames, seconds = '1'] =
        typeof token === 'string'
          ? (/(?:^|[,\]])fps=([\d.]+)(?:\/(\d+))?(?=[,;:[]|$)/.exec(token) ?? [])
          : [];
      if (frames !== undefined) return Number(frames) / Number(seconds);
    }
  }
  return null;
}

function inputAt(lengths: readonly (number | null)[], at: number): { input: number; begins: number } {
  let begins = 0;
  for (const [input, length] of lengths.entries()) {
    if (length === null || at < begins + length || input === lengths.length - 1) return { input, begins };
    begins += length;
  }
  return { input: 0, begins: 0 };
}

/** The job's options for a part of it alone, which has its share of a size limit. */
export function optionsFor(chosen: MovingOptions, { start, end }: Span, whole: Span): KindOptions {
  const share = (end - start) / Math.max(end - start, whole.end - whole.start);
  const limit = 'target_bytes' in chosen.options ? chosen.options.target_bytes : undefined;
  const cut = {
    start: start > 0 ? start : undefined,
    end,
    ...(limit === undefined ? {} : { target_bytes: Math.max(1, Math.floor(limit * share)) }),
  };
  switch (chosen.kind) {
    case 'video':
      return { kind: 'video', options: { ...chosen.options, ...cut } };
    case 'animation':
      return { kind: 'animation', options: { ...chosen.options, ...cut } };
    case 'adaptive_video':
      return { kind: 'adaptive_video', options: { ...chosen.options, start: cut.start, end } };
  }
}
