/** Which fragments make a segment, and what a player has to expect of a rung: all of it measured, nothing asked. */

/** A piece of a track that can stand alone in a file, in order. Seconds from the start of its track. */
export interface Piece {
  readonly start: number;
  readonly duration: number;
  readonly bytes: number;
  /** True when decoding can begin with it. */
  readonly sync: boolean;
}

/** Pieces `from` to before `to`. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly duration: number;
  readonly bytes: number;
}

/** A tail that is shorter joins the segment before it. Seconds. */
const leastTail = 1;

/**
 * Cuts a track where a sync piece begins nearest to each multiple of the target. Multiples and not lengths, so that
 * sound, whose pieces are a little longer than those of the picture, stays beside it however long the film is, and
 * rungs with the same key frames are cut at the same times.
 *
 * @param target seconds, above 0
 */
export function cutSegments(pieces: readonly Piece[], target: number): readonly Segment[] {
  const last = pieces.at(-1);
  if (last === undefined) return [];
  const end = last.start + last.duration;
  const starts = pieces.flatMap((piece, index) => (piece.sync && index > 0 ? [index] : []));
  const timeOf = (index: number | undefined): number =>
    index === undefined ? end : (pieces[index]?.start ?? end);

  const cuts = [0];
  let lastCut = timeOf(0);
  starts.forEach((index, n) => {
    const goal = (Math.floor(lastCut / target + 0.5) + 1) * target;
    const [here, next] = [timeOf(index), timeOf(starts[n + 1])];
    if (Math.abs(here - goal) > Math.abs(next - goal)) return;
    cuts.push(index);
    lastCut = here;
  });
  if (cuts.length > 1 && end - lastCut < leastTail) cuts.pop();
  return cuts.map((from, n) => segment(pieces, from, cuts[n + 1] ?? pieces.length, timeOf(cuts[n + 1])));
}

function segment(pieces: readonly Piece[], from: number, to: number, end: number): Segment {
  const bytes = pieces.slice(from, to).reduce((sum, piece) => sum + piece.bytes, 0);
  return { from, to, duration: end - (pieces[from]?.start ?? end), bytes };
}

/** Bits per second. */
export interface Bandwidth {
  /** Of the largest segment for its duration. */
  readonly peak: number;
  readonly average: number;
}

/** Measures a track by its segments; zero for one without duration. */
export function bandwidth(
  parts: readonly { readonly duration: number; readonly bytes: number }[],
): Bandwidth {
  const rate = (bytes: number, seconds: number): number =>
    seconds > 0 ? Math.ceil((8 * bytes) / seconds) : 0;
  const sum = (of: 'bytes' | 'duration'): number => parts.reduce((total, part) => total + part[of], 0);
  return {
    peak: parts.reduce((most, part) => Math.max(most, rate(part.bytes, part.duration)), 0),
    average: rate(sum('bytes'), sum('duration')),
  };
}

/** What the picture of a rung and the largest sound beside it take together. */
export function together(picture: Bandwidth, sounds: readonly Bandwidth[]): Bandwidth {
  const most = (of: keyof Bandwidth): number => sounds.reduce((max, sound) => Math.max(max, sound[of]), 0);
  return { peak: picture.peak + most('peak'), average: picture.average + most('average') };
}
