import { useMemo } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import type { Priority } from '../../../shared/model/priority.ts';
import { CallFailed } from '../../bridge/bridge.ts';
import { linesOf } from '../../store/list-lines.ts';
import * as queue from '../../store/queue-actions.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import { selectOnly } from '../../store/selection.ts';
import { type App, useApp } from '../../store/store.ts';
import { undo as takeBack } from '../../store/undo.ts';
import { fold, selectedIds } from '../../store/view-actions.ts';
import { announce } from '../../ui/live-region.tsx';
import { dismissToast, toast } from '../../ui/toast.tsx';
import type { Words } from '../../words/en/index.ts';
import { countText } from '../../words/numbers.ts';
import { momentText } from '../../words/times.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { importJobs } from './import-jobs.ts';

/** What rows, bars, menus and keys do to files: ask the engine, and say what came of it where that is not seen. */
export type FileActions = ReturnType<typeof fileActions>;

/** The actions of the window; the same object as long as the language is. */
export function useFileActions(): FileActions {
  const app = useApp();
  const words = useWords();
  const locale = useLocale();
  return useMemo(() => fileActions(app, words, locale), [app, words, locale]);
}

/** Runs what the engine may refuse; a refusal is said in its own words. */
function told(work: Promise<unknown>): void {
  work.catch((reason: unknown) => {
    if (!(reason instanceof CallFailed)) throw reason;
    toast({ text: reason.error.message, second: reason.error.hint, tone: 'bad' });
  });
}

