import {
  type WatchDraft,
  type WatchRule,
  type WatchRuleView,
  newWatchRule,
} from '../../shared/model/watch.ts';
import { type WatchEditor, type WatchField, type WatchState, ruleOf } from './watch-state.ts';

/** Rules while they are made or changed, as values. */

/** A rule as it is saved: without what the engine says of it. */
export function draftOf(rule: WatchRule): WatchDraft {
  const { id, on, name, folder, recursive, filter, stableSeconds, poll, existing, choice } = rule;
  const { output, connection, priority, originals, doneFolder, failedFolder } = rule;
  const watch = { id, on, name, folder, recursive, filter, stableSeconds, poll, existing };
  return { ...watch, choice, output, connection, priority, originals, doneFolder, failedFolder };
}

/** A rule that begins; its name follows the folder until it gets one of its own. */
export const newDraft = (folder = ''): WatchDraft => ({ ...newWatchRule, name: '', folder });

/** An editor in which nothing was changed. */
export function editorOf(draft: WatchDraft, base = draft): WatchEditor {
  return { draft, base, unread: {}, refused: null, tried: false, saving: false };
}

/** What a rule is called: its own name, or that of its folder. */
export function nameOfDraft({ name, folder }: Pick<WatchDraft, 'name' | 'folder'>): string {
  const own = name.trim();
  if (own !== '') return own;
  const parts = folder.split(/[\\/]/).filter((part) => part !== '');
  return (parts.at(-1) ?? folder).trim().slice(0, 120);
}

/** Fields without which, or between which, a rule makes no sense. */
export function lacksOf({ folder, filter }: WatchDraft): readonly WatchField[] {
  const { minBytes, maxBytes } = filter;
  const crossed = minBytes !== null && maxBytes !== null && minBytes > maxBytes;
  return [...(folder === '' ? (['folder'] as const) : []), ...(crossed ? (['maxBytes'] as const) : [])];
}

/** True when leaving the editor would lose something. */
export function isDirty({ draft, base, unread }: WatchEditor): boolean {
  return Object.keys(unread).length > 0 || !sameValue({ ...draft, on: true }, { ...base, on: true });
}

/** What the window makes of rules that the engine told: what nobody has changed follows, changes stay. */
export function followed(
  watch: Pick<WatchState, 'chosen' | 'editor'>,
  rules: readonly WatchRuleView[],
): Pick<WatchState, 'chosen' | 'editor'> {
  const { chosen, editor } = watch;
  if (chosen === null) return { chosen, editor };
  const view = ruleOf({ rules }, chosen);
  if (view === undefined) return { chosen: null, editor: editor !== null && isDirty(editor) ? editor : null };
  const now = draftOf(view.rule);
  if (editor === null || sameValue(editor.base, now)) return { chosen, editor };
  if (!isDirty(editor)) return { chosen, editor: editorOf(now) };
  return { chosen, editor: { ...editor, base: now, draft: { ...editor.draft, on: now.on } } };
}

/** Equal in all members, whatever their order. For plain values. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [keysA, keysB] = [Object.keys(a), Object.keys(b)];
  return (
    keysA.length === keysB.length &&
    keysA.every(
      (key) =>
        Object.hasOwn(b, key) &&
        sameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  );
}
