import { dispatch, dispatchTable } from '../calls/index.ts';
import type { Result } from '../../shared/model/error.ts';
import type { Job, JobStatus } from '../../shared/model/job.ts';
import type { AddRequest, Engine, EngineEvent, QueueEntry } from '../engine/index.ts';
import { type ContractHandlers, type DoorHandlers, doorCalls } from './door-calls.ts';
import type { EngineNews, Topic } from './messages.ts';

/** Answers what the command line asks, over an engine. */

/** Jobs of one look; others get a turn between two. */
const together = 500;
/** Jobs that are looked at for one answer, however few of them fit. */
const mostLooks = 5000;

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** `subscribe` begins to tell one listener; it may be told again to add topics. */
export function createDoorHandlers(engine: Engine, subscribe: (to: readonly Topic[]) => void): DoorHandlers {
  const { queue } = engine;

  async function* everything(): AsyncGenerator<QueueEntry> {
    for (let after: string | null = null; ;) {
      const page: readonly QueueEntry[] = queue.page({ after, limit: together });
      yield* page;
      after = page.at(-1)?.job.id ?? null;
      if (page.length < together) return;
      await breathe();
    }
  }

  return {
    'door:add': async ({ requests }) => ({
      jobs: [...(await engine.add(requests.map(requestOf)))],
    }),
    'door:list': async ({ statuses, after, limit }) => {
      const entries: { readonly job: Job; readonly hold: QueueEntry['hold'] }[] = [];
      let last = after;
      for (let looked = 0; looked < mostLooks; looked += together) {
        const page = queue.page({ after: last, limit: together });
        for (const { job, hold } of page) {
          last = job.id;
          if (!fits(job.status, statuses)) continue;
          entries.push({ job, hold });
          if (entries.length === limit) return { entries, next: last };
        }
        if (page.length < together) return { entries, next: null };
        await breathe();
      }
      return { entries, next: last };
    },
    'door:ids': async ({ statuses, held }) => {
      const ids: string[] = [];
      for await (const { job, hold } of everything())
        if (fits(job.status, statuses) && (!held || hold !== null)) ids.push(job.id);
      return { ids };
    },
    'door:counts': async () => {
      const counts = { queued: 0, held: 0, processing: 0, succeeded: 0, failed: 0, cancelled: 0, skipped: 0 };
      for await (const { job, hold } of everything()) {
        counts[job.status] += 1;
        if (hold !== null) counts.held += 1;
      }
      const { paused, waits } = queue.state();
      return { ...counts, paused, waits: waits === null ? null : { ...waits } };
    },
    'door:idle': async () => {
      await engine.idle();
      return null;
    },
    'door:subscribe': ({ to }) => {
      subscribe(to);
      return null;
    },
  };
}

const fits = (status: JobStatus, statuses: readonly JobStatus[] | null): boolean =>
  statuses?.includes(status) ?? true;

/** Members that are absent stay absent. */
function requestOf({
  request,
  root,
  preset,
  priority,
  whenLarger,
  refused,
}: Parameters<DoorHandlers['door:add']>[0]['requests'][number]): AddRequest {
  return {
    request,
    ...(root === undefined ? {} : { root }),
    ...(preset === undefined ? {} : { preset }),
    ...(priority === undefined ? {} : { priority }),
    ...(whenLarger === undefined ? {} : { whenLarger }),
    ...(refused === undefined ? {} : { refused }),
  };
}

/** Answers any call, as data; never rejects. */
export function answerAsk(
  contract: () => ContractHandlers,
  door: DoorHandlers,
  name: string,
  input: unknown,
): Promise<Result<unknown>> {
  return name.startsWith('door:')
    ? dispatchTable(doorCalls, door, name, input)
    : dispatch(contract(), name, input);
}

/** The engine's event as subscribers of a topic hear it; null when it is none of theirs. */
export function newsOf(event: EngineEvent, to: ReadonlySet<Topic>): EngineNews | null {
  switch (event.type) {
    case 'job':
      return to.has('queue') ? event : null;
    case 'progress':
      return to.has('queue') ? event : null;
    case 'removed':
      return to.has('queue') ? { type: 'removed', ids: [...event.ids] } : null;
    case 'queue': {
      const { paused, active, waits, lanes } = event.queue;
      const queue = { paused, active, waits: waits === null ? null : { ...waits }, lanes: { ...lanes } };
      return to.has('queue') ? { type: 'queue', queue } : null;
    }
    case 'log':
      return to.has('log') ? event : null;
    case 'connections':
    case 'tools':
    case 'watch':
    case 'watched':
    case 'history':
      return null;
  }
}

/** A `job` event for each job that is at work, so that a new listener knows what the progress is of. */
export async function tellWork(engine: Engine, tell: (news: EngineNews) => void): Promise<void> {
  for (let after: string | null = null; ;) {
    const page: readonly QueueEntry[] = engine.queue.page({ after, limit: together });
    for (const { job } of page) if (job.status === 'processing') tell({ type: 'job', job });
    after = page.at(-1)?.job.id ?? null;
    if (page.length < together) return;
    await breathe();
  }
}
