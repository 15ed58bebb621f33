import { useMemo } from 'react';
import type { WatchedFile } from '../../../shared/model/watch.ts';
import { type App, useApp } from '../../store/store.ts';
import { type Undo, undo as takeBack } from '../../store/undo.ts';
import { visibleIds } from '../../store/list-view.ts';
import { selectRow, setView } from '../../store/view-actions.ts';
import * as watch from '../../store/watch-actions.ts';
import { draftOf, nameOfDraft } from '../../store/watch-draft.ts';
import * as editor from '../../store/watch-editor.ts';
import { ruleOf } from '../../store/watch-state.ts';
import { announce } from '../../ui/live-region.tsx';
import { dismissToast, toast } from '../../ui/toast.tsx';
import { type Words, useWords } from '../../words/words.tsx';
import { sayRefusal } from '../drop/report.ts';
import { freeName } from '../presets/preset-groups.ts';

/** What cards, rows, menus and keys do to rules and their files; what came of it is said where it is not seen. */
export type RuleActions = ReturnType<typeof ruleActions>;

/** The actions of the window; the same object as long as the language is. */
export function useRuleActions(): RuleActions {
  const app = useApp();
  const words = useWords();
  return useMemo(() => ruleActions(app, words), [app, words]);
}

function ruleActions(app: App, { watch: w }: Words) {
  const told = (work: Promise<unknown>): void => {
    work.catch((reason: unknown) => sayRefusal(reason, w.notDone));
  };
  const nameOf = (id: string): string => {
    const view = ruleOf(app.store.getState().watch, id);
    return view === undefined ? '' : view.rule.name;
  };
  const undo = (what: Undo | null = null): void =>
    told(
      takeBack(app, what).then((done) => {
        if (done) dismissToast();
        announce(done ? w.undone : w.nothingToUndo, 'polite');
      }),
    );
  return {
    /** The rule in the editor and its activity below. */
    choose: (id: string): void => editor.leaveTo(app, { to: 'rule', id }),
    chooseNone: (): void => editor.leaveTo(app, { to: 'all' }),
    edit: (id: string): void => editor.editRule(app, id),
    make: (): void => editor.makeRule(app),
    duplicate: (id: string): void => {
      const view = ruleOf(app.store.getState().watch, id);
      if (view === undefined) return;
      const names = (app.store.getState().watch.rules ?? []).map(({ rule }) => rule.name);
      const name = freeName(w.menu.copyOf(view.rule.name), names).slice(0, 120);
      editor.makeRule(app, { ...draftOf(view.rule), id: null, name });
    },
    switch: (id: string, on: boolean): void => told(watch.switchRule(app, id, on)),
    switchAll: (on: boolean): void => told(watch.switchAll(app, on)),
    lookAgain: (id: string): void =>
      told(watch.lookAgain(app, id).then(() => toast({ text: w.menu.lookedAgain(nameOf(id)) }))),
    showFolder: (id: string): void => told(app.bridge.call('shell:show_watched', { id })),
    remove: (id: string): void => {
      const text = w.menu.removed(nameOf(id));
      told(
        watch.removeRule(app, id).then((way) => {
          toast({
            text,
            second: w.menu.removedWhy,
            icon: 'trash',
            action: { label: w.undo, run: () => undo(way) },
          });
          announce(`${text}.`, 'polite');
        }),
      );
    },
    undo,
    save: (): void => {
      const draft = app.store.getState().watch.editor?.draft;
      if (draft === undefined) return;
      told(
        editor.saveEditor(app).then((saved) => {
          if (saved) toast({ text: w.editor.saved(nameOfDraft(draft)), tone: 'good' });
        }),
      );
    },
    anyway: (file: WatchedFile): void =>
      told(
        watch
          .convertAnyway(app, file)
          .then(() => announce(`${w.activity.takenAnyway(nameIn(file.path))}.`, 'polite')),
      ),
    /** The file in the queue, selected and in view. */
    showJob: ({ jobId }: WatchedFile): void => {
      if (jobId === null) return;
      const { rows, view } = app.store.getState();
      if (!rows.byId.has(jobId)) {
        toast({ text: w.activity.jobGone });
        return;
      }
      if (!visibleIds(rows, view).includes(jobId)) setView(app, { filter: 'all', search: '' });
      selectRow(app, jobId);
      app.store.setState({ place: { name: 'queue' } });
    },
    showFile: ({ jobId, state }: WatchedFile): void => {
      if (jobId !== null)
        told(app.bridge.call('shell:show', { id: jobId, which: state === 'done' ? 'result' : 'input' }));
    },
  };
}

/** The last part of a path below a watched folder. */
const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
