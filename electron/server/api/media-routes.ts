import path from 'node:path';
import type { Context, Hono } from 'hono';
import { fail } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import { MediaFacts } from '../../../shared/model/media.ts';
import { filesOf, respondWithMedia } from '../../calls/index.ts';
import { answerOf, toResponse } from './answers.ts';
import type { ApiParts } from './api-parts.ts';
import { fingerprintOf, readKey } from './idempotency.ts';
import { readJobBody } from './job-body.ts';
import { type JobGroup, findGroup, isMade, jobsOf, progressOf } from './job-group.ts';
import { addJob, replied } from './job-routes.ts';
import { type LoneTasks, isRemote, newTaskId, pathOf } from './lone-tasks.ts';
import { type MediaJob, readOperation } from './media-operations.ts';
import { parsedBody, readBytes } from './read-body.ts';
import { readForm } from './read-form.ts';
import type { ApiTask } from './task-body.ts';

/** `POST /v1/ffmpeg/{operation}`: one operation on one file, asked about by the id of its task. */
export function addMediaRoutes(app: Hono, parts: ApiParts, tasks: LoneTasks): void {
  const { engine, live, limits, places, webhooks, idempotency, uploads } = parts;
  const { api } = engine;

  app.post('/v1/ffmpeg/upload', async (context) => {
    const { files } = await readForm(context.req.raw, uploads);
    const [file] = files;
    if (file?.field !== 'file' || files.length > 1)
      throw fail('invalid_request', { reason: 'one file is sent as file' });
    const below = path.relative(uploads.folder, file.path).split(path.sep).map(encodeURIComponent).join('/');
    return toResponse(answerOf(200, said(`${parts.url()}/v1/ffmpeg/uploads/${below}`)));
  });

  app.post('/v1/ffmpeg/:operation', async (context) => {
    const bytes = await readBytes(context.req.raw);
    const name = context.req.param('operation');
    const reply = await idempotency.run(
      {
        key: readKey(context.req.header('idempotency-key')),
        fingerprint: () => fingerprintOf(`POST /v1/ffmpeg/${name}`, bytes),
        newId: () => crypto.randomUUID(),
      },
      async (id) => {
        if (!isMade(findGroup(api, id, 'media'), live)) await begin(id, name, parsedBody(bytes));
        return answerOf(200, { ...said(id), taskId: id });
      },
    );
    return replied(reply);
  });

  app.get('/v1/ffmpeg/info', (context) => {
    const id = context.req.query('id') ?? '';
    if (id === '') throw fail('invalid_request', { reason: 'id is required' });
    const group = findGroup(api, id, 'media');
    if (group === null) throw fail('not_found', { given: 'This task' });
    return toResponse(answerOf(200, infoView(parts, tasks, id, group)));
  });

  const sendResult = async (context: Context): Promise<Response> => {
    const group = findGroup(api, context.req.param('id') ?? '', 'media');
    const job = group === null ? undefined : group.jobs[0];
    const file = job === undefined ? null : await parts.media.locate(`file/${job}/result`);
    if (file === null) throw fail('not_found', { given: 'This result' });
    return respondWithMedia({ method: context.req.method, headers: context.req.raw.headers }, file);
  };
  app.get('/v1/ffmpeg/results/:id/:name', sendResult);

  async function begin(id: string, name: string, body: unknown): Promise<void> {
    const { operation, job, webhookUrl } = readOperation(name, body);
    const inputs = job.inputs.map(sentFile);
    const group: Omit<JobGroup, 'jobs' | 'task'> = {
      ...{ form: 'media', names: [], archive: false, operation, createdAt: Date.now() },
    };
    if (operation === 'probe') {
      const [source = ''] = inputs;
      // Judged as the input of a job is.
      await readJobBody({ kind: 'video', input: source }, { places, presets: parts.presets });
      if (!isRemote(source)) await places.checkInput(pathOf(source));
      const task = newTaskId();
      keep(id, { ...group, jobs: [], task });
      await tasks.begin({ id: task, kind: 'probe', source, connection: null });
      return;
    }
    if (webhookUrl !== null) await webhooks.check({ url: webhookUrl }, 'webhookUrl');
    const webhook = webhookUrl === null ? {} : { webhook: { url: webhookUrl } };
    const read = await readJobBody(
      { ...requestOf(job, inputs), ...webhook },
      { places, presets: parts.presets },
    );
    limits.jobs(live.open(), 1);
    const jobId = newId('job');
    keep(id, { ...group, jobs: [jobId], task: null });
    if (read.webhook !== null) webhooks.add({ id, webhook: read.webhook, jobs: [jobId], form: 'media' });
    try {
      await addJob(parts, read, jobId);
    } catch (error) {
      webhooks.drop(id);
      api.forget('group', id);
      throw error;
    }
  }

  const keep = (id: string, group: JobGroup): void => api.keepWithJobs('group', id, group, null);

  const requestOf = ({ kind, options }: MediaJob, inputs: readonly string[]): object => ({
    ...{ kind, options, output: parts.output + path.sep },
    input: inputs.length === 1 ? inputs[0] : inputs,
  });

  /** What was sent to us is at an address of ours: that is a file here, and nothing to be downloaded. */
  function sentFile(given: string): string {
    const own = `${parts.url()}/v1/ffmpeg/uploads/`;
    if (!given.startsWith(own)) return given;
    const segments = given.slice(own.length).split('/').map(decoded);
    const bad =
      segments.length !== 2 || segments.some((one) => one === '' || one === '..' || /[\\/\0]/.test(one));
    if (bad)
      throw fail('invalid_input', { file: given.slice(0, 200), reason: 'it is no file that was sent' });
    return path.join(uploads.folder, ...segments);
  }
}

