import type { WatchRuleView, WatchedFile } from '../../shared/model/watch.ts';
import { CallFailed } from '../bridge/bridge.ts';
import { narrowed, withPage, withSeen } from './activity.ts';
import { nextFrame } from './next-frame.ts';
import { setWatch } from './set-watch.ts';
import type { App } from './store.ts';
import { followed } from './watch-draft.ts';
import { type Shown, shownStates } from './watch-state.ts';

/**
 * Keeps the rules and the activity of the store as the engine has them. Rules are told whole whenever one changes;
 * files come in pages, and changes of them as news, which are laid on top once a frame.
 */
export interface WatchFeed {
  /** Asks for the rules, and for the activity when it was asked for before. Never rejects. */
  load(): Promise<void>;
  stop(): void;
}

const pageSize = 200;

interface Asking {
  /** Counts the first pages that were asked for: an answer to an older one is of no use. */
  run: number;
  /** Files that changed while the first page was on its way. */
  since: WatchedFile[];
  wanted: boolean;
}
const askings = new WeakMap<App, Asking>();

function askingOf(app: App): Asking {
  const asking = askings.get(app) ?? { run: 0, since: [], wanted: false };
  askings.set(app, asking);
  return asking;
}

export function followWatch(app: App): WatchFeed {
  const { bridge } = app;
  let stopped = false;
  let waiting: WatchedFile[] = [];
  let callOff: (() => void) | null = null;
  const apply = (): void => {
    callOff = null;
    const seen = waiting;
    waiting = [];
    const { activity, chosen, shown } = app.store.getState().watch;
    if (activity.loading === 'first') askingOf(app).since.push(...seen);
    setWatch(app, () => ({ activity: withSeen(activity, seen, { ruleId: chosen, shown }) }));
  };
  const offs = [
    bridge.on('watch:changed', (rules) => showRules(app, rules)),
    bridge.on('watch:seen', ({ files }) => {
      // What nobody has looked at yet is asked for when somebody does.
      if (!askingOf(app).wanted) return;
      waiting.push(...files);
      callOff ??= nextFrame(apply);
    }),
  ];
  return {
    async load() {
      await loadRules(app, () => !stopped);
      if (!stopped && askingOf(app).wanted) await askActivity(app);
    },
    stop() {
      stopped = true;
      callOff?.();
      for (const off of offs) off();
    },
  };
}

/** Asks for the rules; the state says when they are refused. Never rejects. */
export async function loadRules(app: App, wanted: () => boolean = () => true): Promise<void> {
  try {
    const rules = await app.bridge.call('watch:list', null);
    if (wanted()) showRules(app, rules);
  } catch (reason) {
    if (wanted()) setWatch(app, () => ({ problem: messageOf(reason) }));
  }
}

function showRules(app: App, rules: readonly WatchRuleView[]): void {
  const before = app.store.getState().watch.chosen;
  setWatch(app, (watch) => ({ rules, problem: null, ...followed(watch, rules) }));
  if (app.store.getState().watch.chosen !== before) void askActivity(app);
}

/** Asks for the newest files of the chosen rule. What is known of them stands there until the answer comes. */
export async function askActivity(app: App): Promise<void> {
  const asking = askingOf(app);
  asking.wanted = true;
  asking.run += 1;
  asking.since = [];
  const mine = asking.run;
  const { chosen, shown } = app.store.getState().watch;
  const query = { ruleId: chosen, shown };
  setWatch(app, ({ activity }) => ({
    activity: { ...narrowed(activity, query), loading: 'first', problem: null },
  }));
  try {
    const page = await app.bridge.call('watch:files', { ...inWords(query), after: null, limit: pageSize });
    if (mine !== asking.run) return;
    const fresh = { ...page, loading: 'no', problem: null } as const;
    setWatch(app, () => ({ activity: withSeen(fresh, asking.since, query) }));
    asking.since = [];
  } catch (reason) {
    if (mine !== asking.run) return;
    setWatch(app, ({ activity }) => ({
      activity: { ...activity, loading: 'no', problem: messageOf(reason) },
    }));
  }
}

/** Asks for the page below the last file; nothing happens when there is none or one is on its way. */
export async function askOlder(app: App): Promise<void> {
  const asking = askingOf(app);
  const { activity, chosen, shown } = app.store.getState().watch;
  const last = activity.files.at(-1);
  if (!activity.more || activity.loading !== 'no' || activity.problem !== null || last === undefined) return;
  const mine = asking.run;
  const { changedAt, ruleId, path } = last;
  setWatch(app, (watch) => ({ activity: { ...watch.activity, loading: 'more' } }));
  try {
    const page = await app.bridge.call('watch:files', {
      ...inWords({ ruleId: chosen, shown }),
      after: { changedAt, ruleId, path },
      limit: pageSize,
    });
    if (mine !== asking.run) return;
    setWatch(app, (watch) => ({ activity: { ...withPage(watch.activity, page), loading: 'no' } }));
  } catch (reason) {
    if (mine !== asking.run) return;
    setWatch(app, (watch) => ({
      activity: { ...watch.activity, loading: 'no', problem: messageOf(reason) },
    }));
  }
}

/** Shows other states of the files. */
export async function showStates(app: App, shown: Shown): Promise<void> {
  setWatch(app, () => ({ shown }));
  await askActivity(app);
}

function inWords({ ruleId, shown }: { readonly ruleId: string | null; readonly shown: Shown }) {
  const states = shownStates[shown];
  return { ruleId, states: states === null ? null : [...states] };
}

function messageOf(reason: unknown): string {
  return reason instanceof CallFailed ? reason.error.message : String(reason);
}
