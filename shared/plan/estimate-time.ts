import type { MediaFacts } from '../model/media.ts';
import type { Plan, Size, Step } from './plan.ts';
import { measureLabel } from './run/measuring.ts';

/**
 * How long a plan takes to run: pixels and frames at the pace of the codec, bytes at the pace of a disk. The paces were
 * measured once, on ordinary footage and photos with the settings of `quality: medium`; what a computer really does is
 * learned from the jobs that it finishes, as one factor for each kind of work (`paceKey`).
 */

/** Millions of pixels that one core encodes in a second. */
const encodePace: Readonly<Record<string, number>> = {
  h264: 20,
  hevc: 7,
  vp9: 7,
  av1: 8,
  gif: 14,
  webp: 5,
  apng: 2,
};
/** The same for codecs that nobody measured. */
const otherEncodePace = 10;
/** Millions of pixels that a graphics chip encodes in a second, whatever the processor has to do beside it. */
const hardwarePace = 400;
/** Millions of pixels that one core decodes, scales and converts in a second. */
const decodePace = 120;

/** Millions of pixels of a picture that are written in a second, by one core. */
const stillPace: Readonly<Record<string, number>> = {
  jpeg: 60,
  png: 7,
  webp: 14,
  avif: 3,
  tiff: 15,
  gif: 4,
};
const otherStillPace = 10;
/** Millions of pixels of a picture that are read and made smaller in a second. */
const stillReadPace = 80;

/** Seconds of sound that one core encodes in a second. */
const soundPace: Readonly<Record<string, number>> = {
  mp3: 45,
  aac: 50,
  opus: 70,
  vorbis: 60,
  flac: 250,
  pcm_s16le: 900,
  pcm_s24le: 900,
};
const otherSoundPace = 60;

/** Bytes that are copied in a second: read, written, and read again for the check. */
const copyPace = 150e6;
/** Seconds that every run of a tool takes to start, and every result to be checked and published. */
const toolStart = 0.15;
const stillStart = 0.03;

/** The kind of work that a plan is, for learning its pace: lane and codec. */
export function paceKey(plan: Plan): string {
  const main = plan.streams.find((one) => one.action === 'encode') ?? plan.streams[0];
  const codec = main?.action === 'encode' ? (main.to ?? 'none') : 'copy';
  return `${plan.lane}:${plan.kind === 'adaptive_video' ? 'hls-' : ''}${codec}`;
}

/**
 * Seconds of work for a plan when it runs alone; null when the length of the input is not known.
 *
 * @param facts of the inputs, in order
 * @param cores of the computer
 * @param pace what was learned: real seconds for one estimated
 */
export function estimateSeconds(
  plan: Plan,
  facts: readonly MediaFacts[],
  cores: number,
  pace = 1,
): number | null {
  let seconds = 0;
  for (const step of plan.steps) {
    const of = stepSeconds(step, plan, facts, Math.max(1, cores));
    if (of === null) return null;
    seconds += of;
  }
  return seconds * pace;
}

function stepSeconds(step: Step, plan: Plan, facts: readonly MediaFacts[], cores: number): number | null {
  switch (step.tool) {
    case 'ffmpeg': {
      const work = ffmpegSeconds(step.progress.duration, step.progress.frames, plan, facts, cores);
      if (work === null) return null;
      return toolStart + (step.label === measureLabel ? (work * step.progress.weight) / 10 : work);
    }
    case 'still':
      return (
        stillStart +
        megapixels(sourceSize(facts)) / stillReadPace +
        megapixels(plan.result.size) / (stillPace[step.recipe.encode.format] ?? otherStillPace)
      );
    case 'frames':
      return stillStart + (megapixels(sourceSize(facts)) * (facts[0]?.still?.pages ?? 1)) / otherStillPace;
    case 'package':
      return (plan.estimate?.high ?? 0) / copyPace;
  }
}

function ffmpegSeconds(
  duration: number | null,
  frames: number | null,
  plan: Plan,
  facts: readonly MediaFacts[],
  cores: number,
): number | null {
  let seconds = 0;
  const picture = plan.streams.find(({ type, action }) => type === 'video' && action === 'encode');
  if (picture !== undefined) {
    const count = frames ?? (duration === null ? null : duration * (facts[0]?.video[0]?.fps ?? 25));
    if (count === null) return null;
    const isHardware = plan.hardware?.encoder != null;
    const encodes = writtenPixels(plan) / (encodePace[picture.to ?? ''] ?? otherEncodePace) / cores;
    const reads = megapixels(sourceSize(facts)) / decodePace / cores;
    // The chip encodes while the processor reads and scales: the slower of both is what is waited for.
    seconds += count * (isHardware ? Math.max(writtenPixels(plan) / hardwarePace, reads) : encodes + reads);
  }
  const sounds = plan.streams.filter(({ type, action }) => type === 'audio' && action === 'encode');
  if (sounds.length > 0 && duration === null) return null;
  const sounding = sounds.map(({ to }) => (duration ?? 0) / (soundPace[to ?? ''] ?? otherSoundPace));
  // Beside a picture the sound is one thread of many; alone it is all there is to wait for.
  seconds += sounding.reduce((sum, one) => sum + one, 0) / (picture === undefined ? 1 : cores);
  if (picture !== undefined || sounds.length > 0) return seconds;
  return (plan.estimate?.high ?? facts.reduce((sum, { bytes }) => sum + bytes, 0)) / copyPace;
}

/** Millions of pixels that are encoded for each frame: of all sizes together where there are several. */
function writtenPixels(plan: Plan): number {
  const packages = plan.steps.flatMap((step) => (step.tool === 'package' ? step.hls.renditions : []));
  if (packages.length === 0) return megapixels(plan.result.size);
  return packages.reduce((sum, rung) => sum + megapixels(rung), 0);
}

/** Stored size of the first input's picture. */
function sourceSize(facts: readonly MediaFacts[]): Size | null {
  const [first] = facts;
  return first?.still ?? first?.video[0] ?? first?.pictures[0] ?? null;
}

const megapixels = (size: Size | null): number => (size === null ? 0 : (size.width * size.height) / 1e6);
