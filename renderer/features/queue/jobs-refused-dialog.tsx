import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import s from './jobs-refused-dialog.module.css';

/** Most entries that are listed: nobody reads more of them. */
const most = 200;

/** After jobs were read from a file: which entries of it are none, and why. */
export function JobsRefusedDialog() {
  const app = useApp();
  const locale = useLocale();
  const words = useWords().history;
  const w = words.import;
  const imported = useAppState(({ dialog }) => (dialog?.name === 'jobs_refused' ? dialog.imported : null));
  if (imported === null) return null;
  const { added, refused } = imported;
  const close = (): void => app.store.setState({ dialog: null });
  return (
    <Dialog
      open
      title={w.refusedTitle(refused.length, countText(refused.length, locale))}
      onClose={close}
      foot={
        <Button variant="primary" data-first-stop="" onClick={close}>
          {w.close}
        </Button>
      }
    >
      <div role="group" aria-label={w.refusedList} tabIndex={0}>
        <p className={s.lead}>{added === 0 ? w.none : w.added(added, countText(added, locale))}.</p>
        <dl className={s.list}>
          {refused.slice(0, most).map(({ entry, error }) => (
            <div key={entry} className={s.entry}>
              <dt>{w.entry(countText(entry, locale))}</dt>
              <dd>{error.message}</dd>
            </div>
          ))}
        </dl>
      </div>
      {refused.length > most && <p>{words.undo.keptMore(countText(refused.length - most, locale))}</p>}
    </Dialog>
  );
}
