import type { WatchReason, WatchRule } from '../../../shared/model/watch.ts';
import { watchedFolder } from './watch-places.ts';

/**
 * What the ledger forgets when a rule is changed: files that only the filter kept out are judged again, and those that
 * were there are taken when the rule wants them now. `all` for another folder: its files are others.
 *
 * @param folder the folder that the ledger is about, null when it is about none yet
 */
export function forgotten(
  before: WatchRule | null,
  rule: WatchRule,
  folder: string | null,
): readonly WatchReason[] | 'all' {
  if (folder !== null && folder !== watchedFolder(rule)) return 'all';
  const reasons: WatchReason[] = [];
  if (before === null || filterOf(before) !== filterOf(rule)) {
    reasons.push('name', 'class', 'too_small', 'too_large', 'no_media');
  }
  if (rule.existing === 'convert' && before?.existing !== 'convert') reasons.push('was_there');
  return reasons;
}

const filterOf = ({ filter, choice }: WatchRule): string =>
  JSON.stringify([
    filter.classes,
    filter.names,
    filter.notNames,
    filter.minBytes,
    filter.maxBytes,
    choice?.kind,
  ]);
