import type { Engine, QueueEntry } from '../engine/index.ts';

/** Inputs of jobs that run or may be run again. */
export function inputsInUse({ queue }: Engine): ReadonlySet<string> {
  const inputs = new Set<string>();
  for (let after: string | null = null; ;) {
    const entries: readonly QueueEntry[] = queue.page({ after, limit: 1000 });
    for (const { job } of entries) {
      if (job.status === 'succeeded') continue;
      for (const input of typeof job.input === 'string' ? [job.input] : job.input) inputs.add(input);
    }
    after = entries.at(-1)?.job.id ?? null;
    if (after === null) return inputs;
  }
}
