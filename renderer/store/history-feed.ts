import { CallFailed } from '../bridge/bridge.ts';
import { historyIds, withFirstPage, withOlderPage, withPageBehind } from './history-lines.ts';
import type { HistoryState, HistoryView } from './history-state.ts';
import { filterOf } from './history-view.ts';
import { afterChange } from './selection.ts';
import type { App } from './store.ts';

/**
 * Keeps the history of the store as the engine has it, while somebody looks at it. Files come in pages; news say no more
 * than that something changed, and then the first page and the sums are asked for again.
 */

const pageSize = 200;
/** The longest page that the call gives: for who waits for all of them. */
const longestPage = 500;
/** Milliseconds between two pages that only follow the engine. */
const restMs = 100;
/** The search is asked for when nobody typed for so many milliseconds. */
const typingMs = 120;

interface Asking {
  /** Counts the views that were asked for: an answer to an older one is of no use. */
  run: number;
  /** Somebody looks at the history. */
  wanted: boolean;
  refreshing: boolean;
  /** Something changed while the last refresh was on its way. */
  stale: boolean;
  typing: ReturnType<typeof setTimeout> | undefined;
}
const askings = new WeakMap<App, Asking>();

function askingOf(app: App): Asking {
  const asking = askings.get(app) ?? {
    ...{ run: 0, wanted: false, refreshing: false, stale: false },
    typing: undefined,
  };
  askings.set(app, asking);
  return asking;
}

/** Follows the history as long as the returned function is not called: asks for it now, and whenever it changes. */
export function followHistory(app: App): () => void {
  const asking = askingOf(app);
  asking.wanted = true;
  const off = app.bridge.on('history:changed', () => void refreshHistory(app));
  const offEngine = app.bridge.on('engine:changed', ({ state }) => {
    if (state === 'restarted' || state === 'ready') void refreshHistory(app);
  });
  void askHistory(app);
  return () => {
    asking.wanted = false;
    clearTimeout(asking.typing);
    off();
    offEngine();
  };
}

/** Changes the part of the state that is about the history. Rows that are not there any more are not selected. */
export function setHistory(app: App, change: (history: HistoryState) => Partial<HistoryState>): void {
  app.store.setState(({ history: before }) => {
    const now = { ...before, ...change(before) };
    if (now.rows === before.rows) return { history: now };
    const selection = afterChange(now.selection, historyIds(before.rows), historyIds(now.rows));
    return { history: { ...now, selection } };
  });
}

/** Shows other files. What is known of them stands there until the answer comes. */
export function setHistoryView(app: App, change: Partial<HistoryView>): void {
  const asking = askingOf(app);
  setHistory(app, ({ view }) => ({ view: { ...view, ...change } }));
  clearTimeout(asking.typing);
  if (change.search === undefined || change.search === '') void askHistory(app);
  else asking.typing = setTimeout(() => void askHistory(app), typingMs);
}

/** Asks for the last files of the view and the sums over all of them. Never rejects. */
export async function askHistory(app: App): Promise<void> {
  const asking = askingOf(app);
  asking.run += 1;
  const mine = asking.run;
  setHistory(app, () => ({ loading: 'first', problem: null }));
  try {
    const [page, totals] = await asked(app);
    if (mine === asking.run)
      setHistory(app, () => ({ ...page, totals, loading: 'no', asked: true, at: Date.now() }));
  } catch (reason) {
    if (mine === asking.run) setHistory(app, () => ({ loading: 'no', problem: messageOf(reason) }));
  }
}

/** Asks for what may have changed, at most once at a time. A refusal changes nothing: the next news asks again. */
export async function refreshHistory(app: App): Promise<void> {
  const asking = askingOf(app);
  asking.stale = true;
  if (!asking.wanted || asking.refreshing) return;
  asking.refreshing = true;
  try {
    do {
      asking.stale = false;
      const mine = asking.run;
      const answer = await asked(app).catch(() => null);
      if (answer === null || mine !== asking.run) continue;
      const [page, totals] = answer;
      setHistory(app, (history) => ({
        ...withFirstPage(history, page),
        totals,
        asked: true,
        at: Date.now(),
        problem: null,
      }));
      await refreshBelow(app, asking);
    } while (isStale(asking));
  } finally {
    asking.refreshing = false;
  }
}

/**
 * The pages below the first one, as far as somebody has scrolled: page by page, with a rest in between, and no further
 * once there is other news, because then it begins from the top again.
 */
async function refreshBelow(app: App, asking: Asking): Promise<void> {
  const mine = asking.run;
  for (let from = pageSize; ;) {
    const { rows, loading, view } = app.store.getState().history;
    const after = rows[from - 1];
    if (after === undefined || from >= rows.length || loading !== 'no') return;
    await new Promise((resolve) => setTimeout(resolve, restMs));
    if (asking.stale || !asking.wanted || mine !== asking.run) return;
    const page = await app.bridge
      .call('history:page', {
        filter: filterOf(view, Date.now()),
        after: { finishedAt: after.finishedAt, id: after.id },
        limit: Math.min(longestPage, rows.length - from),
      })
      .catch(() => null);
    if (page === null || mine !== asking.run || app.store.getState().history.loading !== 'no') return;
    setHistory(app, (history) => withPageBehind(history, after, page));
    from += page.rows.length;
    if (!page.more || page.rows.length === 0) return;
  }
}

const isStale = ({ stale, wanted }: Asking): boolean => stale && wanted;

/** Asks for the page below the last file; nothing happens when there is none or one is on its way. */
export async function askOlderHistory(app: App, limit = pageSize): Promise<void> {
  const asking = askingOf(app);
  const { rows, more, loading, problem, view } = app.store.getState().history;
  const last = rows.at(-1);
  if (!more || loading !== 'no' || problem !== null || last === undefined) return;
  const mine = asking.run;
  setHistory(app, () => ({ loading: 'more' }));
  try {
    const page = await app.bridge.call('history:page', {
      filter: filterOf(view, Date.now()),
      after: { finishedAt: last.finishedAt, id: last.id },
      limit,
    });
    if (mine !== asking.run) return;
    // What comes below takes nothing out of the selection.
    app.store.setState(({ history }) => ({
      history: { ...history, ...withOlderPage(history, page), loading: 'no' },
    }));
  } catch (reason) {
    if (mine === asking.run) setHistory(app, () => ({ loading: 'no', problem: messageOf(reason) }));
  }
}

/** Asks for all files of the view, page by page. False when another view was asked for meanwhile, or one failed. */
export async function askAllHistory(app: App): Promise<boolean> {
  const asking = askingOf(app);
  const mine = asking.run;
  while (asking.run === mine && app.store.getState().history.more) {
    const before = app.store.getState().history;
    if (before.loading === 'no') await askOlderHistory(app, longestPage);
    else await changed(app);
    if (app.store.getState().history.problem !== null) return false;
  }
  return asking.run === mine;
}

/** Settles when the state is another. */
function changed(app: App): Promise<void> {
  return new Promise((settle) => {
    const off = app.store.subscribe(() => {
      off();
      settle();
    });
  });
}

function asked(app: App) {
  const filter = filterOf(app.store.getState().history.view, Date.now());
  return Promise.all([
    app.bridge.call('history:page', { filter, after: null, limit: pageSize }),
    app.bridge.call('history:totals', { filter }),
  ]);
}

function messageOf(reason: unknown): string {
  return reason instanceof CallFailed ? reason.error.message : String(reason);
}
