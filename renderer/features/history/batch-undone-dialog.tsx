import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { undoneText } from '../../words/history-totals.ts';
import { homePath } from '../../words/home-path.ts';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import s from './history.module.css';

/** Most files that are listed: nobody reads more of them. */
const most = 200;

/** After a batch was taken back: which files stayed as they were, and why. */
export function BatchUndoneDialog() {
  const app = useApp();
  const locale = useLocale();
  const words = useWords();
  const w = words.history.undo;
  const home = useAppState((state) => state.hello?.home ?? null);
  const undone = useAppState(({ dialog }) => (dialog?.name === 'batch_undone' ? dialog.undone : null));
  if (undone === null) return null;
  const { kept } = undone;
  const close = (): void => app.store.setState({ dialog: null });
  return (
    <Dialog
      open
      size="wide"
      title={w.keptTitle(kept.length, countText(kept.length, locale))}
      onClose={close}
      foot={
        <Button variant="primary" data-first-stop="" onClick={close}>
          {w.close}
        </Button>
      }
    >
      {/* The keyboard scrolls it. */}
      <div role="group" aria-label={w.keptList} tabIndex={0}>
        <p className={s.lead}>{undoneText(undone, locale, words)}.</p>
        <ul className={s.kept}>
          {kept.slice(0, most).map(({ id, what, name, folder, reason }) => (
            <li key={`${id} ${what} ${folder} ${name}`} className={s.keptFile}>
              <MiddleCut text={name} strong />
              <span className={s.keptWhy}>{w.keptWhy(w.keptOf[what], reason)}</span>
              <span className={s.keptFolder} title={folder} data-may-cut="">
                {homePath(folder, home)}
              </span>
            </li>
          ))}
        </ul>
        {kept.length > most && <p>{w.keptMore(countText(kept.length - most, locale))}</p>}
      </div>
    </Dialog>
  );
}
