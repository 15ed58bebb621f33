import type { JobRecord } from '../job-record.ts';
import type { JobStore } from '../ports.ts';

/**
 * The records that were made, changed or read last. Whoever hears of a job asks for it a moment later, and reading it
 * back from the disk costs more than everything else about it; but ten thousand of them are not kept for that.
 */
export interface RecentRecords {
  get(id: string): JobRecord | null;
  /** Those that are there, in the order of the ids. */
  many(ids: readonly string[]): readonly JobRecord[];
  /** The record as it is stored by now. */
  keep(record: JobRecord): void;
  /** Other places of jobs; they are stored by now. */
  place(ranks: ReadonlyMap<string, number>): void;
  drop(ids: readonly string[]): void;
}

/** Some five megabytes. Jobs come a thousand at a time, and the list is told of them before the next thousand is here. */
const mostRecords = 2500;

export function createRecentRecords(
  store: Pick<JobStore, 'get' | 'many'>,
  most: number = mostRecords,
): RecentRecords {
  /** More than `most` are kept until so many are too many. */
  const spare = Math.floor(most / 10);
  /** In the order of their last use. */
  const recent = new Map<string, JobRecord>();

  const keep = (record: JobRecord): void => {
    recent.delete(record.id);
    recent.set(record.id, record);
    if (recent.size <= most + spare) return;
    // Many at once: to find the oldest, a map steps over every place that was emptied since it last grew.
    for (const oldest of recent.keys()) {
      if (recent.size <= most) break;
      recent.delete(oldest);
    }
  };

  return {
    keep,
    get(id) {
      const record = recent.get(id) ?? store.get(id);
      if (record !== null) keep(record);
      return record;
    },
    many(ids) {
      const unknown = ids.filter((id) => !recent.has(id));
      const read = new Map(
        unknown.length === 0 ? [] : store.many(unknown).map((record) => [record.id, record]),
      );
      const found = ids.flatMap((id) => recent.get(id) ?? read.get(id) ?? []);
      for (const record of found) keep(record);
      return found;
    },
    place(ranks) {
      for (const [id, rank] of ranks) {
        const record = recent.get(id);
        if (record !== undefined) recent.set(id, { ...record, rank });
      }
    },
    drop(ids) {
      for (const id of ids) recent.delete(id);
    },
  };
}
