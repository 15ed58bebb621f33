import type { WatchDraft, WatchRule } from '../../shared/model/watch.ts';
import { CallFailed } from '../bridge/bridge.ts';
import { setWatch } from './set-watch.ts';
import type { App } from './store.ts';
import { draftOf, editorOf, isDirty, lacksOf, nameOfDraft, newDraft } from './watch-draft.ts';
import { askActivity } from './watch-feed.ts';
import { withRule } from './watch-actions.ts';
import { type Leaving, type WatchField, ruleOf } from './watch-state.ts';

/** Choosing rules and changing the one that is chosen. Changes that are not saved are never dropped without asking. */

/** Goes somewhere else in the watch folders; with changes that are not saved the person is asked first. */
export function leaveTo(app: App, leaving: Leaving): void {
  const { editor } = app.store.getState().watch;
  if (editor !== null && isDirty(editor)) setWatch(app, () => ({ leaving }));
  else go(app, leaving);
}

/** What a person answered who was asked about changes. */
export async function answerLeaving(app: App, answer: 'save' | 'discard' | 'stay'): Promise<void> {
  const { leaving } = app.store.getState().watch;
  setWatch(app, () => ({ leaving: null }));
  if (leaving === null || answer === 'stay') return;
  if (answer === 'save' && !(await saveEditor(app))) return;
  go(app, leaving);
}

function go(app: App, leaving: Leaving): void {
  const { chosen } = app.store.getState().watch;
  switch (leaving.to) {
    case 'rule': {
      const view = ruleOf(app.store.getState().watch, leaving.id);
      if (view === undefined) return;
      setWatch(app, () => ({ chosen: leaving.id, editor: editorOf(draftOf(view.rule)) }));
      break;
    }
    case 'new':
      // Whatever it begins with is a change: nothing of it is saved.
      setWatch(app, () => ({ chosen: null, editor: editorOf(leaving.draft, newDraft()) }));
      break;
    case 'all':
      setWatch(app, () => ({ chosen: null, editor: null }));
  }
  if (app.store.getState().watch.chosen !== chosen) void askActivity(app);
}

/** Opens the watch folders with a new rule. */
export function makeRule(app: App, draft: WatchDraft = newDraft()): void {
  showEditor(app);
  const { editor } = app.store.getState().watch;
  // A second press on "New rule" is no reason to ask.
  if (editor?.draft.id === null && draft.folder === '') return;
  leaveTo(app, { to: 'new', draft });
}

/** Opens a rule in the editor. */
export function editRule(app: App, id: string): void {
  showEditor(app);
  if (app.store.getState().watch.chosen !== id) leaveTo(app, { to: 'rule', id });
}

function showEditor(app: App): void {
  app.store.setState(({ inspector }) => ({
    place: { name: 'watch' },
    inspector: { ...inspector, open: true },
  }));
}

/** Changes the rule in the editor. */
export function changeDraft(app: App, change: Partial<WatchDraft>): void {
  setWatch(app, ({ editor }) =>
    editor === null ? {} : { editor: { ...editor, draft: { ...editor.draft, ...change }, refused: null } },
  );
}

/** Says what is wrong with the text of a field, or with null that it is a value again. */
export function setUnread(app: App, field: WatchField, wrong: string | null): void {
  setWatch(app, ({ editor }) => {
    if (editor === null) return {};
    const others = Object.fromEntries(Object.entries(editor.unread).filter(([name]) => name !== field));
    return { editor: { ...editor, unread: wrong === null ? others : { ...others, [field]: wrong } } };
  });
}

/** Puts a folder that was chosen into the rule in the editor. */
export function takeFolder(app: App, field: 'folder' | 'output', folder: string): void {
  setUnread(app, field, null);
  changeDraft(app, field === 'folder' ? { folder } : { output: asOutputFolder(folder) });
}

/** A folder for results ends in a slash; without it the last part would be a name. */
function asOutputFolder(folder: string): string {
  if (/[\\/]$/.test(folder)) return folder;
  return folder + (/^(?:[a-z]:\\|\\\\)/i.test(folder) ? '\\' : '/');
}

/** Forgets what was changed; a new rule goes away. */
export function cancelEditor(app: App): void {
  const { editor, chosen } = app.store.getState().watch;
  if (editor === null) return;
  setWatch(app, () => ({ editor: chosen === null ? null : editorOf(editor.base) }));
}

/** Saves the rule. False when text is no value or the engine refuses; the editor says why at the field. */
export async function saveEditor(app: App): Promise<boolean> {
  const { watch } = app.store.getState();
  const { editor } = watch;
  if (editor === null || editor.saving) return false;
  const { draft } = editor;
  if (Object.keys(editor.unread).length > 0 || lacksOf(draft).length > 0) {
    setWatch(app, () => ({ editor: { ...editor, tried: true } }));
    return false;
  }
  // Whether a rule rests is changed by its switch, which does not wait for Save.
  const on = ruleOf(watch, draft.id)?.rule.on ?? draft.on;
  setWatch(app, () => ({ editor: { ...editor, saving: true, refused: null } }));
  try {
    const rule = await app.bridge.call('watch:save', { rule: { ...draft, name: nameOfDraft(draft), on } });
    takeOver(app, rule);
    return true;
  } catch (reason) {
    if (!(reason instanceof CallFailed)) throw reason;
    setWatch(app, ({ editor: now }) =>
      now === null ? {} : { editor: { ...now, saving: false, refused: reason.error } },
    );
    return false;
  }
}

/** The window knows a saved rule before the engine tells everyone. */
function takeOver(app: App, rule: WatchRule): void {
  const { chosen } = app.store.getState().watch;
  setWatch(app, ({ rules }) => ({
    rules: withRule(rules ?? [], rule),
    chosen: rule.id,
    editor: editorOf(draftOf(rule)),
  }));
  if (chosen !== rule.id) void askActivity(app);
}
