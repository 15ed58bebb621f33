import type { WatchReason, WatchRule } from '../../../shared/model/watch.ts';
import { breathe } from '../breathe.ts';
import type { WatchStore } from '../ports.ts';
import { forgettable } from './decide.ts';
import type { Ledger } from './ledger.ts';
import { isSameFile } from './same-stamp.ts';
import type { Settling } from './settling.ts';
import type { Walked } from './walk.ts';

/** What a look at the whole folder found that the ledger does not know. */

export interface Comparison {
  readonly rule: Pick<WatchRule, 'id'>;
  readonly ledger: Pick<Ledger, 'entries'>;
  readonly store: () => WatchStore;
  readonly settling: Pick<Settling, 'has'>;
  readonly walked: Walked;
}

/** Why an entry must hear that its file is gone: it waits, or nothing hangs on it. */
const reasons: readonly WatchReason[] = ['still_written', 'not_opened', 'waits', ...forgettable];

/** Entries that are compared before others get a turn. */
const together = 500;

/** Paths of files that are new or others than before, and of entries whose file was not found and that must hear of it. */
export async function whatNeedsAttention(question: Comparison): Promise<readonly string[]> {
  const { rule, ledger, settling, walked } = question;
  const { files } = walked;
  const wanted: string[] = [];
  for (let at = 0; at < files.length; at += together) {
    const some = files.slice(at, at + together);
    const entries = ledger.entries(
      rule.id,
      some.map(({ path }) => path),
    );
    for (const file of some) {
      const entry = entries.get(file.path);
      const known = entry !== undefined && isSameFile(entry, file) && entry.reason !== 'gone';
      if (!known || (entry.state === 'settling' && !settling.has(file.path))) wanted.push(file.path);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const found = new Set(files.map(({ path }) => path));
  const isUnknown = isBelowSome(walked.unknown);
  for (const [n, { path }] of question.store().entriesFor(rule.id, reasons).entries()) {
    await breathe(n);
    if (!found.has(path) && !isUnknown(path)) wanted.push(path);
  }
  return wanted;
}

/** What lies in a folder that could not be read is not gone. */
function isBelowSome(unknown: readonly string[]): (path: string) => boolean {
  return (path) => unknown.some((one) => path === one || path.startsWith(`${one}/`));
}
