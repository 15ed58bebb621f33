import { type Result, ok } from '../../model/error.ts';
import type { MediaFacts } from '../../model/media.ts';
import type { VideoOptions } from '../../model/options.ts';
import { containerCodec } from '../container-args.ts';
import { videoContainers } from '../containers.ts';
import type { Plan, PlanContext } from '../plan.ts';
import { planVideo } from '../video.ts';
import { hasTwoPasses } from '../video-encoder.ts';
import type { MeasuredAttempt, VideoAttempt } from './attempt.ts';
import { unknownLength } from './limit-words.ts';
import { smallCopy } from './small-copy.ts';
import { type VideoRoom, videoAttempt } from './video-attempt.ts';
import { withLimit } from './with-limit.ts';

/** Plans a video that may not be larger than so many bytes: a copy when that is small enough, else an encode that fits. */
export function planVideoWithin(
  facts: MediaFacts,
  options: VideoOptions,
  target: number,
  context: PlanContext,
): Result<Plan> {
  const free = planVideo(facts, options, context);
  if (!free.ok) return free;
  const attempts = context.attempts ?? [];
  if (attempts.length === 0 && smallCopy(facts, free.value, target)) {
    return ok(withLimit(free.value, target, { way: 'copy' }));
  }
  const room = roomOf(facts, options, target, free.value, context);
  if (!room.ok) return room;
  return planned(room.value, attempts, (attempt) => planVideo(facts, options, context, attempt));
}

/** Decides the attempt and plans it. */
export function planned(
  room: VideoRoom,
  attempts: readonly MeasuredAttempt[],
  plan: (attempt: VideoAttempt) => Result<Plan>,
): Result<Plan> {
  const attempt = videoAttempt(room, attempts);
  if (!attempt.ok) return attempt;
  const made = plan(attempt.value);
  if (!made.ok) return made;
  const { width, height } = attempt.value;
  const isSmaller = width !== room.frame.width || height !== room.frame.height || attempt.value.fps !== null;
  return ok(withLimit(made.value, room.target, attempt.value, isSmaller));
}

function roomOf(
  facts: MediaFacts,
  options: VideoOptions,
  target: number,
  free: Plan,
  context: PlanContext,
): Result<VideoRoom> {
  const container = videoContainers[options.format ?? 'mp4'];
  const codec = containerCodec(options, container);
  if (!codec.ok) return codec;
  const { duration } = free.expect;
  const { size } = free.result;
  if (duration === null || size === null) return unknownLength(context.inputName, target);
  const [stream] = facts.video;
  const sourceFps = stream?.fps ?? (facts.still === null ? 25 : facts.still.pages / Math.max(0.1, duration));
  const sounds = facts.audio.reduce((sum, { bitrate }) => sum + (bitrate ?? 128_000), 0);
  const whole = facts.duration === null ? null : (facts.bytes * 8) / facts.duration;
  const shown = stream ?? facts.still ?? size;
  return ok({
    target,
    duration,
    codec: codec.value,
    format: container.format,
    twoPass: hasTwoPasses(codec.value),
    frame: { ...free.result.size, width: size.width, height: size.height, fps: options.fps ?? sourceFps },
    source: {
      width: shown.width,
      height: shown.height,
      fps: sourceFps,
      rate: stream?.bitrate ?? (whole === null ? null : Math.max(1, whole - sounds)),
    },
    tracks: facts.audio,
    file: context.inputName,
  });
}
