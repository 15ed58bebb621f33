import type { MediaFacts } from '../../model/media.ts';
import type { Plan } from '../plan.ts';

/** Other containers have other tables: a copy that may be so close to its limit is not begun. */
const margin = 0.985;

/**
 * True when a plan copies what takes up the room, and all of it together is sure to be small enough: what is encoded
 * beside it comes to no more than the source had.
 */
export function smallCopy(facts: MediaFacts, plan: Plan, target: number): boolean {
  const main = plan.kind === 'audio' ? 'audio' : 'video';
  const copied = plan.streams.some(({ type, action }) => type === main && action === 'copy');
  if (!copied) return false;
  const { duration } = plan.expect;
  const part =
    duration === null || facts.duration === null || facts.duration <= 0 ? 1 : duration / facts.duration;
  const encoded = plan.streams.filter(({ action }) => action === 'encode');
  // Sound that is encoded may grow: 48 kb/s of AMR become 160 of AAC.
  const grown = (encoded.length * 400_000 * (duration ?? 0)) / 8;
  const whole = Math.min(1, part) * facts.bytes;
  // A cut begins at a key frame, and what is around it comes along.
  const slack = part < 0.999 ? 1.1 : 1;
  return whole * slack + (encoded.length === 0 ? 0 : grown) <= target * margin;
}
