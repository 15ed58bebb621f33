import type { Job } from '../../../shared/model/job.ts';
import type { Engine, EngineEvent } from '../../engine/index.ts';

/** What happens to jobs, heard once for all who want to know: progress that no job carries, how many are open, and news. */
export interface LiveJobs {
  /** The job with what is known of its progress. Null when nobody knows it. */
  find(id: string): Job | null;
  seen(job: Job): Job;
  /** Jobs that wait or run. */
  open(): number;
  /** Hears of one job; returns the way to stop hearing. */
  watch(id: string, listener: (news: JobNews) => void): () => void;
  /** Hears of every job that has ended, or was removed before it could. */
  onOver(listener: (id: string) => void): () => void;
  close(): void;
}

export type JobProgress = Extract<EngineEvent, { type: 'progress' }>;
export type JobNews =
  | { readonly what: 'state'; readonly job: Job }
  | { readonly what: 'progress'; readonly progress: JobProgress }
  | { readonly what: 'removed' };

export const isOver = ({ status }: Pick<Job, 'status'>): boolean =>
  status !== 'queued' && status !== 'processing';

const page = 1000;

export function createLiveJobs(engine: Engine): LiveJobs {
  const progress = new Map<string, number | null>();
  const open = new Set<string>();
  const watchers = new Map<string, Set<(news: JobNews) => void>>();
  const enders = new Set<(id: string) => void>();
  for (const status of ['queued', 'processing'] as const) {
    for (let after: string | null = null; ;) {
      const query = { kind: null, status, after, before: null, order: 'asc', limit: page } as const;
      const ids: readonly string[] = engine.api.jobs(query);
      for (const id of ids) open.add(id);
      after = ids.at(-1) ?? null;
      if (ids.length < page) break;
    }
  }
  const tell = (id: string, news: JobNews): void => {
    for (const listener of watchers.get(id) ?? []) listener(news);
  };
  const isOverNow = (id: string): void => {
    for (const listener of enders) listener(id);
  };

  const unsubscribe = engine.subscribe((event) => {
    switch (event.type) {
      case 'job': {
        const { job } = event;
        if (isOver(job)) open.delete(job.id);
        else open.add(job.id);
        if (job.status !== 'processing') progress.delete(job.id);
        tell(job.id, { what: 'state', job: seen(job) });
        if (isOver(job)) isOverNow(job.id);
        break;
      }
      case 'progress':
        progress.set(event.id, event.progress);
        tell(event.id, { what: 'progress', progress: event });
        break;
      case 'removed':
        for (const id of event.ids) {
          progress.delete(id);
          open.delete(id);
          // What has ended is in the history still.
          if (engine.history.entry(id) !== null) continue;
          tell(id, { what: 'removed' });
          isOverNow(id);
        }
        break;
      case 'connections':
      case 'history':
      case 'log':
      case 'queue':
      case 'tools':
      case 'watch':
      case 'watched':
        break;
    }
  });

  function seen(job: Job): Job {
    const at = job.status === 'processing' ? (progress.get(job.id) ?? null) : null;
    if (at === null) return job;
    const tasks = job.tasks.map((task) => (task.status === 'processing' ? { ...task, progress: at } : task));
    return { ...job, progress: at, tasks };
  }

  return {
    seen,
    find(id) {
      const job = engine.history.entry(id)?.job ?? engine.job(id);
      return job === null ? null : seen(job);
    },
    open: () => open.size,
    watch(id, listener) {
      const all = watchers.get(id) ?? new Set();
      watchers.set(id, all.add(listener));
      return () => {
        all.delete(listener);
        if (all.size === 0) watchers.delete(id);
      };
    },
    onOver(listener) {
      enders.add(listener);
      return () => void enders.delete(listener);
    },
    close: unsubscribe,
  };
}
