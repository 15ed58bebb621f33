import { type Result, ok } from '../../model/error.ts';
import type { AudioStream, MediaFacts } from '../../model/media.ts';
import type { AudioOptions } from '../../model/options.ts';
import { planAudio } from '../audio.ts';
import { audioContainers } from '../containers.ts';
import type { Plan, PlanContext } from '../plan.ts';
import { type MeasuredAttempt, type SoundAttempt, aim, mostAttempts } from './attempt.ts';
import { lengthWords, unknownLength, unreachable } from './limit-words.ts';
import { smallCopy } from './small-copy.ts';
import { leastSound, lossyCodec, shareOf } from './sound-share.ts';
import { withLimit } from './with-limit.ts';

/** Plans sound that may not be larger than so many bytes: a copy when that is small enough, else the rate that fits. */
export function planAudioWithin(
  facts: MediaFacts,
  options: AudioOptions,
  target: number,
  context: PlanContext,
): Result<Plan> {
  const free = planAudio(facts, options, context);
  if (!free.ok) return free;
  const attempts = context.attempts ?? [];
  if (attempts.length === 0 && smallCopy(facts, free.value, target)) {
    return ok(withLimit(free.value, target, { way: 'copy' }));
  }
  const { duration } = free.value.expect;
  if (duration === null) return unknownLength(context.inputName, target);
  const track = facts.audio.find((one) => one.isDefault) ?? facts.audio[0];
  const codec = lossyCodec(audioContainers[options.format ?? 'mp3'].encoder);
  // The schema lets no limit through for the formats that keep every sample.
  if (track === undefined || codec === null) return free;
  const room: SoundRoom = {
    ...{ target, duration, codec, cover: coverBytes(facts, track), file: context.inputName },
    source: track,
  };
  const attempt = soundAttempt(room, attempts);
  if (!attempt.ok) return attempt;
  const planned = planAudio(facts, options, context, attempt.value.sound);
  return planned.ok ? ok(withLimit(planned.value, target, attempt.value)) : planned;
}

/** What is known of sound that has to fit. */
export interface SoundRoom {
  readonly target: number;
  /** Seconds. */
  readonly duration: number;
  readonly codec: NonNullable<ReturnType<typeof lossyCodec>>;
  readonly source: Pick<AudioStream, 'codec' | 'bitrate' | 'channels' | 'sampleRate'>;
  /** Bytes that the cover has at most. */
  readonly cover: number;
  /** Name of the input, for messages. */
  readonly file: string;
}

/** Bytes of headers and tags. */
const tags = 3_000;
/** A cover may take so much of the limit. */
const coverShare = 0.08;

/** The first attempt, or the next one. Refusal: `target_unreachable`. */
export function soundAttempt(room: SoundRoom, made: readonly MeasuredAttempt[]): Result<SoundAttempt> {
  const { target, duration, codec, source } = room;
  const cover = room.cover <= coverShare * target;
  const fixed = tags + (cover ? room.cover : 0) + pages(room);
  const tries = made.flatMap(({ attempt, bytes }) => (attempt.way === 'sound' ? [{ attempt, bytes }] : []));
  const last = tries.at(-1);
  const left = ((aim * target - fixed) * 8) / duration;
  const corrected =
    last === undefined
      ? left
      : (last.attempt.sound.rate * (aim * target - fixed)) / Math.max(1, last.bytes - fixed);
  const least = leastSound(codec);
  const atLeast = last?.attempt.sound.rate === least && last.bytes > target;
  if (corrected < least * 0.97 || atLeast || tries.length >= mostAttempts) {
    const possible = last?.bytes ?? 0;
    return unreachable({
      file: room.file,
      asked: target,
      possible: Math.max(possible, ((least * duration) / 8 + fixed) / aim),
      what: `${lengthWords(duration)} of sound`,
    });
  }
  // What the source never had does not come back with more bits.
  const own = isLossy(source.codec) && source.bitrate !== null ? source.bitrate : Infinity;
  const sound = shareOf(codec, Math.min(corrected, Math.max(own, least)), source.channels);
  return ok({ way: 'sound', sound: { ...sound, cover }, fixed: Math.round(fixed) });
}

const isLossy = (codec: string): boolean => !/^(pcm_|flac$|alac$|wavpack$|ape$|tta$)/.test(codec);

/** Bytes of the container around the packets. */
function pages({ codec, duration, source }: SoundRoom): number {
  const packets = (duration * source.sampleRate) / 1024;
  switch (codec) {
    case 'aac':
      return packets * 7;
    case 'opus':
      return duration * 50 * 1.5;
    case 'vorbis':
      return 4_500 + packets;
    case 'mp3':
      return 0;
  }
}

/** What is in the file besides the sound, which is at least the cover; unknown counts as too much. */
function coverBytes(facts: MediaFacts, track: AudioStream): number {
  if (facts.pictures.length === 0) return 0;
  if (track.bitrate === null || facts.duration === null || facts.video.length > 0 || facts.audio.length > 1) {
    return Infinity;
  }
  return Math.max(0, facts.bytes - (track.bitrate * facts.duration) / 8);
}
