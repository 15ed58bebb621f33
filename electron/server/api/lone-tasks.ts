import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type ConvoyError, type Result, convoyError } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import { mediaTypeOf, toConvoyError } from '../../calls/index.ts';
import type { Engine, LoneExport, LoneLeft } from '../../engine/index.ts';
import { ApiTask } from './task-body.ts';

/** Tasks that run without a job: a look at a file, a download, an export. What became of them is kept for a day. */
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
} & (
  | { readonly kind: 'probe' | 'import' }
  | ({
      readonly kind: 'export';
      /** As given. */
      readonly options: Readonly<Record<string, unknown>>;
    } & Pick<LoneExport, 'url' | 'mayWrite'>)
);

/** How a task is kept. */
const Kept = z.object({
  task: ApiTask,
  /** What a crash leaves of an export that runs. */
  left: z.object({ parts: z.array(z.string()), reserved: z.string().nullable() }).optional(),
});
type Kept = z.infer<typeof Kept>;

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
  const keep = (task: ApiTask, left?: LoneLeft): ApiTask => {
    if (task.finished_at === null) tasks.set(task.id, task);
    else tasks.delete(task.id);
    api.keep('task', task.id, { task, ...(left === undefined ? {} : { left }) }, now() + keptMs);
    return task;
  };

  /** Whatever ran when an earlier server ended does not run any more. What it left is named until it is gone. */
  async function takeBack({ task, left }: Kept): Promise<void> {
    const isOver = task.finished_at !== null;
    const over = isOver ? task : ended(task, now(), { ok: false, error: convoyError('interrupted') });
    if (!isOver) keep(over, left);
    await api.release(over.id);
    if (left === undefined) return;
    await api.clear(left);
    keep(over);
  }

  const run = (work: Promise<void>): Promise<void> => {
    // What cannot be written (the store is gone) or removed (a disk is not there) is left to the next start.
    const done = work.catch(() => undefined).finally(() => running.delete(done));
    running.add(done);
    return done;
  };

  for (const { value } of api.records('task')) {
    const kept = Kept.safeParse(value).data;
    if (kept !== undefined && (kept.task.finished_at === null || kept.left !== undefined)) {
      void run(takeBack(kept));
    }
  }

  async function work(asked: LoneTask, begun: ApiTask): Promise<Result<unknown>> {
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
        const fetched = isRemote(source) ? await api.fetch({ id, source, connection, signal }) : null;
        if (fetched?.ok === false) {
          await api.release(id);
          return fetched;
        }
        const file = fetched?.value.path ?? pathOf(source);
        const { url, mayWrite } = asked;
        const sent = await api.send({
          ...{ id, file, mime: mediaTypeOf(file), url, connection, signal, mayWrite },
          onLeft: (left) => void keep(begun, left),
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
        options: asked.kind === 'export' ? { ...asked.options } : {},
        ...{ created_at: at, started_at: at, finished_at: null, updated_at: at },
      });
      const done = run(
        work(asked, begun)
          .catch((error: unknown): Result<unknown> => ({ ok: false, error: toConvoyError(error) }))
          .then((result) => void keep(ended(begun, now(), result))),
      );
      await Promise.race([done, wait(patienceMs)]);
      return this.find(asked.id) ?? begun;
    },
    find: (id) => tasks.get(id) ?? Kept.safeParse(api.record('task', id)).data?.task ?? null,
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
  // The rule for names that are taken is to leave what is there.
  const status = kind === 'output_exists' ? 'skipped' : kind === 'cancelled' ? 'cancelled' : 'failed';
  return {
    ...task,
    ...at,
    status,
    error: { kind, message, hint, detail },
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

export const newTaskId = (): string => newId('task');
