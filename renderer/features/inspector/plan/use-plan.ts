import { useEffect, useMemo, useState } from 'react';
import type { PlanView } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import type { ConvoyError } from '../../../../shared/model/error.ts';
import { useApp, useAppState } from '../../../store/store.ts';
import { errorOf } from '../editing.ts';
import { isWaiting } from '../subject.ts';

/** The plan of one file as it was last heard. */
export interface PlanState {
  readonly plan: PlanView | null;
  readonly error: ConvoyError | null;
  /** True while a newer answer is on its way: the old one is shown, dimmed. */
  readonly stale: boolean;
}

interface Question {
  readonly id: string | null;
}

interface Answer extends Omit<PlanState, 'stale'> {
  readonly to: Question;
}

/**
 * Asks for the plan of a queued file, and again when its row, the settings or its options changed. Answers to an older
 * question are not looked at.
 *
 * @param settled counts changes of options that were answered
 */
export function usePlan(row: Row | null, settled: number): PlanState {
  const { bridge } = useApp();
  const settings = useAppState((state) => state.settings);
  const id = row !== null && isWaiting(row) ? row.id : null;
  // A put of the row means that it was planned again.
  const planned = row?.plan ?? null;
  const refused = row?.error ?? null;
  const question = useMemo<Question>(
    () => ({ id }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- all that makes the old answer old
    [id, planned, refused, settled, settings],
  );
  const [answer, setAnswer] = useState<Answer | null>(null);

  useEffect(() => {
    if (question.id === null) return;
    let late = false;
    const hear = (plan: PlanView | null, error: ConvoyError | null): void => {
      if (!late) setAnswer({ to: question, plan, error });
    };
    bridge.call('jobs:plan', { id: question.id }).then(
      (heard) => (heard.ok ? hear(heard.plan, null) : hear(null, heard.error)),
      (error: unknown) => hear(null, errorOf(error)),
    );
    return () => {
      late = true;
    };
  }, [bridge, question]);

  if (id === null) return { plan: null, error: null, stale: false };
  if (answer?.to.id !== id) return { plan: null, error: null, stale: true };
  return { plan: answer.plan, error: answer.error, stale: answer.to !== question };
}
