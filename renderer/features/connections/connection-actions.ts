import { useMemo } from 'react';
import * as store from '../../store/connections-actions.ts';
import { type App, useApp } from '../../store/store.ts';
import { announce } from '../../ui/live-region.tsx';
import { toast } from '../../ui/toast.tsx';
import { checkTimeText } from '../../words/times.ts';
import { type Words, useLocale, useWords } from '../../words/words.tsx';
import { sayRefusal } from '../drop/report.ts';

/** What cards, menus and buttons do to connections; what came of it is said where it is not seen. */
export type ConnectionActions = ReturnType<typeof connectionActions>;

export function useConnectionActions(): ConnectionActions {
  const app = useApp();
  const words = useWords();
  const locale = useLocale();
  return useMemo(() => connectionActions(app, words, locale), [app, words, locale]);
}

function connectionActions(app: App, { connections: w, units }: Words, locale: string) {
  const told = (work: Promise<unknown>): void => {
    work.catch((reason: unknown) => sayRefusal(reason, w.notDone));
  };
  const test = async (): Promise<void> => {
    await store.testConnection(app);
    const check = app.store.getState().connections.editor?.check ?? null;
    if (check === null) return;
    const { error, seconds } = check;
    announce(
      error === null ? w.editor.tested(checkTimeText(seconds, locale, units)) : error.message,
      'polite',
    );
  };
  return {
    choose: (id: string): void => store.openConnection(app, id),
    chooseNone: (): void => store.leaveConnection(app, { to: 'none' }),
    make: (): void => store.openConnection(app, null),
    /** The connection in the editor. */
    test: (): void => told(test()),
    /** One of the list. */
    testOne: (id: string): void => {
      store.openConnection(app, id);
      if (app.store.getState().connections.editor?.draft.id === id) told(test());
    },
    save: (): void => {
      told(
        store.saveConnection(app).then((saved) => {
          const name = app.store.getState().connections.editor?.draft.name ?? '';
          if (saved) toast({ text: w.editor.savedToast(name), tone: 'good' });
        }),
      );
    },
    cancel: (): void => store.cancelConnection(app),
    remove: (id: string, name: string): void =>
      told(
        store.removeConnection(app, id).then(() => {
          const isUsual = app.store.getState().settings.outputConnection?.id === id;
          const second = isUsual ? w.remove.wasUsual : null;
          toast({ text: w.remove.done(name), icon: 'trash', ...(second === null ? {} : { second }) });
          announce([`${w.remove.done(name)}.`, second].filter((part) => part !== null).join(' '), 'polite');
        }),
      ),
  };
}
