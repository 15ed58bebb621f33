import { useEffect, useState } from 'react';
import type { BatchFacts } from '../../../shared/ipc/history-calls.ts';
import { lookAtBatch, undoBatch } from '../../store/history-actions.ts';
import { type App, useApp, useAppState } from '../../store/store.ts';
import { announce } from '../../ui/live-region.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { dismissToast, toast } from '../../ui/toast.tsx';
import type { Words } from '../../words/en/index.ts';
import { sentencesOf, undoneText } from '../../words/history-totals.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { sayRefusal } from '../drop/report.ts';
import s from './history.module.css';

/** Says what taking a batch back does, and asks. */
export function UndoBatchDialog() {
  const batchId = useAppState(({ dialog }) => (dialog?.name === 'undo_batch' ? dialog.batchId : null));
  return batchId === null ? null : <Asking key={batchId} batchId={batchId} />;
}

function Asking({ batchId }: { readonly batchId: string }) {
  const app = useApp();
  const locale = useLocale();
  const words = useWords();
  const w = words.history.undo;
  const [facts, setFacts] = useState<BatchFacts | null>(null);
  const close = (): void => app.store.setState({ dialog: null });
  useEffect(() => {
    let here = true;
    lookAtBatch(app, batchId).then(
      (found) => {
        if (here) setFacts(found);
      },
      (reason: unknown) => {
        if (!here) return;
        app.store.setState({ dialog: null });
        sayRefusal(reason, words.history.said.notDone);
      },
    );
    return () => {
      here = false;
    };
  }, [app, batchId, words]);
  const sentences = facts === null ? [w.looking] : sentencesOf(facts, locale, words);
  return (
    <ConfirmDialog
      open
      title={w.title}
      confirm={w.confirm}
      onClose={close}
      onConfirm={() => {
        close();
        void takeBack(app, batchId, locale, words);
      }}
    >
      <div className={s.sentences}>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <p className={s.why}>{w.kept}</p>
      </div>
    </ConfirmDialog>
  );
}

/** What takes longer than so many milliseconds is said to be at work. */
const soon = 500;

async function takeBack(app: App, batchId: string, locale: string, words: Words): Promise<void> {
  const w = words.history.undo;
  const working = setTimeout(() => toast({ text: w.working }), soon);
  try {
    const undone = await undoBatch(app, batchId);
    clearTimeout(working);
    const text = undoneText(undone, locale, words);
    announce(`${text}.`, 'polite');
    // The list of what stayed says the sums as well.
    dismissToast();
    if (undone.kept.length > 0) app.store.setState({ dialog: { name: 'batch_undone', undone } });
    else toast({ text, tone: 'good' });
  } catch (reason) {
    clearTimeout(working);
    sayRefusal(reason, words.history.said.notDone);
  }
}
