import type { MediaFacts } from '../../../shared/model/media.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import type { ChosenPlan } from '../../../shared/plan/plan-job.ts';
import { audioBitrate } from '../../../shared/plan/quality.ts';
import type { PlannedRequest } from '../planning/plan-request.ts';
import { adaptiveKeySeconds } from './compare-adaptive.ts';
import { keyInterval, pictureRate } from './compare-bytes.ts';
import type { ComparedPart, MovingOptions } from './compare-part.ts';
import type { TimedPacket } from './frame-times.ts';

/** A part of the job's result on disk, and what is known about it. */
export interface EncodedPart {
  readonly file: string;
  readonly facts: MediaFacts;
  readonly packets: readonly TimedPacket[];
  readonly times: readonly number[];
  /** How many times the bits of this picture all pictures of the job take. */
  readonly ofAll: number;
}

/** Bytes of the whole result, estimated from the part; null when nobody knows how long it will be. */
export function wholeBytes(
  { options: { kind, options } }: { readonly options: MovingOptions },
  { facts, chosen }: PlannedRequest,
  { whole, window, codec }: ComparedPart,
  encoded: EncodedPart,
  settings: Settings,
): number | null {
  if (facts.some(({ duration }) => duration === null) && options.end === undefined) return null;
  const seconds = window.end - window.start;
  const length = whole.end - whole.start;
  const limit = ('target_bytes' in options ? options.target_bytes : undefined) ?? Infinity;
  if (kind === 'animation') return Math.min(limit, Math.round((encoded.facts.bytes * length) / seconds));
  const index = encoded.facts.video[0]?.index;
  const picture = encoded.packets.filter(({ stream }) => stream === index);
  const rate = pictureRate({
    packets: picture,
    seconds,
    keyEvery:
      kind === 'adaptive_video' ? adaptiveKeySeconds : keyInterval(codec ?? 'h264', picture.length / seconds),
    cap: kind === 'video' ? (options.bitrate ?? null) : null,
  });
  if (kind === 'adaptive_video') {
    const quality = options.quality ?? settings.quality;
    const sound = facts[0].audio.reduce(
      (sum, { channels }) => sum + audioBitrate('aac', quality, Math.min(channels, 2)) / 8,
      0,
    );
    return Math.round((rate * encoded.ofAll + sound) * length);
  }
  const sound = soundRate(chosen, facts[0], encoded, seconds);
  return Math.min(limit, Math.round((rate + sound) * length));
}

/** Bytes a second of all tracks: what the source says of a copied one, what was encoded of another. */
function soundRate({ plan }: ChosenPlan, facts: MediaFacts, encoded: EncodedPart, seconds: number): number {
  const kept = plan.streams.filter(({ type, action }) => type === 'audio' && action !== 'drop');
  return kept.reduce((sum, { action, index }, n) => {
    const source = facts.audio.find((track) => track.index === index);
    if (action === 'copy' && source?.bitrate !== null && source?.bitrate !== undefined) {
      return sum + source.bitrate / 8;
    }
    const track = encoded.facts.audio[n]?.index;
    const bytes = encoded.packets
      .filter(({ stream }) => stream === track)
      .reduce((total, packet) => total + packet.bytes, 0);
    return sum + bytes / seconds;
  }, 0);
}
