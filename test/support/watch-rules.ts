import type { Engine } from '../../electron/engine/index.ts';
import { type WatchDraft, type WatchRule, type WatchedFile, newWatchRule } from '../../shared/model/watch.ts';
import type { WatchedEngine } from './watched-engine.ts';

/** Rules for tests: files settle in half a second, and none is too small. */
export function draftFor(folder: string, more: Partial<WatchDraft> = {}): WatchDraft {
  return {
    ...newWatchRule,
    name: 'Inbox',
    folder,
    stableSeconds: 0.5,
    filter: { ...newWatchRule.filter, minBytes: null },
    failedFolder: null,
    ...more,
  };
}

/** Saves a rule and waits until its folder was looked at. */
export async function watchFolder(
  { engine, until }: Pick<WatchedEngine, 'engine' | 'until'>,
  draft: WatchDraft,
): Promise<WatchRule> {
  const saved = await engine.watch.save(draft);
  if (!saved.ok) throw new Error(saved.error.message);
  if (draft.on)
    await until('the folder to be watched', () => viewOf(engine, saved.value.id)?.state === 'watching');
  return saved.value;
}

export const viewOf = (
  engine: Engine,
  id: string,
): ReturnType<Engine['watch']['rules']>[number] | undefined =>
  engine.watch.rules().find(({ rule }) => rule.id === id);

/** Every entry of the ledger, by path. */
export function ledgerOf(engine: Engine, ruleId: string | null = null): ReadonlyMap<string, WatchedFile> {
  const all = new Map<string, WatchedFile>();
  let after: Parameters<Engine['watch']['files']>[0]['after'] = null;
  for (;;) {
    const page: readonly WatchedFile[] = engine.watch.files({ ruleId, states: null, after, limit: 500 });
    for (const file of page) all.set(file.path, file);
    const last = page.at(-1);
    if (last === undefined) return all;
    after = { changedAt: last.changedAt, ruleId: last.ruleId, path: last.path };
  }
}

/** State and reason of every entry, by path. */
export function statesOf(engine: Engine, ruleId: string | null = null): Record<string, string> {
  return Object.fromEntries(
    [...ledgerOf(engine, ruleId)]
      .map(([path, { state, reason }]) => [path, `${state}: ${reason}`] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Waits until a path has a state, and gives its entry. */
export function reached(
  { engine, until }: Pick<WatchedEngine, 'engine' | 'until'>,
  path: string,
  state: WatchedFile['state'],
  reason?: WatchedFile['reason'],
): Promise<WatchedFile> {
  return until(`${path} to be ${state}`, () => {
    const entry = ledgerOf(engine).get(path);
    return entry?.state === state && (reason === undefined || entry.reason === reason) ? entry : null;
  });
}
