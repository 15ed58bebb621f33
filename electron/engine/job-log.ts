/** What the tools said about each job, for this session: enough to explain a failure, never enough to fill the memory. */
export interface JobLog {
  add(id: string, line: string): void;
  /** The last lines, oldest first, and the number of the first one, counted from 0. */
  lines(id: string): { readonly first: number; readonly lines: readonly string[] };
  forget(ids: readonly string[]): void;
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

export function createJobLog(most: number = mostInAll): JobLog {
  /** In the order of their last line. */
  const rings = new Map<string, Ring>();
  let total = 0;

  const drop = (id: string): void => {
    total -= rings.get(id)?.lines.length ?? 0;
    rings.delete(id);
  };

  return {
    add(id, line) {
      const ring = rings.get(id) ?? { first: 0, lines: [] };
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
      return ring === undefined ? { first: 0, lines: [] } : { first: ring.first, lines: [...ring.lines] };
    },
    forget: (ids) => ids.forEach(drop),
  };
}