const said = (data: unknown): { readonly code: number; readonly msg: string; readonly data: unknown } => ({
  ...{ code: 200, msg: 'success', data },
});

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

/** What is said of a task. */
export function infoView(parts: ApiParts, tasks: LoneTasks, id: string, group: JobGroup): object {
  if (group.task !== null) return probeInfo(id, group.operation, tasks.find(group.task));
  const jobs = jobsOf(parts.live, group);
  const job = jobs[0] ?? null;
  const isGone = job === null;
  const [file] = job?.status === 'succeeded' ? filesOf(job) : [];
  const isOver = job === null || job.finished_at !== null;
  const status = !isOver
    ? job.status === 'queued'
      ? 'pending'
      : 'processing'
    : job?.status === 'succeeded'
      ? 'succeeded'
      : 'failed';
  return said({
    ...{ taskId: id, operation: group.operation, status },
    progress: Math.round(progressOf(jobs) * 100),
    resultUrl: file === undefined ? null : resultUrl(parts, id, file),
    costPoints: 0,
    errorMsg: status === 'failed' ? (isGone ? 'The job was removed.' : (job.error?.message ?? null)) : null,
  });
}

/** What lies in a bucket is told by its own address. */
function resultUrl(
  parts: ApiParts,
  id: string,
  file: { readonly path: string; readonly url: string },
): string {
  if (!path.isAbsolute(file.path)) return file.url;
  return `${parts.url()}/v1/ffmpeg/results/${id}/${encodeURIComponent(path.basename(file.path))}`;
}

function probeInfo(id: string, operation: string, task: ApiTask | null): object {
  const facts = MediaFacts.safeParse(factsOf(task?.output));
  const status = task === null ? 'failed' : task.finished_at === null ? 'processing' : task.status;
  return said({
    ...{ taskId: id, operation, status, progress: status === 'processing' ? 0 : 100 },
    ...{ resultUrl: null, costPoints: 0 },
    errorMsg: task === null ? 'It was forgotten.' : (task.error?.message ?? null),
    probe: facts.success ? probeOf(facts.data) : null,
  });
}

/** The task says more than the facts. */
function factsOf(output: unknown): unknown {
  if (typeof output !== 'object' || output === null) return null;
  return Object.fromEntries(Object.entries(output).filter(([key]) => key !== 'object' && key !== 'url'));
}

function probeOf({ duration, video, audio, still, bytes }: MediaFacts): object {
  const picture = video[0] ?? still;
  return {
    durationSec: duration,
    width: picture?.width ?? null,
    height: picture?.height ?? null,
    vcodec: video[0]?.codec ?? still?.format ?? null,
    acodec: audio[0]?.codec ?? null,
    bitrate: duration === null || duration <= 0 ? null : Math.round((bytes * 8) / duration),
  };
}