function fileActions(app: App, words: Words, locale: string) {
  const said = words.queue.said;
  const rowsOf = (ids: readonly string[]): readonly Row[] => {
    const { byId } = app.store.getState().rows;
    return ids.flatMap((id) => byId.get(id) ?? []);
  };
  /** Those of the files that something can be done to now; nothing is asked for none. */
  const able = (ids: readonly string[], can: keyof ReturnType<typeof abilitiesOf>): readonly string[] =>
    rowsOf(ids)
      .filter((row) => abilitiesOf(row)[can])
      .map((row) => row.id);
  /** None for a file that is not on this computer, and of which nothing was made here. */
  const openable = (id: string): readonly Row[] =>
    rowsOf([id]).filter((row) => abilitiesOf(row).openResult || abilitiesOf(row).openOriginal);
  const withAble = (
    ids: readonly string[],
    can: keyof ReturnType<typeof abilitiesOf>,
    run: (ids: readonly string[]) => Promise<unknown>,
  ): void => {
    const some = able(ids, can);
    if (some.length > 0) told(run(some));
  };

  const removed = (work: Promise<queue.Removed>, text: (n: number, text: string) => string): void =>
    told(
      work.then(({ count, undo }) => {
        if (count === 0) return;
        const words = text(count, countText(count, locale));
        toast({
          text: words,
          icon: 'trash',
          ...(undo === null
            ? {}
            : {
                action: {
                  label: said.undo,
                  run: () => told(takeBack(app, undo).then(() => announce(said.undone, 'polite'))),
                },
              }),
        });
        announce(`${words}.`, 'polite');
      }),
    );

  const actions = {
    /** Selected files in queue order. */
    selected: (): readonly string[] => {
      const { rows, selection } = app.store.getState();
      return selectedIds(rows, selection);
    },
    start: (ids: readonly string[] | null): void => {
      if (ids === null) told(queue.startFiles(app, null));
      else withAble(ids, 'start', (some) => queue.startFiles(app, some));
    },
    pause: (mode: 'after' | 'now'): void => told(queue.pauseQueue(app, mode)),
    resume: (): void => told(queue.resumeQueue(app)),
    cancel: (ids: readonly string[]): void => withAble(ids, 'cancel', (some) => queue.cancelFiles(app, some)),
    hold: (ids: readonly string[]): void => withAble(ids, 'hold', (some) => queue.holdFiles(app, some)),
    release: (ids: readonly string[]): void =>
      withAble(ids, 'release', (some) => queue.releaseFiles(app, some)),
    /** Opens the disk that the queue waits for, where files can be opened. */
    showFullDisk: (): void => told(app.bridge.call('shell:show_full_disk', null)),
    prioritize: (ids: readonly string[], priority: Priority): void =>
      withAble(ids, 'move', (some) => queue.prioritizeFiles(app, some, priority)),
    /** H: holds, or releases when all that could be held are. */
    toggleHold: (ids: readonly string[]): void => {
      if (able(ids, 'hold').length > 0) actions.hold(ids);
      else actions.release(ids);
    },
    retry: (ids: readonly string[]): void =>
      withAble(ids, 'retry', async (some) => {
        const { refused } = await queue.retryFiles(app, some);
        const [first] = refused;
        if (first === undefined) return;
        toast({
          text: said.notRetried(refused.length, countText(refused.length, locale)),
          second: first.error.message,
          tone: 'bad',
        });
      }),
    remove: (ids: readonly string[]): void => {
      if (ids.length > 0) removed(queue.removeFiles(app, ids), said.removed);
    },
    clearFinished: (all: boolean): void => removed(queue.clearFinished(app, all), said.cleared),
    undo: (): void =>
      told(
        takeBack(app).then((done) => {
          if (done) dismissToast();
          announce(done ? said.undone : said.nothingToUndo, 'polite');
        }),
      ),
    /** One step up or down, or to the front of the line. */
    step: (ids: readonly string[], step: 'up' | 'down' | 'next'): void => {
      const some = able(ids, 'move');
      const { order } = app.store.getState().rows;
      const before = queue.stepTarget(app.store.getState().rows, new Set(some), step);
      const [only] = rowsOf(some);
      if (only === undefined || before === undefined) return;
      told(
        queue.moveFiles(app, some, before).then(() => {
          if (some.length > 1) return;
          const to = before === null ? order.length : order.indexOf(before) + (step === 'down' ? 0 : 1);
          announce(said.moved(only.name, countText(to, locale), countText(order.length, locale)), 'polite');
        }),
      );
    },
    move: (ids: readonly string[], before: string | null): void =>
      withAble(ids, 'move', (some) => queue.moveFiles(app, some, before)),
    copyJson: (ids: readonly string[]): void => {
      if (ids.length > 0)
        told(
          queue.copyAsJson(app, ids).then(() => toast({ text: said.copiedJobs(ids.length), tone: 'good' })),
        );
    },
    copyCommand: (ids: readonly string[]): void => {
      if (ids.length > 0)
        told(
          queue
            .copyAsCommand(app, ids)
            .then(() => toast({ text: said.copiedCommands(ids.length), tone: 'good' })),
        );
    },
    /** Puts the address of an uploaded result on the clipboard, and says for how long it works. */
    copyLink: (id: string): void =>
      told(
        queue.copyLink(app, id).then((expiresAt) => {
          const until = expiresAt === null ? said.linkForEver : said.linkUntil(momentText(expiresAt, locale));
          toast({ text: said.copiedLink, second: until, tone: 'good' });
          announce(`${said.copiedLink}. ${until}`, 'polite');
        }),
      ),
    /** Opens it in the browser of the person. */
    openLink: (id: string): void => told(queue.openLink(app, id)),
    /** Jobs out of a file that the person chooses. */
    importJobs: (): void => told(importJobs(app, words, locale)),
    /** Asks before the batch is taken back. */
    undoBatch: (batchId: string): void => app.store.setState({ dialog: { name: 'undo_batch', batchId } }),
    open: (id: string): void => {
      for (const row of openable(id)) told(queue.openFile(app, row));
    },
    show: (id: string): void => {
      for (const row of openable(id)) told(queue.showFile(app, row));
    },
    dragOut: (ids: readonly string[]): void =>
      withAble(ids, 'openResult', (some) => queue.dragResults(app, some)),
    compare: (id: string): void => {
      if (able([id], 'compare').length > 0) app.store.setState({ place: { name: 'compare', id } });
    },
    /** Space: one file, large. */
    preview: (id: string): void => {
      if (rowsOf([id]).length > 0) app.store.setState({ dialog: { name: 'preview', id } });
    },
    /** Enter: the result, or the options of what has none; the head of a batch folds or unfolds. */
    enter: (id: string): void => {
      const { rows, view } = app.store.getState();
      if (linesOf(rows, view).batches.has(id)) fold(app, id, !view.folded.has(id));
      else if (able([id], 'openResult').length > 0) actions.open(id);
      else actions.inspect('options', id);
    },
    retryFailed(): void {
      actions.retry(
        rowsOf(app.store.getState().rows.order)
          .filter((row) => row.status === 'failed')
          .map((row) => row.id),
      );
    },
    setCompact: (compactRows: boolean): void =>
      told(app.bridge.call('settings:change', { change: { compactRows } })),
    /** Shows a page of the inspector, of the given file when one is given. */
    inspect: (tab: 'options' | 'details', id?: string): void =>
      app.store.setState(({ inspector, selection }) => ({
        inspector: { ...inspector, open: true, tab },
        selection: id === undefined ? selection : selectOnly(id),
      })),
  };
  return actions;
}
