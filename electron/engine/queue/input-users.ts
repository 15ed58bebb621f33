import { nameKey } from '../../../shared/plan/names/file-name.ts';
import { hostPlatform } from '../publish/same-file.ts';

/** Which jobs still need an input: those that wait or run, and those that ended without a result and may be tried again. */
export interface InputUsers {
  /** @param inputs absolute paths */
  add(jobId: string, inputs: readonly string[]): void;
  /** The job has its result, or is gone. */
  remove(jobId: string): void;
  /** Other jobs that need the file. */
  others(file: string, jobId: string): readonly string[];
}

export function createInputUsers(): InputUsers {
  const platform = hostPlatform();
  const byInput = new Map<string, Set<string>>();
  const byJob = new Map<string, readonly string[]>();
  const remove = (jobId: string): void => {
    for (const key of byJob.get(jobId) ?? []) {
      const jobs = byInput.get(key);
      jobs?.delete(jobId);
      if (jobs?.size === 0) byInput.delete(key);
    }
    byJob.delete(jobId);
  };
  return {
    add(jobId, inputs) {
      remove(jobId);
      const keys = inputs.map((input) => nameKey(input, platform));
      byJob.set(jobId, keys);
      for (const key of keys) byInput.set(key, (byInput.get(key) ?? new Set()).add(jobId));
    },
    remove,
    others: (file, jobId) =>
      [...(byInput.get(nameKey(file, platform)) ?? [])].filter((other) => other !== jobId),
  };
}
