import type { WatchedFile } from '../../shared/model/watch.ts';
import { type Activity, type Shown, shownStates } from './watch-state.ts';

/** The activity as values: what pages and news make of it. A file stands in it once, under its last change. */

export interface ActivityQuery {
  /** Null = of all rules. */
  readonly ruleId: string | null;
  readonly shown: Shown;
}

/** What a file of the activity is known by. */
export const fileKey = ({ ruleId, path }: Pick<WatchedFile, 'ruleId' | 'path'>): string =>
  `${ruleId}/${path}`;

/** Most files that are kept when new ones come; older ones are asked for again where they are needed. */
const mostKept = 20_000;

/** True when a query shows the file. */
function asked(file: WatchedFile, { ruleId, shown }: ActivityQuery): boolean {
  const states = shownStates[shown];
  return (ruleId === null || file.ruleId === ruleId) && (states === null || states.includes(file.state));
}

/** Those of the known files that another query shows, until its own page is there. */
export function narrowed(activity: Activity, query: ActivityQuery): Activity {
  return { ...activity, files: activity.files.filter((file) => asked(file, query)) };
}

/**
 * The activity with files that changed. Each goes to where its change puts it, or out when the query does not show it
 * any more. One that belongs below the last that was asked for is left to its page.
 */
export function withSeen(
  activity: Activity,
  seen: readonly WatchedFile[],
  query: ActivityQuery,
  most = mostKept,
): Activity {
  const news = new Map<string, WatchedFile>();
  for (const file of seen) {
    if (query.ruleId !== null && file.ruleId !== query.ruleId) continue;
    const key = fileKey(file);
    const other = news.get(key);
    // Of one moment, the later word holds.
    if (other === undefined || file.changedAt >= other.changedAt) news.set(key, file);
  }
  if (news.size === 0) return activity;
  const stay = activity.files.filter((file) => {
    const key = fileKey(file);
    const later = news.get(key);
    if (later === undefined) return true;
    if (later.changedAt >= file.changedAt) return false;
    news.delete(key);
    return true;
  });
  const last = activity.files.at(-1);
  const come = [...news.values()]
    .filter((file) => asked(file, query))
    .filter((file) => !activity.more || last === undefined || newestFirst(file, last) < 0)
    .sort(newestFirst);
  const files = merged(come, stay);
  return files.length > most
    ? { ...activity, files: files.slice(0, most), more: true }
    : { ...activity, files };
}

/** The activity with the next older page. */
export function withPage(
  activity: Activity,
  page: { readonly files: readonly WatchedFile[]; readonly more: boolean },
): Activity {
  const known = new Set(activity.files.map(fileKey));
  const older = page.files.filter((file) => !known.has(fileKey(file)));
  return { ...activity, files: [...activity.files, ...older], more: page.more };
}

/** Newest change first; of one moment, by rule and path. */
export function newestFirst(a: WatchedFile, b: WatchedFile): number {
  return b.changedAt - a.changedAt || compared(a.ruleId, b.ruleId) || compared(a.path, b.path);
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function merged(some: readonly WatchedFile[], others: readonly WatchedFile[]): readonly WatchedFile[] {
  const [first] = others;
  // Nearly always all that comes is newer than all that is there.
  const newest = some.at(-1);
  if (first === undefined || newest === undefined || newestFirst(newest, first) < 0)
    return [...some, ...others];
  const all: WatchedFile[] = [];
  let at = 0;
  for (const file of others) {
    for (let next = some[at]; next !== undefined && newestFirst(next, file) < 0; next = some[at]) {
      all.push(next);
      at += 1;
    }
    all.push(file);
  }
  return [...all, ...some.slice(at)];
}
