import { type QualityWord, qualityWords } from '../../model/options.ts';

/**
 * The ladder of an adaptive video: which sizes it comes in and how many bits each may take. A rung is known by the
 * shorter side of its picture, so that a portrait video climbs the same ladder.
 */

export interface Rung {
  /** Shorter side in pixels, even. */
  readonly shortSide: number;
  /** Bits per second that the picture takes on average at most. */
  readonly bitrate: number;
  /** Bits per second of its peaks: `-maxrate`. */
  readonly maxrate: number;
}

export interface LadderRequest {
  /** Shorter side of the largest picture that may come out, in pixels. */
  readonly shortSide: number;
  readonly codec: 'h264' | 'h265';
  readonly quality: QualityWord;
  /** Codec of the source, ffprobe's name. */
  readonly sourceCodec: string;
  /** Bits per second of the source's picture; null when nothing says so. */
  readonly sourceBitrate: number | null;
}

type Step = readonly [side: number, kbps: number];

/**
 * Short side and kb/s of H.264 at medium quality: Apple's authoring specification, with 1440 and 2160 continued on
 * the same slope.
 */
const steps: readonly [Step, ...Step[]] = [
  [234, 145],
  [360, 730],
  [432, 1100],
  [540, 2000],
  [720, 3000],
  [1080, 6000],
  [1440, 9000],
  [2160, 16_000],
];

/** No rung is larger, whatever the source: players and levels of H.264 end there. */
const largestSide = 2160;

/** What the five quality words do to the rates. */
const qualityFactor: Readonly<Record<QualityWord, number>> = Object.fromEntries(
  qualityWords.map((word, n) => [word, [0.5, 0.7, 1, 1.3, 1.7][n] ?? 1]),
) as Record<QualityWord, number>;

/** H.265 looks the same with so much less. */
const codecFactor = { h264: 1, h265: 0.6 } as const;

/** Bits of H.264 that one bit of a source's codec is worth; one for every codec that is not listed. */
const sourceWorth: Readonly<Record<string, number>> = { hevc: 1 / 0.6, vp9: 1 / 0.6, av1: 2 };

/** Least step between two rungs; a smaller one gives a player nothing to choose. */
const leastStep = 1.15;

/** Bits per second that a slow mobile line carries: one rung stays at or below it. */
export const slowLine = 730_000;

/** The rate below which keyframes every two seconds alone spoil the picture. */
const leastBitrate = 145_000;

/**
 * The rungs for a picture, from the smallest up, at least one.
 *
 * The source's own size is the top when it lies between two steps; no rung is above it, and none takes more bits than
 * the source has (counted in what they are worth in the result's codec). Where two neighbours are not 15 % apart the
 * smaller one goes: for the same bits the larger picture is the better one. One rung of at most 730 kb/s stays.
 */
export function ladder(request: LadderRequest): readonly [Rung, ...Rung[]] {
  const top = Math.max(2, 2 * Math.floor(Math.min(request.shortSide, largestSide) / 2));
  const below = steps.map(([side]) => side).filter((side) => side < top);
  const rungs = [...below, top].map((side) => rungAt(side, request));
  const kept = clearlyApart(rungs, (rung) => rung.bitrate);
  const [first, ...rest] = kept;
  return first === undefined ? [rungAt(top, request)] : [first, ...rest];
}

function rungAt(shortSide: number, request: LadderRequest): Rung {
  const { codec, quality, sourceCodec, sourceBitrate } = request;
  const asked = stepRate(shortSide, quality) * qualityFactor[quality] * codecFactor[codec];
  const worth = codecFactor[codec] * (sourceWorth[sourceCodec] ?? 1);
  // H.264 made into H.265 is not held below what the source has: a saving comes out of the CRF by itself.
  const cap = sourceBitrate === null ? Infinity : sourceBitrate * Math.max(1, worth);
  const floor = leastBitrate * codecFactor[codec] * Math.min(1, qualityFactor[quality]);
  const bitrate = round(Math.max(Math.min(asked, cap), Math.min(asked, floor)));
  // A source with few bits has its peaks, too: leave them room. Elsewhere the cap is what holds the average.
  return { shortSide, bitrate, maxrate: round(bitrate * (cap < asked ? 1.5 : 1.2)) };
}

/** Bits per second at a short side: between two steps on a line in logarithms, below the first one by area. */
function stepRate(shortSide: number, quality: QualityWord): number {
  const [smallest, least] = steps[0];
  if (shortSide <= smallest) return 1000 * Math.max(40, least * (shortSide / smallest) ** 2);
  const points = steps.map(([side, kbps]): Step =>
    // Apple's newer text has 365 kb/s here; taken where few bits are asked.
    side === 360 && quality === 'low' ? [side, 365 / qualityFactor.low] : [side, kbps],
  );
  const above = points.findIndex(([side]) => side >= shortSide);
  const [from, to] = [points[above - 1] ?? steps[0], points[above] ?? steps[0]];
  const slope = Math.log(to[1] / from[1]) / Math.log(to[0] / from[0]);
  return 1000 * from[1] * Math.pow(shortSide / from[0], slope);
}

/**
 * Leaves out every rung that the next larger kept one is not clearly (15 %) above, and keeps the largest; used on
 * planned rates and again on measured ones.
 *
 * @param rungs from the smallest picture up
 * @param rate bits per second of a rung
 */
export function clearlyApart<T>(rungs: readonly T[], rate: (rung: T) => number): readonly T[] {
  const kept: T[] = [];
  for (const rung of rungs.toReversed()) {
    const larger = kept[0];
    if (larger === undefined || rate(larger) >= rate(rung) * leastStep) kept.unshift(rung);
  }
  if (kept.some((rung) => rate(rung) <= slowLine)) return kept;
  const slow = rungs.find((rung) => rate(rung) <= slowLine);
  return slow === undefined ? kept : [slow, ...kept.filter((rung) => rate(rung) >= rate(slow) * leastStep)];
}

const round = (bits: number): number => Math.round(bits / 1000) * 1000;
