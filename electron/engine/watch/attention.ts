import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { WatchReason, WatchRule } from '../../../shared/model/watch.ts';
import type { LedgerEntry } from '../ports.ts';
import { masterPlaylist } from '../publish/package-folder.ts';
import { type SeenFile, forgettable, onMeeting } from './decide.ts';
import { inParallel } from './in-parallel.ts';
import { type Ledger, newEntry } from './ledger.ts';
import { lookAt } from './look-at.ts';
import type { Settling } from './settling.ts';
import { fileOfRule } from './watch-places.ts';

/** Looks at single paths of a watched folder and brings the ledger up to date with what is there. */
export interface Attention {
  /**
   * Paths below the folder, with `/`. Gives those that are folders. Throws `FolderGone` when files are missing because
   * the whole folder is: nothing is said about them then.
   *
   * @param isFirst true for files that were there before the rule
   */
  attend(paths: readonly string[], isFirst: boolean): Promise<Attended>;
}

export interface Attended {
  readonly folders: readonly string[];
  /** Paths where nothing is, and of which the ledger says nothing: folders, perhaps, that took their files along. */
  readonly missing: readonly string[];
}

export class FolderGone extends Error {
  override readonly name = 'FolderGone';
}

export interface AttentionDeps {
  readonly rule: WatchRule;
  readonly ledger: Ledger;
  readonly settling: Settling;
  readonly now: () => number;
  /** The folder of the rule is there, on the disk that it was on. */
  readonly folderIsThere: () => Promise<boolean>;
  /** The file that a job was made for is another one now, or gone: the job is not the ledger's any more. */
  readonly letGo: (entry: LedgerEntry) => void;
}

/** Paths that are looked at before the ledger is written. */
const together = 1000;

export function createAttention(deps: AttentionDeps): Attention {
  const { rule, ledger, settling } = deps;

  async function attendSome(paths: readonly string[], isFirst: boolean): Promise<Attended> {
    const entries = ledger.entries(rule.id, paths);
    const looks = await inParallel(paths, (one) => lookAt(fileOfRule(rule, one)).catch(() => null));
    const at = deps.now();
    const folders: string[] = [];
    const missing: string[] = [];
    const changed: LedgerEntry[] = [];
    const released: LedgerEntry[] = [];
    const packages = createPackageMemory(rule);

    for (const [n, one] of paths.entries()) {
      const look = looks[n] ?? null;
      const entry = entries.get(one) ?? null;
      if (look === null) continue;
      if (look.what === 'folder') folders.push(one);
      if (look.what !== 'file') {
        if (look.what === 'nothing' || entry !== null) missing.push(one);
        continue;
      }
      if (entry === null && (await packages.holds(one))) continue;
      const seen: SeenFile = { path: one, bytes: look.bytes, mtime: look.mtime };
      const met = onMeeting(rule, seen, entry, isFirst);
      if (met.do === 'nothing') continue;
      if (met.do === 'leave') settling.drop(one);
      else settling.see(seen, at);
      if (met.do === 'settle' && !met.fresh) continue;
      if (entry !== null) released.push(entry);
      const says =
        met.do === 'leave'
          ? ({ state: 'left_alone', reason: met.reason } as const)
          : ({ state: 'settling', reason: 'still_written' } as const);
      changed.push(newEntry(rule.id, seen, at, says));
    }
    if (missing.length > 0) await loseFiles(missing, entries);
    ledger.put(changed);
    released.forEach(deps.letGo);
    return { folders, missing: missing.filter((one) => !entries.has(one)) };
  }

  /** There is no file any more at these paths. */
  async function loseFiles(
    missing: readonly string[],
    entries: ReadonlyMap<string, LedgerEntry>,
  ): Promise<void> {
    const known = missing.flatMap((one) => entries.get(one) ?? []);
    const waited = known.filter(({ state }) => state === 'settling' || state === 'queued');
    const forgotten = known.filter(isForgettable).map((entry) => entry.path);
    if (!(await deps.folderIsThere())) throw new FolderGone();
    const at = deps.now();
    ledger.put(waited.map((entry) => goneEntry(entry, at)));
    ledger.forget(rule.id, forgotten);
    missing.forEach((one) => settling.drop(one));
    waited.forEach(deps.letGo);
  }

  return {
    async attend(paths, isFirst) {
      const folders: string[] = [];
      const missing: string[] = [];
      for (let at = 0; at < paths.length; at += together) {
        const some = await attendSome(paths.slice(at, at + together), isFirst);
        folders.push(...some.folders);
        missing.push(...some.missing);
      }
      return { folders, missing };
    },
  };
}

export const goneEntry = (entry: LedgerEntry, at: number): LedgerEntry => ({
  ...entry,
  ...{ state: 'left_alone', reason: 'gone' satisfies WatchReason, detail: null, changedAt: at },
});

/** Nothing was done with it, and nothing hangs on it. */
const isForgettable = ({ state, reason }: Pick<LedgerEntry, 'state' | 'reason'>): boolean =>
  state === 'left_alone' && forgettable.has(reason);

/** Whether files lie in an HLS package below the folder of a rule, for the time of one look. */
function createPackageMemory(rule: WatchRule): { holds(path: string): Promise<boolean> } {
  const known = new Map<string, Promise<boolean>>();
  const isPackage = (folder: string): Promise<boolean> =>
    stat(path.join(fileOfRule(rule, folder), masterPlaylist)).then(
      (stats) => stats.isFile(),
      () => false,
    );
  return {
    async holds(one) {
      for (let end = one.lastIndexOf('/'); end > 0; end = one.lastIndexOf('/', end - 1)) {
        const folder = one.slice(0, end);
        const answer = known.get(folder) ?? isPackage(folder);
        known.set(folder, answer);
        if (await answer) return true;
      }
      return false;
    },
  };
}
