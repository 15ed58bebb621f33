import { type ReactNode, useState } from 'react';
import type { Output } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { errorTable } from '../../../../shared/model/error.ts';
import { retryFiles } from '../../../store/queue-actions.ts';
import { useApp, useAppState } from '../../../store/store.ts';
import { Button } from '../../../ui/button.tsx';
import { classes } from '../../../ui/classes.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useLocale, useWords } from '../../../words/words.tsx';
import s from '../details/details.module.css';
import { remedyLabel, type RemedyPlaces, runRemedy } from './remedy-action.ts';
import { remedyOf } from './remedy-of.ts';
import { isWaiting } from '../subject.ts';
import { isUploadError } from '../details/task-lines.ts';
import { useRun } from '../details/use-run.ts';

export type FailedRow = Row & { readonly error: NonNullable<Row['error']> };

/** What went wrong with one file, and the button that does something about it. */
export function FailurePanel({
  row,
  job,
  places,
}: {
  readonly row: FailedRow;
  readonly job: Output<'jobs:get'> | null;
  readonly places: RemedyPlaces;
}) {
  const app = useApp();
  const w = useWords().inspector.fail;
  const locale = useLocale();
  const settings = useAppState((state) => state.settings);
  const views = useAppState(({ connections }) => connections.views);
  const [busy, setBusy] = useState(false);
  const error = job?.job.error ?? null;
  const output = job?.job.output ?? null;
  const connection =
    views?.find((view) => view.connection.name === row.upload?.connection)?.connection ?? null;
  const remedy = remedyOf({
    ...{ row, output, connection, settings },
    error: row.error,
    hint: error?.hint,
    options: job?.options ?? {},
  });
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
    <Failure row={row} hint={error?.hint ?? null}>
      <Button
        variant="primary"
        disabled={busy}
        onClick={() => void run(() => runRemedy(app, row, remedy, output, places))}
      >
        {remedyLabel(remedy, w, locale)}
      </Button>
      {plainRetry && (
        <Button variant="plain" disabled={busy} onClick={() => void run(() => retryFiles(app, [row.id]))}>
          {staysHere(row) ? w.uploadAgain : w.tryAgain}
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
    </Failure>
  );
}

export interface FailureProps {
  readonly row: FailedRow;
  /** Null = that of the kind of error. */
  readonly hint: string | null;
  /** The buttons. */
  readonly children: ReactNode;
}

/** What went wrong, in words, over what can be done about it. */
export function Failure({ row, hint, children }: FailureProps) {
  const w = useWords().inspector.fail;
  const text = hint ?? errorTable[row.error.kind].hint;
  return (
    <section className={classes(s.fail, row.status !== 'failed' && s.mild)} aria-label={w.label}>
      <h3 className={s.failHead}>
        <Icon name={row.status === 'failed' ? 'fail' : 'warn'} />
        <span>{row.error.message}</span>
      </h3>
      {text !== '' && <p className={s.failHint}>{text}</p>}
      {staysHere(row) && <p className={s.failHint}>{w.stillHere}</p>}
      <div className={s.failDo}>{children}</div>
    </section>
  );
}

/** The upload alone failed: its next attempt encodes nothing. */
const staysHere = (row: FailedRow): boolean =>
  row.status === 'failed' && isUploadError(row.error.kind) && row.upload !== null;
