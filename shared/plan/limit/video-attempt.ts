import { type Result, ok } from '../../model/error.ts';
import type { AudioStream } from '../../model/media.ts';
import type { VideoCodec, VideoFormat } from '../../model/options.ts';
import { typicalVideoBits } from '../estimate.ts';
import { type MeasuredAttempt, type VideoAttempt, aim, mostAttempts } from './attempt.ts';
import { lengthWords, roundedUp, unreachable } from './limit-words.ts';
import { leastSound, soundBeside, soundBits } from './sound-share.ts';
import { type Frame, type SourcePicture, bitsNeeded, frameLadder } from './video-frames.ts';

/** Decides how a video is made to fit, from the limit and from what was tried before. */

export interface VideoRoom {
  /** Bytes that the result may have. */
  readonly target: number;
  /** Seconds of the result. */
  readonly duration: number;
  readonly codec: VideoCodec;
  readonly format: VideoFormat;
  /** The encoder can look at the whole picture before it spends its bits. */
  readonly twoPass: boolean;
  /** As it would be without a limit. */
  readonly frame: Frame;
  readonly source: SourcePicture;
  readonly tracks: readonly AudioStream[];
  /** Name of the input, for messages. */
  readonly file: string;
}

/** Attempts at one frame, the first with its corrections. */
const attemptsAtOneFrame = 3;

/** The first attempt, or the next one. Refusal: `target_unreachable`, with the size that can be reached. */
export function videoAttempt(room: VideoRoom, made: readonly MeasuredAttempt[]): Result<VideoAttempt> {
  const tries = made.filter(isVideo);
  const last = tries.at(-1);
  if (last === undefined) return firstAttempt(room);
  if (tries.length >= mostAttempts) return tooSmall(room, last.bytes * 1.05);
  return last.attempt.way === 'quality' ? measuredAttempt(room, last.attempt) : correction(room, tries, last);
}

interface MeasuredVideo {
  readonly attempt: VideoAttempt;
  readonly bytes: number;
}
const isVideo = (one: MeasuredAttempt): one is MeasuredVideo =>
  one.attempt.way === 'quality' || one.attempt.way === 'two_pass' || one.attempt.way === 'one_pass';

function firstAttempt(room: VideoRoom): Result<VideoAttempt> {
  const ladder = frameLadder(room.frame);
  const found = ladder.find(
    (frame) => picturesRate(room, frame) >= bitsNeeded(room.codec, frame, room.source),
  );
  const last = ladder.at(-1) ?? room.frame;
  if (found !== undefined) return ok(attemptAt(room, found));
  // The last frame may be a little worse than it should be before it is nothing at all.
  if (picturesRate(room, last) >= hardFloor(room, last)) return ok(attemptAt(room, last));
  return tooSmall(room, leastBytes(room, last));
}

function attemptAt(room: VideoRoom, frame: Frame): VideoAttempt {
  const rate = picturesRate(room, frame);
  const typical = typicalVideoBits(room.codec, frame, frame.fps, 'high');
  const own = room.source.rate;
  // A source of few bits needs few again, whatever is typical.
  const needed = own === null ? typical : Math.min(typical, 1.5 * own);
  const way = rate >= 2 * needed ? 'quality' : measuringWay(room);
  return { ...common(room, frame), way, rate: Math.round(rate) };
}

const measuringWay = (room: VideoRoom): 'two_pass' | 'one_pass' => (room.twoPass ? 'two_pass' : 'one_pass');

function common(room: VideoRoom, frame: Frame): Omit<VideoAttempt, 'way' | 'rate'> {
  const sound = soundOf(room);
  const { width, height, fps } = frame;
  return {
    ...{ width, height, sound },
    fps: Math.abs(fps - room.frame.fps) < 0.001 ? null : fps,
    fixed: Math.round((soundBits(sound, room.tracks.length) * room.duration) / 8 + overhead(room, frame)),
  };
}

