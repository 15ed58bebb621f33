import { describe, expect, it } from 'vitest';
import { BatchTally } from '../../../electron/cli/convert/batch-tally.ts';
import { phaseOf } from '../../../electron/cli/print/job-facts.ts';
import type { Job, Task } from '../../../shared/model/job.ts';
import { jobOf } from './stand-ins.ts';

/** A job of which the named task is running and all before it are done. */
function at(job: Job, running: Task['kind'] | null, done: readonly Task['kind'][] = []): Job {
  return {
    ...job,
    status: 'processing',
    tasks: job.tasks.map((task) => ({
      ...task,
      status: task.kind === running ? 'processing' : done.includes(task.kind) ? 'succeeded' : 'waiting',
    })),
  };
}

const job = jobOf({ status: 'queued' });
const progress = (
  id: string,
  share: number,
  eta: number | null = null,
): Parameters<BatchTally['hear']>[0] => ({
  type: 'progress',
  id,
  progress: share,
  speed: 2,
  eta,
  bytes: null,
  transfer: null,
});

describe('what a job is doing', () => {
  it.each<[string, Job]>([
    ['waiting', job],
    ['reading', at(job, null)],
    ['reading', at(job, 'probe')],
    ['waiting', at(job, null, ['probe'])],
    ['downloading', at(job, 'import', ['probe'])],
    ['converting', at(job, 'video', ['probe', 'import'])],
    ['finishing', at(job, 'export', ['probe', 'import', 'video'])],
  ])('%s', (phase, one) => expect(phaseOf(one)).toBe(phase));
});

describe('the tally of a batch', () => {
  it('follows each file and counts each end once', () => {
    let clock = 0;
    const tally = new BatchTally(4, () => clock);
    const [a, b, c] = [jobOf({ status: 'queued' }), jobOf({ status: 'queued' }), jobOf({ status: 'queued' })];
    for (const one of [a, b, c]) expect(tally.hear({ type: 'job', job: one })).toBeNull();
    expect(tally.running()).toEqual([]);
    tally.hear({ type: 'job', job: at(a, 'video', ['probe']) });
    tally.hear({ type: 'job', job: at(b, null, ['probe']) });
    tally.hear(progress(a.id, 0.5, 30));
    clock = 10_000;
    expect(tally.running()).toEqual([
      { id: a.id, name: 'holiday.mov', phase: 'converting', progress: 0.5, speed: 2, eta: 30 },
    ]);
    expect(tally.figures()).toMatchObject({
      total: 4,
      ended: 0,
      progress: 0.125,
      eta: 70,
      elapsedMs: 10_000,
    });

    const done = { ...jobOf({ status: 'succeeded' }, [1000, 300]), id: a.id };
    expect(tally.hear({ type: 'job', job: done })).toBe(done);
    expect(tally.hear({ type: 'job', job: done })).toBeNull();
    tally.hear({ type: 'job', job: { ...c, status: 'failed' } });
    tally.hear(progress(b.id, 0.9, 500));
    expect(tally.figures()).toEqual({
      ...{ total: 4, ended: 2, succeeded: 1, failed: 1, skipped: 0, cancelled: 0 },
      ...{ inputBytes: 1000, outputBytes: 300, progress: 0.725, elapsedMs: 10_000 },
      // The slowest running file needs longer than the rest of the count would say.
      eta: 500,
    });
    expect([tally.hasEnded(a.id), tally.hasEnded(b.id), tally.nameOf(b.id), tally.nameOf(a.id)]).toEqual([
      true,
      false,
      'holiday.mov',
      null,
    ]);
  });

  it('tells no time left before three seconds and two percent', () => {
    let clock = 0;
    const tally = new BatchTally(100, () => clock);
    const one = at(job, 'video', ['probe']);
    tally.hear({ type: 'job', job: one });
    clock = 60_000;
    tally.hear(progress(one.id, 1));
    expect(tally.figures().eta).toBeNull();
    tally.hear({ type: 'job', job: { ...jobOf({ status: 'skipped' }), id: one.id } });
    tally.hear({ type: 'job', job: jobOf({ status: 'skipped' }) });
    expect(tally.figures().eta).toBe(2940);
    clock = 2999;
    expect(tally.figures().eta).toBeNull();
  });
});
