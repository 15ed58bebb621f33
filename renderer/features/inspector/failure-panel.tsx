import { useState } from 'react';
import type { Output } from '../../../shared/ipc/contract.ts';
import type { Row } from '../../../shared/ipc/row.ts';
import { errorTable } from '../../../shared/model/error.ts';
import { retryFiles } from '../../store/queue-actions.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLocale, useWords } from '../../words/words.tsx';
import s from './details.module.css';
import { remedyLabel, type RemedyPlaces, runRemedy } from './remedy-action.ts';
import { remedyOf } from './remedy-of.ts';
import { isWaiting } from './subject.ts';
import { useRun } from './use-run.ts';

/** What went wrong with one file, and the button that does something about it. */
export function FailurePanel({
  row,
  job,
  places,
}: {
  readonly row: Row & { readonly error: NonNullable<Row['error']> };
  readonly job: Output<'jobs:get'> | null;
  readonly places: RemedyPlaces;
}) {
  const app = useApp();
  const w = useWords().inspector.fail;
  const locale = useLocale();
  const settings = useAppState((state) => state.settings);
  const [busy, setBusy] = useState(false);
  const error = job?.job.error ?? null;
  const output = job?.job.output ?? null;
  const remedy = remedyOf({ row, error: row.error, options: job?.options ?? {}, output, settings });
  const hint = error?.hint ?? errorTable[row.error.kind].hint;

  const tell = useRun();
  const run = async (action: () => Promise<unknown>) => {
    setBusy(true);
    await tell(action);
    setBusy(false);
  };
  const plainRetry =
    remedy.does !== 'retry' && !isWaiting(row) && errorTable[row.error.kind].retry !== 'never';
  const getsFfmpeg = row.error.kind === 'encoder_missing' && remedy.does !== 'get_ffmpeg';
  return (
    <section className={classes(s.fail, row.status !== 'failed' && s.mild)} aria-label={w.label}>
      <h3 className={s.failHead}>
        <Icon name={row.status === 'failed' ? 'fail' : 'warn'} />
        <span>{row.error.message}</span>
      </h3>
      {hint !== '' && <p className={s.failHint}>{hint}</p>}
      <div className={s.failDo}>
        <Button
          variant="primary"
          disabled={busy}
          onClick={() => void run(() => runRemedy(app, row, remedy, output, places))}
        >
          {remedyLabel(remedy, w, locale)}
        </Button>
        {plainRetry && (
          <Button variant="plain" disabled={busy} onClick={() => void run(() => retryFiles(app, [row.id]))}>
            {w.tryAgain}
          </Button>
        )}
        {getsFfmpeg && (
          <Button
            variant="plain"
            disabled={busy}
            onClick={() => void run(() => app.bridge.call('shell:link', { to: 'get_ffmpeg' }))}
          >
            {w.get_ffmpeg}
          </Button>
        )}
      </div>
    </section>
  );
}
