import type { WatchRule, WatchRuleView, WatchedFile } from '../../shared/model/watch.ts';
import { setWatch } from './set-watch.ts';
import type { App } from './store.ts';
import { type Undo, remember } from './undo.ts';
import { draftOf, followed } from './watch-draft.ts';
import { askActivity } from './watch-feed.ts';
import { ruleOf } from './watch-state.ts';

/** What a person does to rules and to the files they saw. All reject with a `CallFailed` when the engine refuses. */

/** Lets a rule watch, or rest. */
export async function switchRule(app: App, id: string, on: boolean): Promise<void> {
  const view = ruleOf(app.store.getState().watch, id);
  if (view === undefined || view.rule.on === on) return;
  const rule = await app.bridge.call('watch:save', { rule: { ...draftOf(view.rule), on } });
  takeRule(app, rule);
}

/** Lets all rules watch, or rest. */
export async function switchAll(app: App, on: boolean): Promise<void> {
  for (const { rule } of app.store.getState().watch.rules ?? []) await switchRule(app, rule.id, on);
}

/** Looks at the whole folder now. */
export async function lookAgain(app: App, id: string): Promise<void> {
  await app.bridge.call('watch:rescan', { id });
}

/** Takes a rule out; gives the way back. */
export async function removeRule(app: App, id: string): Promise<Undo> {
  const rule = await app.bridge.call('watch:remove', { id });
  const { chosen } = app.store.getState().watch;
  setWatch(app, (watch) => {
    const rules = (watch.rules ?? []).filter((view) => view.rule.id !== id);
    // What was changed about a rule goes with it.
    return { rules, ...(watch.chosen === id ? { chosen: null, editor: null } : {}) };
  });
  if (chosen === id) void askActivity(app);
  return remember(app, async () => {
    takeRule(app, await app.bridge.call('watch:save', { rule: draftOf(rule) }));
  });
}

/** Converts a file although its rule left it alone, or is done with it. */
export async function convertAnyway(
  app: App,
  { ruleId, path }: Pick<WatchedFile, 'ruleId' | 'path'>,
): Promise<void> {
  await app.bridge.call('watch:again', { ruleId, path });
}

/** The window knows a saved rule before the engine tells everyone. */
function takeRule(app: App, rule: WatchRule): void {
  setWatch(app, (watch) => {
    const rules = withRule(watch.rules ?? [], rule);
    return { rules, ...followed(watch, rules) };
  });
}

const counted = { settling: 0, queued: 0, converting: 0, done: 0, doneToday: 0, failed: 0, leftAlone: 0 };

/** The rules with one that was saved, by name. What it is doing is told later. */
export function withRule(rules: readonly WatchRuleView[], rule: WatchRule): readonly WatchRuleView[] {
  const old = ruleOf({ rules }, rule.id);
  const state = rule.on ? 'starting' : 'resting';
  const view: WatchRuleView =
    old === undefined
      ? { rule, state, problem: null, retrySeconds: null, polling: false, counts: counted, lookedAt: null }
      : { ...old, rule, ...(old.rule.on === rule.on ? {} : { state, problem: null, retrySeconds: null }) };
  return [...rules.filter((one) => one.rule.id !== rule.id), view].sort(
    (a, b) => a.rule.name.localeCompare(b.rule.name) || (a.rule.id < b.rule.id ? -1 : 1),
  );
}
