import { type KeptLog, packLines, unpackLines } from './packed-log.ts';
import type { LogStore } from '../ports.ts';

/**
 * What the tools said about each job: enough to explain a failure, never enough to fill the memory. That of a job which
 * has ended is kept with it, and is found again after a restart.
 */
export interface JobLog {
  add(id: string, line: string): void;
  /** The last lines, oldest first, and the number of the first one, counted from 0. */
  lines(id: string): LogLines;
  /** What is to be kept of a job that ends; null when nothing was said. */
  ended(id: string): KeptLog | null;
  /** Lets go of what the memory holds. */
  forget(ids: readonly string[]): void;
}

export interface LogLines {
  readonly first: number;
  readonly lines: readonly string[];
}

/** Lines that are kept of one job. */
const mostLines = 200;
/** Lines that are kept of all jobs together; those of the job that has been silent longest go first. */
const mostInAll = 100_000;

interface Ring {
  /** Lines that were dropped. */
  first: number;
  readonly lines: string[];
}

/** @param kept where logs of ended jobs lie; null = only the memory has any */
export function createJobLog(kept: Pick<LogStore, 'many'> | null = null, most: number = mostInAll): JobLog {
  /** In the order of their last line. */
  const rings = new Map<string, Ring>();
  let total = 0;

  const drop = (id: string): void => {
    total -= rings.get(id)?.lines.length ?? 0;
    rings.delete(id);
  };
  const keptLines = (id: string): LogLines => {
    const log = keptOf(kept, id);
    return log === null ? { first: 0, lines: [] } : { first: log.first, lines: unpackLines(log.packed) };
  };
  /** A job that runs once more goes on where its log ended. */
  const begun = (id: string): Ring => {
    const { first, lines } = keptLines(id);
    total += lines.length;
    return { first, lines: [...lines] };
  };

  return {
    add(id, line) {
      const ring = rings.get(id) ?? begun(id);
      rings.delete(id);
      rings.set(id, ring);
      ring.lines.push(line);
      total++;
      if (ring.lines.length > mostLines) {
        ring.lines.shift();
        ring.first++;
        total--;
      }
      for (const oldest of rings.keys()) {
        if (total <= most || oldest === id) break;
        drop(oldest);
      }
    },
    lines(id) {
      const ring = rings.get(id);
      return ring === undefined ? keptLines(id) : { first: ring.first, lines: [...ring.lines] };
    },
    ended(id) {
      const ring = rings.get(id);
      return kept === null || ring === undefined ? null : packLines(ring.first, ring.lines);
    },
    forget: (ids) => ids.forEach(drop),
  };
}

/** A log that cannot be read stops no job. */
function keptOf(kept: Pick<LogStore, 'many'> | null, id: string): KeptLog | null {
  try {
    return kept?.many([id]).get(id) ?? null;
  } catch {
    return null;
  }
}
