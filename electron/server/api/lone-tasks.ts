import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConvoyError, type Result, convoyError } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import { mediaTypeOf, toConvoyError } from '../../calls/index.ts';
import type { Engine } from '../../engine/index.ts';
import { ApiTask } from './task-body.ts';

/** Tasks that run without a job: a look at a file, a download, an upload. What became of them is kept for a day. */
export interface LoneTasks {
  /** Begins it, and gives it as it is soon after: a look at a file is mostly over by then. */
  begin(asked: LoneTask): Promise<ApiTask>;
  find(id: string): ApiTask | null;
  /** Stops what runs. */
  close(): Promise<void>;
}

export type LoneTask = {
  readonly id: string;
  readonly source: string;
  readonly connection: string | null;
} & ({ readonly kind: 'probe' | 'import' } | { readonly kind: 'export'; readonly url: string });

const keptMs = 24 * 3_600_000;
/** Milliseconds that an answer waits for the end. */
const patienceMs = 5_000;

export const isRemote = (source: string): boolean => /^(?:https?|s3):\/\//i.test(source);

export const pathOf = (source: string): string =>
  /^file:\/\//i.test(source) ? fileURLToPath(source) : path.resolve(source);

export function createLoneTasks(
  engine: Pick<Engine, 'api' | 'probe'>,
  now: () => number = Date.now,
): LoneTasks {
  const { api } = engine;
  const tasks = new Map<string, ApiTask>();
  const running = new Set<Promise<void>>();
  const ending = new AbortController();
  const keep = (task: ApiTask): ApiTask => {
    if (task.finished_at === null) tasks.set(task.id, task);
    else tasks.delete(task.id);
    api.keep('task', task.id, { task }, now() + keptMs);
    return task;
  };
  const taskOf = (value: unknown): ApiTask | null => {
    const parsed = ApiTask.safeParse(
      typeof value === 'object' && value !== null && 'task' in value ? value.task : null,
    );
    return parsed.success ? parsed.data : null;
  };

  // Whatever ran when an earlier server ended does not run any more.
  for (const { value } of api.records('task')) {
    const task = taskOf(value);
    if (task === null || task.finished_at !== null) continue;
    keep(ended(task, now(), { ok: false, error: convoyError('interrupted') }));
    void api.release(task.id);
  }

  async function work(asked: LoneTask): Promise<Result<unknown>> {
    const { source, connection, id } = asked;
    const { signal } = ending;
    switch (asked.kind) {
      case 'probe': {
        const fetched = isRemote(source) ? await api.fetch({ id, source, connection, signal }) : null;
        if (fetched?.ok === false) return fetched;
        try {
          const facts = await engine.probe(fetched?.value.path ?? pathOf(source));
          return facts.ok ? { ok: true, value: { object: 'file', url: source, ...facts.value } } : facts;
        } finally {
          if (fetched !== null) await api.release(id);
        }
      }
      case 'import': {
        const fetched = await api.fetch({ id, source, connection, signal });
        return fetched.ok ? { ok: true, value: { object: 'file', url: source, ...fetched.value } } : fetched;
      }
      case 'export': {
        const file = pathOf(source);
        const sent = await api.send({
          id,
          file,
          mime: mediaTypeOf(file),
          url: asked.url,
          connection,
          signal,
        });
        return sent.ok ? { ok: true, value: { files: sent.value, primary: sent.value[0] ?? null } } : sent;
      }
    }
  }

  return {
    async begin(asked) {
      const at = now();
      const begun = keep({
        ...{
          id: asked.id,
          object: 'task',
          kind: asked.kind,
          job_id: null,
          status: 'processing',
          progress: null,
        },
        ...{ input: { url: asked.source }, output: null, error: null },
        options: asked.kind === 'export' ? { url: asked.url } : {},
        ...{ created_at: at, started_at: at, finished_at: null, updated_at: at },
      });
      const done = work(asked)
        .catch((error: unknown): Result<unknown> => ({ ok: false, error: toConvoyError(error) }))
        .then((result) => void keep(ended(begun, now(), result)))
        // The store is gone: the server ends.
        .catch(() => undefined)
        .finally(() => running.delete(done));
      running.add(done);
      await Promise.race([done, wait(patienceMs)]);
      return this.find(asked.id) ?? begun;
    },
    find: (id) => tasks.get(id) ?? taskOf(api.record('task', id)),
    async close() {
      ending.abort();
      await Promise.all(running);
    },
  };
}

function ended(task: ApiTask, now: number, result: Result<unknown>): ApiTask {
  const at = { finished_at: now, updated_at: now };
  if (result.ok) return { ...task, ...at, status: 'succeeded', progress: 1, output: result.value };
  const { kind, message, hint, detail }: ConvoyError = result.error;
  return {
    ...task,
    ...at,
    status: kind === 'cancelled' ? 'cancelled' : 'failed',
    error: { kind, message, hint, detail },
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

export const newTaskId = (): string => newId('task');
