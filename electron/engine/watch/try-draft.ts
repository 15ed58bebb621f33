import type { WatchDraft, WatchReason, WatchRule, WatchTest } from '../../../shared/model/watch.ts';
import type { AddRequest } from '../doors/door.ts';
import type { PlannedJob } from '../doors/planned.ts';
import type { LedgerEntry, WatchStore } from '../ports.ts';
import { type SettledFacts, onMeeting, onSettled } from './decide.ts';
import { isInside } from './excluded.ts';
import { inParallel } from './in-parallel.ts';
import { isSameFile } from './same-stamp.ts';
import { factsOf } from './settled.ts';
import { type WalkedFile, walk } from './walk.ts';
import { watchedFolder } from './watch-places.ts';
import { type Taste, requestOfFile, wishOf } from './wish.ts';

/** What a rule would do with the files that are there now, without doing it. */

export interface DraftTrial {
  readonly draft: WatchDraft;
  readonly store: () => WatchStore;
  /** What the ledger says, for a rule that is there already and keeps its folder. */
  readonly entries: (paths: readonly string[]) => ReadonlyMap<string, LedgerEntry>;
  /** Every file that is there was there before the rule. */
  readonly isFirst: boolean;
  readonly excluded: readonly string[];
  readonly taste: Taste;
  readonly plan: (request: AddRequest) => Promise<PlannedJob | undefined>;
  readonly signal?: AbortSignal | undefined;
}

/** Paths that a group names. */
const mostPaths = 200;
const together = 500;

interface Judged {
  readonly path: string;
  readonly matches: boolean;
  readonly reason: WatchReason;
  readonly facts: SettledFacts | null;
}

/** Rejects when the folder cannot be read, or the signal says so. */
export async function tryDraft(trial: DraftTrial): Promise<WatchTest> {
  const { draft, excluded, signal } = trial;
  const rule = { ...draft, id: draft.id ?? '', createdAt: 0, updatedAt: 0 } satisfies WatchRule;
  const { files } = await walk({
    ...{ folder: watchedFolder(draft), from: '', recursive: draft.recursive },
    isExcluded: (folder) => isInside(excluded, folder),
    ...(signal === undefined ? {} : { signal }),
  });
  const groups = new Map<string, { matches: boolean; reason: WatchReason; count: number; paths: string[] }>();
  let first: Judged | null = null;
  let matches = 0;
  for (let at = 0; at < files.length; at += together) {
    signal?.throwIfAborted();
    const some = files.slice(at, at + together);
    const entries = trial.entries(some.map(({ path }) => path));
    const judged = await inParallel(some, (file) => judge(trial, rule, file, entries.get(file.path) ?? null));
    for (const one of judged) {
      const key = `${String(one.matches)} ${one.reason}`;
      const group = groups.get(key) ?? { matches: one.matches, reason: one.reason, count: 0, paths: [] };
      group.count += 1;
      if (group.paths.length < mostPaths) group.paths.push(one.path);
      groups.set(key, group);
      if (one.matches) matches += 1;
      if (one.matches) first ??= one;
    }
  }
  const sorted = [...groups.values()].sort(
    (a, b) => Number(b.matches) - Number(a.matches) || b.count - a.count,
  );
  return { files: files.length, matches, groups: sorted, example: await exampleOf(trial, rule, first) };
}

async function judge(
  trial: DraftTrial,
  rule: WatchRule,
  file: WalkedFile,
  entry: LedgerEntry | null,
): Promise<Judged> {
  const not = (reason: WatchReason): Judged => ({ path: file.path, matches: false, reason, facts: null });
  const lasting = entry !== null && isSameFile(entry, file) && hasHappened(entry) ? entry : null;
  if (lasting !== null) return not(lasting.state === 'done' ? 'already_done' : lasting.reason);
  const met = onMeeting({ ...rule, existing: 'convert' }, file, null, true);
  if (met.do === 'leave') return not(met.reason);
  const facts = await factsOf({ rule, store: trial.store }, file, file.link).catch(() => null);
  if (facts === null) return not('gone');
  const verdict = onSettled(rule, facts);
  if (verdict.do === 'wait') return not('not_opened');
  if (verdict.do === 'leave') return not(verdict.reason);
  if (trial.isFirst && rule.existing === 'leave') return not('was_there');
  return { path: file.path, matches: true, reason: 'waits', facts };
}

/** What a rule knows besides its filter, which may be another one now. */
function hasHappened({ state, reason }: LedgerEntry): boolean {
  if (state === 'settling') return false;
  return state !== 'left_alone' || ['was_there', 'cancelled', 'skipped'].includes(reason);
}

async function exampleOf(
  { taste, plan }: DraftTrial,
  rule: WatchRule,
  first: Judged | null,
): Promise<WatchTest['example']> {
  const what = first?.facts?.class ?? null;
  if (first === null || what === null) return null;
  const wish = wishOf(rule, what, taste);
  if (!wish.ok) return null;
  const planned = await plan(requestOfFile(rule, first.path, wish.value));
  if (planned?.result.ok !== true) return null;
  const { path, address = path } = planned.result;
  return { from: first.path, to: address };
}
