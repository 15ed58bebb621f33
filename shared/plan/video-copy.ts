import type { MediaFacts, VideoStream } from '../model/media.ts';
import type { VideoOptions } from '../model/options.ts';
import { type VideoContainer, codecNames, looseTimestamps } from './containers.ts';
import type { ResolvedCut } from './input-args.ts';
import type { Size } from './plan.ts';

/**
 * The copy rule for a video stream, in one place. A stream that already is what was asked is copied; the first thing
 * that speaks against it is the reason shown to the user.
 *
 * @param displayed size as a player shows it
 * @param asked size that the options lead to
 * @returns why it must be encoded, or null when it may be copied
 */
export function whyEncodeVideo(
  facts: MediaFacts,
  stream: VideoStream,
  options: VideoOptions,
  container: VideoContainer,
  cut: ResolvedCut,
  displayed: Size,
  asked: Size,
): string | null {
  if (options.codec === undefined) {
    if (container.plays !== null && !container.plays.has(stream.codec)) {
      return `${container.format} does not hold ${stream.codec} in a way that players expect`;
    }
    const odd = odditiesOf(stream);
    if (odd !== null) return odd;
  } else if (codecNames[options.codec] !== stream.codec) {
    return `${options.codec} was asked`;
  }
  if (options.quality !== undefined || options.compression !== undefined) return 'a quality was asked';
  if (options.lossless === true) return 'lossless was asked';
  if (options.bitrate !== undefined && (stream.bitrate === null || stream.bitrate > options.bitrate)) {
    return 'its bit rate is above what was asked';
  }
  const sizeAsked = options.width !== undefined || options.height !== undefined;
  if (
    sizeAsked &&
    (asked.width !== displayed.width || asked.height !== displayed.height || stream.sar !== 1)
  ) {
    return 'another size was asked';
  }
  if (options.fps !== undefined && !(stream.constantRate && isRate(stream.fps, options.fps))) {
    return 'another frame rate was asked';
  }
  if (cut.cut.start !== null && !startsOnKeyframe(facts, stream, cut.cut.start)) {
    return 'the cut does not start at a key frame';
  }
  if (stream.rotation !== 0 && !container.keepsRotation)
    return `${container.format} does not keep the rotation`;
  if (facts.formats.some((name) => looseTimestamps.has(name)))
    return 'its time stamps are too loose to be copied';
  return null;
}

/** Chroma and depth that players of the codec do not decode, when the codec was not asked for. */
function odditiesOf(stream: VideoStream): string | null {
  const subsampled = stream.chroma === '420';
  switch (stream.codec) {
    case 'h264':
      return subsampled && stream.bitDepth === 8 ? null : 'few players decode its colour format';
    case 'hevc':
    case 'vp9':
    case 'av1':
      return subsampled ? null : 'few players decode its colour format';
    default:
      return null;
  }
}

/** Within 0.1 %: 29.97 is 30000/1001. */
function isRate(fps: number | null, asked: number): boolean {
  return fps !== null && Math.abs(fps - asked) <= asked * 0.001;
}

/** A cut by copying hits the asked place when a key frame stands within half a frame of it. */
function startsOnKeyframe(facts: MediaFacts, stream: VideoStream, start: number): boolean {
  const half = 0.5 / (stream.fps ?? 25);
  return facts.keyframeAtStart !== null && Math.abs(facts.keyframeAtStart - start) <= half;
}
