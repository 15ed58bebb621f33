import { ConvoyFailure } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { WatchRule } from '../../../shared/model/watch.ts';
import type { AddRequest } from '../doors/door.ts';
import type { LedgerEntry } from '../ports.ts';
import type { JobLinks } from './job-links.ts';
import { type Ledger, newEntry } from './ledger.ts';
import type { TakenFile } from './settled.ts';
import { type Taste, requestOfFile, wishOf } from './wish.ts';

/**
 * Files become jobs. First the ledger notes which job a settled file is to have, then the job is stored under that very
 * id, then the ledger says that it is queued. Who dies before the second step leaves an entry whose job nobody knows:
 * the next start forgets it (`JobLinks.reconcile`), sees the file as new and takes it, once. Who dies after it leaves
 * both, and the next start finds them. So nothing is lost, and nothing is done twice.
 */

export interface TakeDeps {
  readonly rule: WatchRule;
  readonly ledger: Ledger;
  readonly links: Pick<JobLinks, 'link' | 'letGo'>;
  readonly taste: Taste;
  readonly now: () => number;
  readonly add: (requests: readonly AddRequest[]) => Promise<readonly Job[]>;
}

/** Jobs that are accepted in one go: the loop stays free for others between two of them. */
const together = 1000;

/** Throws `ConvoyFailure` when the rule does not make sense any more, and what the store throws; then nothing was taken. */
export async function takeFiles(deps: TakeDeps, files: readonly TakenFile[]): Promise<void> {
  for (let at = 0; at < files.length; at += together) {
    await takeSome(deps, files.slice(at, at + together));
  }
}

async function takeSome(deps: TakeDeps, files: readonly TakenFile[]): Promise<void> {
  const { rule, ledger, links, now } = deps;
  const before = ledger.entries(
    rule.id,
    files.map((one) => one.path),
  );
  const at = now();
  const entries: LedgerEntry[] = [];
  const requests: AddRequest[] = [];
  for (const file of files) {
    const wish = wishOf(rule, file.class, deps.taste);
    if (!wish.ok) throw new ConvoyFailure(wish.error);
    const jobId = newId('job');
    const entry = newEntry(rule.id, file, at, { state: 'settling', reason: 'still_written', jobId });
    entries.push({ ...entry, seenAt: before.get(file.path)?.seenAt ?? at });
    requests.push(requestOfFile(rule, file.path, wish.value, jobId));
  }
  ledger.put(entries);
  entries.forEach(links.link);
  let jobs: readonly Job[];
  try {
    jobs = await deps.add(requests);
  } catch (error) {
    entries.forEach(links.letGo);
    ledger.note(entries.map((entry) => ({ ...entry, jobId: null })));
    throw error;
  }
  const paths = entries.map((entry) => entry.path);
  const known = ledger.entries(rule.id, paths);
  const accepted = jobs.flatMap((job, n): LedgerEntry[] => {
    const entry = known.get(paths[n] ?? '');
    if (entry === undefined || entry.jobId !== job.id) return [];
    const changedAt = now();
    if (job.status === 'failed') {
      const detail = job.error?.message ?? null;
      return [{ ...entry, state: 'failed', reason: 'not_accepted', detail, changedAt }];
    }
    // One that works already has been heard of.
    return entry.state === 'settling' ? [{ ...entry, state: 'queued', reason: 'waits', changedAt }] : [];
  });
  ledger.note(accepted);
  for (const entry of accepted) if (entry.state === 'queued') links.link(entry);
}
