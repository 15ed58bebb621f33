import { readFileSync, readdirSync } from 'node:fs';
import type { Engine, EngineDeps, EngineEvent, QueueEntry } from '../../electron/engine/index.ts';
import type { Job, JobRequest } from '../../shared/model/job.ts';
import { testEngine } from './run-jobs.ts';
import type { ToolPair } from './found-tools.ts';

/** An engine whose events can be waited for, closed after the test. */
export interface WatchedEngine {
  readonly engine: Engine;
  readonly events: readonly EngineEvent[];
  /** Adds one job and gives it. */
  readonly add: (request: JobRequest, ready?: boolean) => Promise<Job>;
  /** Settles with the first value that `look` finds, now or after an event. Rejects after a minute. */
  readonly until: <T>(what: string, look: () => T | null | undefined | false) => Promise<T>;
  /** Settles when the job has ended. */
  readonly ended: (id: string) => Promise<QueueEntry>;
  /** Progress of a job is above a share. */
  readonly reached: (id: string, share: number) => Promise<number>;
}

const patienceMs = 90_000;

export function watchedEngine(
  t: { onTestFinished(done: () => unknown): unknown },
  deps: Partial<EngineDeps> = {},
  pair: ToolPair | null = null,
): WatchedEngine {
  const engine = testEngine(pair, deps);
  t.onTestFinished(() => engine.close());
  const events: EngineEvent[] = [];
  const lookers = new Set<() => void>();
  engine.subscribe((event) => {
    events.push(event);
    for (const look of [...lookers]) look();
  });
  const until = <T>(what: string, look: () => T | null | undefined | false): Promise<T> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        lookers.delete(again);
        reject(new Error(`waited in vain: ${what}`));
      }, patienceMs);
      const again = (): void => {
        const found = look();
        if (found === null || found === undefined || found === false) return;
        lookers.delete(again);
        clearTimeout(timer);
        resolve(found);
      };
      lookers.add(again);
      again();
    });
  return {
    engine,
    events,
    until,
    async add(request, ready = false) {
      const [job] = await engine.add([{ request }], { ready });
      if (job === undefined) throw new Error('nothing was added');
      return job;
    },
    ended: (id) =>
      until(`${id} to end`, () => {
        const entry = engine.queue.entry(id);
        return entry?.job.finished_at == null ? null : entry;
      }),
    reached: (id, share) =>
      until(`${id} to reach ${share}`, () => {
        const last = events.findLast((event) => event.type === 'progress' && event.id === id);
        return last?.type === 'progress' && (last.progress ?? 0) >= share ? last.progress : null;
      }),
  };
}

/** Command lines and states (`R`, `S`, `T` …) of the processes that this one has started. Linux only. */
export function childProcesses(): readonly { readonly command: string; readonly state: string }[] {
  const children = readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return children.flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const state = /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '?';
      return [{ command, state }];
    } catch {
      return [];
    }
  });
}
