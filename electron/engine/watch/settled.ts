import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { MediaClass } from '../../../shared/model/media.ts';
import type { WatchRule } from '../../../shared/model/watch.ts';
import { sniffClass } from '../inputs/media-class.ts';
import type { LedgerEntry, WatchStore } from '../ports.ts';
import { type SettledFacts, type Verdict, nameOf, onSettled } from './decide.ts';
import { goneEntry } from './attention.ts';
import { inParallel } from './in-parallel.ts';
import { type Ledger, newEntry } from './ledger.ts';
import { linkInside, lookAt, whyClosed } from './look-at.ts';
import { isSameTime } from './same-stamp.ts';
import type { Settling, SettlingFile } from './settling.ts';
import { fileOfRule, watchedFolder } from './watch-places.ts';

/** What is done with files whose wait is over. */

export interface TakenFile extends SettlingFile {
  readonly class: MediaClass;
}

export interface SettledDeps {
  readonly rule: WatchRule;
  readonly store: () => WatchStore;
  readonly ledger: Ledger;
  readonly settling: Settling;
  readonly now: () => number;
  /** Links may lead to files that nobody here may see. Absolute path. */
  readonly mayFollow: (link: string) => Promise<boolean>;
  /** Makes jobs of files. Rejects when that was not possible: then they wait on. */
  readonly take: (files: readonly TakenFile[]) => Promise<void>;
}

/** Looks at the files once more, and takes those that are the same as before, may be opened and pass the filter. */
export async function settle(deps: SettledDeps, due: readonly SettlingFile[]): Promise<void> {
  const { rule, ledger, settling } = deps;
  const entries = ledger.entries(
    rule.id,
    due.map((one) => one.path),
  );
  const verdicts = await inParallel(due, (one) => judge(deps, one));
  const at = deps.now();
  const changed: LedgerEntry[] = [];
  const taken: TakenFile[] = [];
  for (const [n, one] of due.entries()) {
    const verdict = verdicts[n];
    const before = entries.get(one.path);
    if (verdict === undefined) continue;
    const entry = newEntry(rule.id, one, at, { state: 'settling', reason: 'still_written' });
    const known: LedgerEntry = { ...entry, seenAt: before?.seenAt ?? at };
    switch (verdict.do) {
      case 'gone':
        settling.drop(one.path);
        changed.push(goneEntry(known, at));
        break;
      case 'changed':
        settling.see(verdict.file, at);
        changed.push({ ...known, bytes: verdict.file.bytes, mtime: verdict.file.mtime });
        break;
      case 'wait':
        settling.postpone(one.path, at);
        changed.push({ ...known, reason: 'not_opened', detail: verdict.detail });
        break;
      case 'leave':
        settling.drop(one.path);
        changed.push({ ...known, state: 'left_alone', reason: verdict.reason, detail: verdict.detail });
        break;
      case 'take':
        taken.push({ ...one, class: verdict.class });
        break;
    }
  }
  ledger.put(changed);
  try {
    await deps.take(taken);
    taken.forEach((one) => settling.drop(one.path));
  } catch (error) {
    taken.forEach((one) => settling.postpone(one.path, at));
    throw error;
  }
}

export const forbiddenLink = 'it is a link to a place that may not be used';

type Judged =
  | Exclude<Verdict, { do: 'take' }>
  | { readonly do: 'take'; readonly class: MediaClass }
  | { readonly do: 'gone' }
  | { readonly do: 'changed'; readonly file: SettlingFile };

async function judge(deps: SettledDeps, file: SettlingFile): Promise<Judged> {
  const at = fileOfRule(deps.rule, file.path);
  try {
    const look = await lookAt(at);
    if (look.what !== 'file') return { do: 'gone' };
    const { bytes, mtime, link } = look;
    if (bytes !== file.bytes || mtime !== file.mtime)
      return { do: 'changed', file: { path: file.path, bytes, mtime } };
    if (link && !(await deps.mayFollow(at))) return { do: 'wait', detail: forbiddenLink };
    const facts = await factsOf(deps, file, link);
    const verdict = onSettled(deps.rule, facts);
    if (verdict.do !== 'take') return verdict;
    return facts.class === null
      ? { do: 'leave', reason: 'no_media', detail: null }
      : { do: 'take', class: facts.class };
  } catch (error) {
    return { do: 'wait', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** All that `onSettled` wants to know. */
export async function factsOf(
  deps: Pick<SettledDeps, 'rule' | 'store'>,
  file: SettlingFile,
  link: boolean,
): Promise<SettledFacts> {
  const at = fileOfRule(deps.rule, file.path);
  const closed = await whyClosed(at);
  return {
    bytes: file.bytes,
    own: await isOwn(deps, file),
    copyOf: link ? await linkInside(watchedFolder(deps.rule), at) : await movedFrom(deps, file),
    closed,
    class: closed === null ? await sniffClass(at) : null,
  };
}

/** Convoy wrote this very file; also when somebody has moved it since, but kept its name. */
async function isOwn(
  { rule, store }: Pick<SettledDeps, 'rule' | 'store'>,
  file: SettlingFile,
): Promise<boolean> {
  const own = store()
    .ownNamed(nameOf(file.path), file.bytes)
    .filter(({ mtime }) => isSameTime(mtime, file.mtime));
  if (own.length === 0) return false;
  const real = await realpath(fileOfRule(rule, file.path));
  for (const one of own) {
    if (one.path === real || !(await isThere(one.path))) return true;
  }
  return false;
}

/** The path under which the file was converted before it was moved here; null when it was not. */
async function movedFrom(
  { rule, store }: Pick<SettledDeps, 'rule' | 'store'>,
  file: SettlingFile,
): Promise<string | null> {
  for (const entry of store().doneOfSize(rule.id, file.bytes)) {
    if (entry.path === file.path || !isSameTime(entry.mtime, file.mtime)) continue;
    if (path.posix.basename(entry.path) !== nameOf(file.path)) continue;
    // A true copy is a file of its own; one whose first place is empty is the same file.
    if (!(await isThere(fileOfRule(rule, entry.path)))) return entry.path;
  }
  return null;
}

const isThere = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );
