import path from 'node:path';
import type { Job } from '../../../shared/model/job.ts';
import type { WatchRule } from '../../../shared/model/watch.ts';
import type { JobRecord } from '../job-record.ts';
import type { LedgerEntry, WatchStore } from '../ports.ts';
import type { OriginalsChoice, SettledJob } from '../publish/originals.ts';
import { wireJob } from '../wire-job.ts';
import { bringFailedBack, moveFailed } from './failed-file.ts';
import { isAboutFile, outcomeOf } from './job-entry.ts';
import type { Ledger } from './ledger.ts';
import { fileOfRule, folderOfRule, watchedFolder } from './watch-places.ts';

/**
 * Which job was made for which file. The ledger's entry is the link, and it is written before its job is (`take.ts`):
 * an entry whose job nobody knows was never given one.
 */
export interface JobLinks {
  /** A job is going to be made for this entry. */
  link(entry: LedgerEntry): void;
  /** The entry is about another file now. A job that waits is called off; one that runs finds out by itself. */
  letGo(entry: LedgerEntry): void;
  /** A job has changed. */
  hear(job: Job): void;
  /** Jobs were taken out of the queue. */
  removed(ids: readonly string[]): void;
  /** A job has succeeded, and what is to become of its originals has become of them. */
  settled(jobId: string): void;
  /** What its rule says about the originals of a job; null for a job that no rule made. */
  choiceFor(jobId: string): OriginalsChoice | null;
  /**
   * Originals of these jobs that were put aside because the job failed come back: it is to run once more, or to be taken
   * back. Says of each what became of it.
   */
  bringBack(ids: readonly string[]): Promise<readonly BroughtBack[]>;
  /** How many of these jobs have such an original. */
  putAside(ids: readonly string[]): number;
  /** Compares the ledger with the jobs after a start. */
  reconcile(): Promise<void>;
  /** Settles when no original is being moved. */
  idle(): Promise<void>;
}

export interface JobLinksDeps {
  /** Null as long as no rule was ever made. */
  readonly store: () => WatchStore | null;
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly ruleOf: (id: string) => WatchRule | null;
  readonly job: (id: string) => JobRecord | null;
  readonly cancel: (ids: readonly string[]) => Promise<void>;
  /** Does with originals what was chosen, and tells with the job what could not be done. */
  readonly settleOriginals: (job: SettledJob) => Promise<void>;
  /** Somebody else is still to read the file. */
  readonly isNeeded: (file: string, jobId: string) => boolean;
}

/** What became of an original that had been put aside. */
export interface BroughtBack {
  /** Of its job. */
  readonly id: string;
  /** Absolute path at which it was; where it lies when nobody knows any more. */
  readonly file: string;
  /** Why it stays where it is, as a clause; null = it is back. */
  readonly reason: string | null;
}

type Link = Pick<LedgerEntry, 'ruleId' | 'path' | 'state'>;

