import { type KeptLog, packLines, unpackLines } from './packed-log.ts';
import type { LogStore } from '../ports.ts';

/**
 * What the tools said about each job: enough to explain a failure, never enough to fill the memory. That of a job which
 * has ended is kept with it, and is found again after a restart; that of one that runs is kept every few seconds, so
 * that an attempt which dies with the engine can be explained.
 */
export interface JobLog {
  add(id: string, line: string): void;
  /** The last lines, oldest first, and the number of the first one, counted from 0. */
  lines(id: string): LogLines;
  /** What is to be kept of a job that ends or waits again; null when nothing was said. */
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
/** Milliseconds after which the log of a job that runs is kept again. */
const keptEveryMs = 2000;

interface Ring {
  /** Lines that were dropped. */
  first: number;
  readonly lines: string[];
}

/**
 * @param kept where logs lie that outlive the engine; null = only the memory has any
 * @param reached 0 to 1 that a job has reached; null while it does not run or cannot tell
 */
export function createJobLog(
  kept: LogStore | null = null,
  reached: (id: string) => number | null = () => null,
  { most = mostInAll, everyMs = keptEveryMs } = {},
): JobLog {
  /** In the order of their last line. */
  const rings = new Map<string, Ring>();
  let total = 0;
  const running = kept === null ? null : keepWhileRunning({ kept, rings, reached, everyMs });

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
      running?.spoke(id);
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
      running?.over(id);
      const ring = rings.get(id);
      return kept === null || ring === undefined ? null : packLines(ring.first, ring.lines);
    },
    forget(ids) {
      for (const id of ids) {
        running?.over(id);
        drop(id);
      }
    },
  };
}

/**
 * Keeps the logs of jobs that run, each with a last line that says how far the job was and when: should the engine die,
 * this is where the attempt ended. A job that has said nothing new and came no further is not written again.
 */
function keepWhileRunning(deps: {
  readonly kept: Pick<LogStore, 'keep'>;
  readonly rings: ReadonlyMap<string, Ring>;
  readonly reached: (id: string) => number | null;
  readonly everyMs: number;
}): { spoke(id: string): void; over(id: string): void } {
  /** What was kept of each: its lines, and how far it was. */
  const open = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const later = (): void => {
    if (timer !== null || open.size === 0) return;
    timer = setTimeout(keepAll, deps.everyMs);
    timer.unref();
  };
  function keepAll(): void {
    timer = null;
    const logs = new Map<string, KeptLog>();
    for (const [id, before] of open) {
      const share = deps.reached(id);
      const ring = deps.rings.get(id);
      const present = `${(ring?.first ?? 0) + (ring?.lines.length ?? 0)} ${String(share)}`;
      if (ring === undefined || (share === null && present === before)) open.delete(id);
      else if (present !== before) {
        open.set(id, present);
        const log = packLines(ring.first, [...ring.lines, ...markOf(share)]);
        if (log !== null) logs.set(id, log);
      }
    }
    try {
      deps.kept.keep(logs);
    } catch {
      // A log that cannot be kept stops no job.
    }
    later();
  }
  return {
    spoke(id) {
      if (!open.has(id)) open.set(id, '');
      later();
    },
    over: (id) => void open.delete(id),
  };
}

/** The moment by this computer's clock, as logs write it: 2026-11-22 21:03:10. */
const momentText = (at: number): string => new Date(at).toLocaleString('sv-SE');

function markOf(share: number | null): readonly string[] {
  const at = momentText(Date.now());
  return [share === null ? `at work, ${at}` : `${Math.floor(share * 100)} % done, ${at}`];
}

/** A log that cannot be read stops no job. */
function keptOf(kept: Pick<LogStore, 'many'> | null, id: string): KeptLog | null {
  try {
    return kept?.many([id]).get(id) ?? null;
  } catch {
    return null;
  }
}