/** Constant quality was larger than its cap allows: the same frame by rate, or what has the bits for it. */
function measuredAttempt(room: VideoRoom, { width, height, fps }: VideoAttempt): Result<VideoAttempt> {
  const frame = { width, height, fps: fps ?? room.frame.fps };
  return ok({ ...common(room, frame), way: measuringWay(room), rate: Math.round(picturesRate(room, frame)) });
}

function correction(
  room: VideoRoom,
  tries: readonly MeasuredVideo[],
  { attempt, bytes }: MeasuredVideo,
): Result<VideoAttempt> {
  const { fixed, width, height, rate } = attempt;
  const frame = { width, height, fps: attempt.fps ?? room.frame.fps };
  const factor = (aim * room.target - fixed) / Math.max(1, bytes - fixed);
  const here = tries.filter(({ attempt: one }) => one.width === width && one.fps === attempt.fps).length;
  const next = rate * Math.min(2, factor);
  // An encoder that is so far above what it was told is at its coarsest already.
  const stuck = bytes > 1.5 * room.target || here > attemptsAtOneFrame;
  if (bytes <= room.target || (!stuck && here < attemptsAtOneFrame && next >= hardFloor(room, frame) / 2)) {
    return ok({ ...attempt, rate: Math.round(next) });
  }
  const pixels = width * height * frame.fps * Math.max(0, factor) * 0.95;
  const smaller = frameLadder(room.frame).filter(
    (one) => one.width * one.height * one.fps < width * height * frame.fps * 0.9,
  );
  const fitting = smaller.find((one) => one.width * one.height * one.fps <= pixels) ?? smaller.at(-1);
  if (fitting === undefined) return tooSmall(room, bytes * 1.05);
  return ok({
    ...common(room, fitting),
    way: measuringWay(room),
    rate: Math.max(1000, Math.round(picturesRate(room, fitting))),
  });
}

function soundOf({ tracks, format, target, duration }: VideoRoom): VideoAttempt['sound'] {
  return soundBeside(tracks, format === 'webm' ? 'opus' : 'aac', (aim * target * 8) / duration);
}

/** Bits per second that are left for the picture; below zero when sound and container take all. */
function picturesRate(room: VideoRoom, frame: Frame): number {
  const { target, duration, tracks } = room;
  const bits = aim * target * 8 - overhead(room, frame) * 8;
  return bits / duration - soundBits(soundOf(room), tracks.length);
}

/** Bytes of the container: tables with an entry for each frame and packet, and a header. */
function overhead({ format, duration, tracks }: VideoRoom, { fps }: Frame): number {
  const frames = duration * fps;
  const packets = tracks.reduce((sum, { sampleRate }) => sum + (duration * sampleRate) / 1024, 0);
  const [head, frame, packet] = format === 'mp4' || format === 'mov' ? [2_500, 14, 6] : [1_500, 9, 8];
  return head + frames * frame + packets * packet;
}

/** Bits per second below which the picture of a frame is not worth looking at. */
const hardFloor = ({ codec, source }: VideoRoom, frame: Frame): number =>
  0.5 * bitsNeeded(codec, frame, source);

/** Bytes with which the last frame has what it needs; the inverse of the first attempt. */
function leastBytes(room: VideoRoom, frame: Frame): number {
  const picture = hardFloor(room, frame);
  const codec = room.format === 'webm' ? 'opus' : 'aac';
  const least = room.tracks.length === 0 ? 0 : leastSound(codec);
  // The sound gets its share of whatever there is; a few steps find where both have enough.
  let bytes = (((picture + least) * room.duration) / 8 + overhead(room, frame)) / aim;
  for (let step = 0; step < 80; step += 1) {
    // What is said is a round number, and that one has to do.
    bytes = roundedUp(bytes);
    if (picturesRate({ ...room, target: bytes }, frame) >= picture) break;
    bytes *= 1.03;
  }
  return bytes;
}

function tooSmall(room: VideoRoom, possible: number): Result<never> {
  return unreachable({
    file: room.file,
    asked: room.target,
    possible,
    what: `${lengthWords(room.duration)} of video`,
  });
}
