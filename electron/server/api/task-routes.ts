import path from 'node:path';
import type { Hono } from 'hono';
import { type ConvoyError, ConvoyFailure, fail } from '../../../shared/model/error.ts';
import { TaskId, newId } from '../../../shared/model/id.ts';
import type { Job } from '../../../shared/model/job.ts';
import { filesOf } from '../../calls/index.ts';
import { answerOf, toResponse } from './answers.ts';
import type { ApiParts } from './api-parts.ts';
import { fingerprintOf, readKey } from './idempotency.ts';
import { readJobBody } from './job-body.ts';
import { addJob, replied } from './job-routes.ts';
import { isOver } from './live-jobs.ts';
import { type LoneTasks, isRemote, newTaskId, pathOf } from './lone-tasks.ts';
import { parsedBody, readBytes } from './read-body.ts';
import { type ApiTask, type TaskBody, readExportOptions, readTaskBody } from './task-body.ts';

/** One step by itself: a look, a download, a conversion, an upload. */
export function addTaskRoutes(app: Hono, parts: ApiParts, tasks: LoneTasks): void {
  const { live, limits, places, idempotency } = parts;

  app.post('/tasks', async (context) => {
    const bytes = await readBytes(context.req.raw);
    const reply = await idempotency.run(
      {
        key: readKey(context.req.header('idempotency-key')),
        fingerprint: () => fingerprintOf('POST /tasks', bytes),
        newId: newTaskId,
      },
      async (id) => {
        const asked = readTaskBody(parsedBody(bytes));
        const task = await begin(id, asked);
        return answerOf(201, task);
      },
    );
    return replied(reply);
  });

  app.get('/tasks/:id', (context) => {
    const id = TaskId.safeParse(context.req.param('id'));
    const task = id.success ? find(id.data) : null;
    if (task === null) throw fail('not_found', { given: 'This task' });
    return toResponse(answerOf(200, task));
  });

  async function begin(id: string, asked: TaskBody & { readonly source: string }): Promise<ApiTask> {
    const known = find(id);
    if (known !== null) return known;
    const { kind, source } = asked;
    const connection = asked.connection ?? null;
    if (kind !== 'probe' && kind !== 'import' && kind !== 'export') return convert(asked);
    if (!isRemote(source)) await places.checkInput(pathOf(source));
    noOutput(asked);
    if (kind !== 'export') {
      noOptions(asked);
      return tasks.begin({ id, kind, source, connection });
    }
    const place = readExportOptions({ ...(connection === null ? {} : { connection }), ...asked.options });
    const mayWrite = (target: string): Promise<void> => places.checkOutput(target, 'url');
    await mayWrite(place.url);
    const file = isRemote(source) ? path.resolve('/', 'file') : pathOf(source);
    const judged = await parts.engine.api.judge({ id, file, ...place });
    if (!judged.ok) throw new ConvoyFailure(ofUrl(judged.error));
    return tasks.begin({ id, kind, source, ...place, options: asked.options ?? {}, mayWrite });
  }

  /** A conversion is a job: its file is put in its place as one. */
  async function convert(asked: TaskBody & { readonly source: string }): Promise<ApiTask> {
    const { kind, source, options, output, connection } = asked;
    const body = {
      ...{ kind, input: source },
      ...(options === undefined ? {} : { options }),
      ...(output === undefined ? {} : { output }),
      ...(connection === undefined ? {} : { connection }),
    };
    const read = await readJobBody(body, { places, presets: parts.presets });
    limits.jobs(live.open(), 1);
    const job = await addJob(parts, read, newId('job'));
    const task = encodeTask(job);
    parts.engine.api.keep('task', task.id, { job: job.id }, null);
    return task;
  }

  function find(id: string): ApiTask | null {
    const record = parts.engine.api.record('task', id);
    const jobId = typeof record === 'object' && record !== null && 'job' in record ? record.job : null;
    if (typeof jobId !== 'string') return tasks.find(id);
    const job = live.find(jobId);
    return job === null ? null : encodeTask(job);
  }
}

/** Ends when its job does: before, there is no file. */
function encodeTask(job: Job): ApiTask {
  const task = job.tasks.find(({ kind }) => kind === job.kind);
  if (task === undefined) throw fail('internal', { reason: 'the job has no such task' });
  const named = { ...task, job_id: job.id };
  if (!isOver(job)) return { ...named, status: job.status === 'queued' ? 'waiting' : 'processing' };
  const [file] = filesOf(job);
  const output =
    file === undefined ? task.output : { ...(task.output as object | null), object: 'file', ...file };
  const status = job.status === 'queued' || job.status === 'processing' ? task.status : job.status;
  return {
    ...named,
    status,
    error: job.error,
    output,
    finished_at: job.finished_at,
    updated_at: job.updated_at,
  };
}

/** What jobs call `output` is the url of an export. */
const ofUrl = (error: ConvoyError): ConvoyError => ({
  ...error,
  message: error.message.replace(/^output: /, 'url: '),
});

function noOutput({ kind, output }: TaskBody): void {
  if (output === undefined) return;
  const reason = kind === 'export' ? 'an export goes to the url of its options' : `${kind} writes nothing`;
  throw fail('invalid_option', { field: 'output', reason });
}

function noOptions({ kind, options }: TaskBody): void {
  const [first] = Object.keys(options ?? {});
  if (first === undefined) return;
  throw new ConvoyFailure(fail('invalid_option', { field: first, reason: `${kind} has no options` }).error);
}
