import { type ReactNode, useEffect, useState } from 'react';
import type { Output } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import type { ConvoyError } from '../../../../shared/model/error.ts';
import { useApp } from '../../../store/store.ts';
import { DetailsFoot } from './details-foot.tsx';
import { DetailsTab } from './details-tab.tsx';
import { errorOf } from '../editing.ts';
import { Failure } from '../failure/failure-panel.tsx';
import { InspectorHead } from '../inspector-head.tsx';
import s from '../inspector.module.css';

export interface JobDetailsProps {
  readonly row: Row;
  /** Name of the panel. */
  readonly label: string;
  /** Stands between the head and what scrolls. */
  readonly bar: ReactNode;
  /** Buttons below what went wrong. */
  readonly remedies: ReactNode;
}

/** What happened to one file that has ended, where nothing of it can be changed. */
export function JobDetails({ row, label, bar, remedies }: JobDetailsProps) {
  const { job, problem } = useJob(row);
  return (
    <aside className={s.panel} aria-label={label}>
      <InspectorHead subject={{ about: 'one', row }} />
      {bar}
      <div className={s.scroll}>
        <DetailsTab
          key={row.id}
          row={row}
          job={job}
          problem={problem}
          plan={null}
          failure={() =>
            row.error !== null && (
              <Failure row={{ ...row, error: row.error }} hint={job?.job.error?.hint ?? null}>
                {remedies}
              </Failure>
            )
          }
        />
      </div>
      <DetailsFoot row={row} job={job} />
    </aside>
  );
}

interface KnownJob {
  readonly job: Output<'jobs:get'> | null;
  readonly problem: ConvoyError | null;
}

const nothingYet: KnownJob = { job: null, problem: null };

/** The whole job of a row, asked for anew with each attempt. */
function useJob({ id, attempt, status }: Row): KnownJob {
  const { bridge } = useApp();
  const key = `${id} ${attempt} ${status}`;
  const [known, setKnown] = useState<KnownJob & { readonly key: string }>({ ...nothingYet, key });
  useEffect(() => {
    let gone = false;
    bridge.call('jobs:get', { id }).then(
      (job) => (gone ? undefined : setKnown({ key, job, problem: null })),
      (reason: unknown) => (gone ? undefined : setKnown({ key, job: null, problem: errorOf(reason) })),
    );
    return () => {
      gone = true;
    };
  }, [bridge, id, key]);
  return known.key === key ? known : nothingYet;
}
