import { type Result, ok } from '../../model/error.ts';
import type { AudioStream, MediaFacts } from '../../model/media.ts';
import type { AudioOptions, KindOptions, VideoOptions } from '../../model/options.ts';
import { containerCodec } from '../container-args.ts';
import { audioContainers, videoContainers } from '../containers.ts';
import { joinAudio, joinVideo, planJoin } from '../join.ts';
import type { Plan, PlanContext } from '../plan.ts';
import { hasTwoPasses } from '../video-encoder.ts';
import { soundAttempt } from './audio-within.ts';
import { unknownLength } from './limit-words.ts';
import { lossyCodec } from './sound-share.ts';
import { planned } from './video-within.ts';
import { withLimit } from './with-limit.ts';

/** Plans a join that may not be larger than so many bytes. Joined files are always encoded, so nothing is copied. */
export function planJoinWithin(
  facts: readonly MediaFacts[],
  chosen: KindOptions,
  context: PlanContext,
): Result<Plan> {
  switch (chosen.kind) {
    case 'video':
      return joinVideoWithin(facts, chosen.options, chosen.options.target_bytes ?? 0, context);
    case 'audio':
      return joinAudioWithin(facts, chosen.options, chosen.options.target_bytes ?? 0, context);
    case 'image':
    case 'animation':
    case 'adaptive_video':
      return planJoin(facts, chosen, context);
  }
}

function joinVideoWithin(
  facts: readonly MediaFacts[],
  options: VideoOptions,
  target: number,
  context: PlanContext,
): Result<Plan> {
  const free = joinVideo(facts, options, context);
  if (!free.ok) return free;
  const container = videoContainers[options.format ?? 'mp4'];
  const codec = containerCodec(options, container);
  if (!codec.ok) return codec;
  const { duration } = free.value.expect;
  const { size } = free.value.result;
  const stream = facts[0]?.video[0];
  if (duration === null || size === null || stream === undefined) {
    return unknownLength(context.inputName, target);
  }
  const fps = options.fps ?? stream.fps ?? 30;
  const tracks = facts.some(({ audio }) => audio.length > 0) ? [joined] : [];
  const room = {
    ...{ target, duration, tracks, codec: codec.value, format: container.format, file: context.inputName },
    twoPass: hasTwoPasses(codec.value),
    frame: { ...size, fps },
    // Several sources are no measure for each other.
    source: { width: stream.width, height: stream.height, fps: stream.fps ?? fps, rate: null },
  };
  return planned(room, context.attempts ?? [], (attempt) => joinVideo(facts, options, context, attempt));
}

function joinAudioWithin(
  facts: readonly MediaFacts[],
  options: AudioOptions,
  target: number,
  context: PlanContext,
): Result<Plan> {
  const free = joinAudio(facts, options, context);
  if (!free.ok) return free;
  const { duration } = free.value.expect;
  const codec = lossyCodec(audioContainers[options.format ?? 'mp3'].encoder);
  if (duration === null || codec === null) return unknownLength(context.inputName, target);
  const room = { target, duration, codec, source: joined, cover: 0, file: context.inputName };
  const attempt = soundAttempt(room, context.attempts ?? []);
  if (!attempt.ok) return attempt;
  const plan = joinAudio(facts, options, context, attempt.value.sound);
  return plan.ok ? ok(withLimit(plan.value, target, attempt.value)) : plan;
}

/** The stereo track that joined sound becomes. */
const joined: AudioStream = {
  ...{ index: 0, codec: 'pcm_f32le', profile: null, channels: 2, layout: 'stereo', sampleRate: 48_000 },
  ...{
    bitDepth: null,
    bitrate: null,
    duration: null,
    start: 0,
    language: null,
    title: null,
    isDefault: true,
  },
};
