import { useApp, useAppState } from '../../store/store.ts';
import { nameOfDraft } from '../../store/watch-draft.ts';
import { answerLeaving } from '../../store/watch-editor.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../words/words.tsx';

/** Asks what becomes of changes that are not saved, before the editor shows another rule. */
export function LeaveDialog() {
  const app = useApp();
  const w = useWords().watch.leave;
  const leaving = useAppState(({ watch }) => watch.leaving);
  const draft = useAppState(({ watch }) => watch.editor?.draft ?? null);
  if (leaving === null || draft === null) return null;
  const answer = (what: 'save' | 'discard' | 'stay') => () => void answerLeaving(app, what);
  return (
    <Dialog
      open
      role="alertdialog"
      title={w.title(draft.id === null ? '' : nameOfDraft(draft))}
      onClose={answer('stay')}
      foot={
        <>
          <Button variant="plain" onClick={answer('stay')}>
            {w.stay}
          </Button>
          <Button onClick={answer('discard')}>{w.discard}</Button>
          <Button variant="primary" data-first-stop="" onClick={answer('save')}>
            {w.save}
          </Button>
        </>
      }
    >
      <p>{w.text}</p>
    </Dialog>
  );
}
