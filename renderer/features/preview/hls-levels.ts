import { bitrateText } from '../../words/numbers.ts';

/** One size of a stream, as the player numbers it. */
export interface HlsLevel {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** Bits per second at most. */
  readonly bitrate: number;
}

/** A level with the word that it is chosen by. */
export interface NamedLevel {
  readonly index: number;
  readonly label: string;
}

/**
 * Levels from the largest down, named by their shorter side as players do: 1080p, also for what stands upright. Two of
 * one size are told apart by their bit rates.
 */
export function namedLevels(levels: readonly HlsLevel[], locale: string): readonly NamedLevel[] {
  const size = ({ width, height }: HlsLevel): string => `${Math.min(width, height)}p`;
  const counts = new Map<string, number>();
  for (const level of levels) counts.set(size(level), (counts.get(size(level)) ?? 0) + 1);
  return levels
    .toSorted((a, b) => b.width * b.height - a.width * a.height || b.bitrate - a.bitrate)
    .map((level) => {
      const alone = counts.get(size(level)) === 1;
      return {
        index: level.index,
        label: alone ? size(level) : `${size(level)}, ${bitrateText(level.bitrate, locale)}`,
      };
    });
}
