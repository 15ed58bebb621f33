import { detailedHistory, showDetails } from '../../store/history-actions.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useWords } from '../../words/words.tsx';
import { JobDetails } from '../inspector/index.ts';
import s from './history.module.css';
import { useHistoryActions } from './use-history-actions.ts';

/** Beside the list: what happened to the selected file. */
export function HistoryDetails() {
  const app = useApp();
  const actions = useHistoryActions();
  const w = useWords().history;
  const row = useAppState(detailedHistory);
  if (row === null) return null;
  return (
    <JobDetails
      row={row}
      label={w.details.of(row.name)}
      bar={
        <div className={s.detailsBar}>
          <h3 className={s.detailsTitle}>{w.details.title}</h3>
          <IconButton
            label={w.details.close}
            icon={<Icon name="x" />}
            className={s.closeDetails}
            onClick={() => showDetails(app, () => false)}
          />
        </div>
      }
      remedies={
        <Button variant="primary" onClick={() => actions.runAgain([row.id])}>
          {w.actions.again}
        </Button>
      }
    />
  );
}
