import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** The last lines of a job's log as they are kept over a restart. */
export interface KeptLog {
  /** The number of the first line, counted from 0. */
  readonly first: number;
  /** As `unpackLines` reads them. */
  readonly packed: Uint8Array;
}

/** UTF-8 bytes of text that are kept of one job: what a tool says of a failure comes last, and takes far less. */
export const mostLogBytes = 65_536;

/**
 * The end of a log, packed: tools say the same words over and over, and the queue is checked as a whole at every start.
 * Null when nothing was said.
 *
 * @param first the number of the first line
 */
export function packLines(first: number, lines: readonly string[]): KeptLog | null {
  let from = lines.length;
  let bytes = 0;
  while (from > 0) {
    bytes += Buffer.byteLength(lines[from - 1] ?? '') + 1;
    if (bytes > mostLogBytes) break;
    from--;
  }
  if (from === lines.length) return null;
  return { first: first + from, packed: deflateRawSync(lines.slice(from).join('\n')) };
}

/** The lines again; none when what was kept is damaged. */
export function unpackLines(packed: Uint8Array): readonly string[] {
  try {
    return inflateRawSync(packed, { maxOutputLength: mostLogBytes }).toString().split('\n');
  } catch {
    return [];
  }
}
