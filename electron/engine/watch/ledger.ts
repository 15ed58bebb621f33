import type { WatchedFile } from '../../../shared/model/watch.ts';
import type { LedgerEntry, WatchCounts, WatchStore } from '../ports.ts';
import type { SeenFile } from './decide.ts';

/**
 * The one writer of the ledger: what it writes is told, and counts are kept until the next change. What the disk does
 * not take (it is full, say) counts all the same, and is written with the next change that works.
 */
export interface Ledger {
  entries(ruleId: string, paths: readonly string[]): ReadonlyMap<string, LedgerEntry>;
  /** Changes or adds entries. Throws when they cannot be written: then nothing has happened. */
  put(entries: readonly LedgerEntry[]): void;
  /** The same for what has happened already, whether it can be written or not. */
  note(entries: readonly LedgerEntry[]): void;
  forget(ruleId: string, paths: readonly string[]): void;
  counts(ruleId: string): WatchCounts;
}

export interface LedgerDeps {
  readonly store: () => WatchStore;
  readonly now: () => number;
  readonly changed: (files: readonly WatchedFile[]) => void;
  readonly log: (line: string) => void;
}

export function createLedger({ store, now, changed, log }: LedgerDeps): Ledger {
  const counts = new Map<string, { readonly day: number; readonly counts: WatchCounts }>();
  /** By rule and path. */
  const unsaved = new Map<string, LedgerEntry>();
  const keyOf = ({ ruleId, path }: Pick<LedgerEntry, 'ruleId' | 'path'>): string => `${ruleId}\n${path}`;

  const heard = (entries: readonly LedgerEntry[]): void => {
    for (const { ruleId } of entries) counts.delete(ruleId);
    changed(entries.map(asFile));
  };
  const put = (entries: readonly LedgerEntry[]): void => {
    const waiting = entries.length === 0 ? [] : [...unsaved.values()];
    store().put([...waiting, ...entries]);
    unsaved.clear();
    heard(entries);
  };

  return {
    entries(ruleId, paths) {
      const found = new Map(store().entries(ruleId, paths));
      for (const path of unsaved.size === 0 ? [] : paths) {
        const waiting = unsaved.get(keyOf({ ruleId, path }));
        if (waiting !== undefined) found.set(path, waiting);
      }
      return found;
    },
    put,
    note(entries) {
      try {
        put(entries);
      } catch (error) {
        if (unsaved.size === 0) log(`the ledger of watched folders cannot be written: ${String(error)}`);
        for (const entry of entries) unsaved.set(keyOf(entry), entry);
        heard(entries);
      }
    },
    forget(ruleId, paths) {
      for (const path of paths) unsaved.delete(keyOf({ ruleId, path }));
      store().forget(ruleId, paths);
      counts.delete(ruleId);
    },
    counts(ruleId) {
      const day = new Date(now()).setHours(0, 0, 0, 0);
      const known = counts.get(ruleId);
      if (known?.day === day) return known.counts;
      const counted = store().counts(ruleId, day);
      counts.set(ruleId, { day, counts: counted });
      return counted;
    },
  };
}

/** What everybody may see of an entry. */
export function asFile(entry: LedgerEntry): WatchedFile {
  const { ruleId, path, bytes, mtime, state, reason, detail, jobId, seenAt, changedAt } = entry;
  return { ruleId, path, bytes, mtime, state, reason, detail, jobId, seenAt, changedAt };
}

/** A new entry for a file as it looks now. */
export function newEntry(
  ruleId: string,
  { path, bytes, mtime }: SeenFile,
  at: number,
  says: Pick<LedgerEntry, 'state' | 'reason'> & Partial<Pick<LedgerEntry, 'detail' | 'jobId'>>,
): LedgerEntry {
  return {
    ...{ ruleId, path, bytes, mtime, detail: null, jobId: null, movedTo: null },
    ...{ seenAt: at, changedAt: at },
    ...says,
  };
}
