import type { Job } from '../../../shared/model/job.ts';
import type { AddRequest, Engine, EngineEvent } from '../../engine/index.ts';
import { BatchTally } from './batch-tally.ts';
import { codeOfBatch } from '../exit-code.ts';
import type { Interruption } from '../interruption.ts';
import { reportersFor } from '../print/choose-reporters.ts';
import type { RunFlags } from '../run-flags.ts';
import type { Surroundings } from '../surroundings.ts';

/** What is to be converted: requests for the engine, and failed jobs that stand for entries that are no request. */
export interface Batch {
  readonly requests: readonly AddRequest[];
  readonly rejected: readonly Job[];
}

/** Runs a batch to its end and tells how it goes. Gives the exit code. */
export async function runBatch(
  door: Surroundings,
  engine: Engine,
  batch: Batch,
  flags: RunFlags,
  interruption: Interruption,
): Promise<number> {
  const tally = new BatchTally(batch.requests.length + batch.rejected.length, door.now);
  const reporters = await reportersFor(door, flags, tally);
  const hear = (event: EngineEvent): void => {
    const ended = tally.hear(event);
    for (const reporter of reporters) reporter.hear(event, ended);
  };
  const unsubscribe = engine.subscribe(hear);
  const cancels: Promise<void>[] = [];
  let added = false;
  interruption.onStop((reason) => {
    for (const reporter of reporters) reporter.stopping(reason);
    if (added) cancels.push(engine.cancel('all'));
  });
  try {
    for (const job of batch.rejected) hear({ type: 'job', job });
    // Ids only: ten thousand jobs as they were when they were added are nobody's business later.
    const ids = interruption.reason() === null ? idsOf(await engine.add(batch.requests)) : [];
    added = true;
    // A signal during `add` found nothing to cancel yet.
    if (interruption.reason() !== null) cancels.push(engine.cancel('all'));
    await engine.idle();
    await Promise.all(cancels);
    // Events may still be on their way when the engine is idle; it knows by itself how each job ended.
    for (const id of ids) {
      const last = tally.hasEnded(id) ? null : engine.job(id);
      if (last !== null) hear({ type: 'job', job: last });
    }
  } finally {
    unsubscribe();
    for (const reporter of reporters) reporter.close(tally.figures(), interruption.reason());
  }
  return codeOfBatch(tally.figures(), interruption.reason());
}

const idsOf = (jobs: readonly Job[]): readonly string[] => jobs.map(({ id }) => id);