export function createJobLinks(deps: JobLinksDeps): JobLinks {
  const { ledger, now } = deps;
  const links = new Map<string, Link>();
  /** Whether any entry ever had a job; null = nobody has looked. */
  let anyLinked: boolean | null = null;
  let moving: Promise<unknown> = Promise.resolve();

  const link = ({ jobId, ruleId, path: file, state }: LedgerEntry): void => {
    if (jobId === null) return;
    links.set(jobId, { ruleId, path: file, state });
    anyLinked = true;
  };
  /** Where no rule ever made a job, ten thousand new ones are not looked for one by one. */
  const storedEntryOf = (jobId: string): LedgerEntry | null => {
    const store = deps.store();
    if (store === null) return null;
    anyLinked ??= store.hasJobs();
    return anyLinked ? store.entryOfJob(jobId) : null;
  };
  /** The entry of a job, if it still is the entry's. */
  const entryOf = (jobId: string): LedgerEntry | null => {
    const known = links.get(jobId);
    if (known === undefined) return storedEntryOf(jobId);
    const entry = ledger.entries(known.ruleId, [known.path]).get(known.path) ?? null;
    return entry?.jobId === jobId ? entry : null;
  };

  function hear(job: Job): void {
    const outcome = outcomeOf(job);
    let known = links.get(job.id);
    if (known === undefined) {
      // Somebody tries once more what had ended, or brings back what he had taken out.
      const entry = outcome.state === 'queued' ? entryOf(job.id) : null;
      if (entry === null) return;
      link(entry);
      known = { ...entry };
    }
    // It was just accepted, and a thousand others with it: they are noted together.
    if (known.state === 'settling' && outcome.state === 'queued') return;
    // Its originals are still to be moved: `settled` comes.
    if (known.state === outcome.state || outcome.state === 'done') return;
    const entry = entryOf(job.id);
    if (entry === null) {
      links.delete(job.id);
      return;
    }
    const next: LedgerEntry = { ...entry, ...outcome, changedAt: now() };
    ledger.note([next]);
    link(next);
    if (outcome.state === 'left_alone' || outcome.state === 'failed') links.delete(job.id);
    if (outcome.state === 'failed') putAside(next, job);
  }

  function putAside(entry: LedgerEntry, job: Job): void {
    const rule = deps.ruleOf(entry.ruleId);
    if (rule === null || job.error === null || !isAboutFile(job.error.kind)) return;
    const { error } = job;
    moving = moving
      .then(async () => {
        // Whoever tried again at once was faster.
        if (entryOf(job.id)?.state !== 'failed' || deps.isNeeded(fileOfRule(rule, entry.path), job.id))
          return;
        const moved = await moveFailed(rule, entry, error, new Date(now()));
        const after = entryOf(job.id);
        if (moved === null || after === null) return;
        if ('movedTo' in moved) ledger.note([{ ...after, movedTo: moved.movedTo }]);
        else deps.log(`“${entry.path}” stays in its watched folder: ${moved.reason}`);
      })
      .catch((error: unknown) => deps.log(`“${entry.path}” stays in its watched folder: ${String(error)}`));
  }

  function settled(jobId: string): void {
    if (!links.has(jobId)) return;
    const entry = entryOf(jobId);
    links.delete(jobId);
    if (entry === null) return;
    ledger.note([{ ...entry, state: 'done', reason: 'converted', detail: null, changedAt: now() }]);
  }

  return {
    link,
    letGo({ jobId, state }) {
      if (jobId === null) return;
      links.delete(jobId);
      if (state !== 'queued') return;
      deps.cancel([jobId]).catch((error: unknown) => deps.log(String(error)));
    },
    hear,
    removed(ids) {
      const at = now();
      const changed = ids.flatMap((id): LedgerEntry[] => {
        const entry = links.has(id) ? entryOf(id) : null;
        links.delete(id);
        if (entry === null || (entry.state !== 'queued' && entry.state !== 'converting')) return [];
        return [{ ...entry, state: 'left_alone', reason: 'cancelled', detail: null, changedAt: at }];
      });
      if (changed.length > 0) ledger.note(changed);
    },
    settled,
    choiceFor(jobId) {
      const entry = entryOf(jobId);
      if (entry === null) return null;
      const rule = deps.ruleOf(entry.ruleId);
      if (rule === null || rule.originals === 'leave') return { do: 'keep' };
      if (rule.originals === 'trash') return { do: 'trash' };
      return {
        do: 'move',
        folderFor: (file) => {
          const below = path.relative(watchedFolder(rule), path.dirname(file));
          return path.join(folderOfRule(rule, rule.doneFolder), below);
        },
      };
    },
    async bringBack(ids) {
      await moving;
      const back: BroughtBack[] = [];
      for (const id of ids) {
        const entry = entryOf(id);
        const movedTo = entry?.movedTo ?? null;
        if (entry === null || movedTo === null) continue;
        const rule = deps.ruleOf(entry.ruleId);
        if (rule === null) {
          back.push({ id, file: movedTo, reason: 'the rule that put it there is gone' });
          continue;
        }
        const reason = await bringFailedBack(rule, entry).catch(
          (error: unknown) => `it could not be moved back (${String(error)})`,
        );
        back.push({ id, file: fileOfRule(rule, entry.path), reason });
        if (reason === null) ledger.note([{ ...entry, movedTo: null }]);
        else deps.log(`“${entry.path}” cannot be put back: ${reason}`);
      }
      return back;
    },
    putAside: (ids) => ids.filter((id) => (entryOf(id)?.movedTo ?? null) !== null).length,
    async reconcile() {
      for (const entry of deps.store()?.entriesAtWork() ?? []) {
        const { jobId } = entry;
        const job = jobId === null ? null : deps.job(jobId);
        if (jobId === null || job === null) {
          ledger.forget(entry.ruleId, [entry.path]);
          continue;
        }
        link(entry);
        if (entry.state === 'settling') {
          const queued = { ...entry, state: 'queued', reason: 'waits', changedAt: now() } as const;
          ledger.note([queued]);
          link(queued);
        }
        if (job.state === 'succeeded') {
          await settleAgain(entry, job);
          settled(jobId);
        } else hear(wireJob(job));
      }
    },
    async idle() {
      await moving;
    },
  };

  /** The engine ended between publishing a result and moving its original. */
  async function settleAgain(entry: LedgerEntry, job: JobRecord): Promise<void> {
    const rule = deps.ruleOf(entry.ruleId);
    const [file] = job.files;
    if (rule === null || file === undefined || job.kept !== null) return;
    await deps.settleOriginals({
      jobId: job.id,
      originals: [{ file: fileOfRule(rule, entry.path), stamp: { size: entry.bytes, mtimeMs: entry.mtime } }],
      result: job.kind === 'adaptive_video' ? path.dirname(file.path) : file.path,
      within: job.within,
    });
  }
}
