import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import { ConvoyFailure, convoyError, fail } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import type { Job } from '../../../shared/model/job.ts';
import { parseOptions } from '../../../shared/model/options.ts';
import { splitExtension } from '../../../shared/plan/names/file-name.ts';
import { formatOfExtension } from '../../../shared/plan/names/output-format.ts';
import { filesOf, respondWithMedia } from '../../calls/index.ts';
import { type AddRequest, sniffClass } from '../../engine/index.ts';
import { answerOf, toResponse } from './answers.ts';
import type { ApiParts } from './api-parts.ts';
import { type FileWish, kindFor, namedSize, readWishes } from './files-form.ts';
import { fingerprintOf, readKey } from './idempotency.ts';
import { type JobGroup, findGroup, isMade, jobsOf, progressOf } from './job-group.ts';
import { replied } from './job-routes.ts';
import { readForm } from './read-form.ts';
import { createZip } from './zip-stream.ts';

/** `POST /api/jobs`: files that are sent become jobs, which are asked for together. */
export function addFilesRoutes(app: Hono, parts: ApiParts): void {
  const { engine, live, limits, webhooks, idempotency, uploads } = parts;

  app.post('/api/jobs', async (context) => {
    const key = readKey(context.req.header('idempotency-key'));
    const form = await readForm(context.req.raw, uploads);
    /** Jobs have them now. */
    const sent = { kept: false };
    const [first] = form.files;
    try {
      const reply = await idempotency.run(
        {
          key,
          fingerprint: () => fingerprintOf('POST /api/jobs', form.fingerprint),
          newId: () => crypto.randomUUID(),
        },
        async (id) => {
          // Made before a crash: the files of then are used, not those that were sent again.
          if (isMade(findGroup(engine.api, id, 'files'), live)) return answerOf(200, pending(id));
          const { files, archive, callback } = readWishes(form);
          if (callback !== null) await webhooks.check(callback, 'callbackUrl');
          limits.jobs(live.open(), files.length);
          const added: (AddRequest & { id: string })[] = [];
          for (const [n, wish] of files.entries()) {
            const file = form.files[n]?.path ?? '';
            added.push({ id: newId('job'), ...(await requestFor(parts, file, wish)) });
          }
          const jobs = added.map((one) => one.id);
          const names = form.files.map(({ name }) => name);
          const group: JobGroup = {
            ...{ form: 'files', jobs, names, archive, operation: '', task: null, createdAt: Date.now() },
          };
          engine.api.keepWithJobs('group', id, group, null);
          if (callback !== null) webhooks.add({ id, webhook: callback, jobs, form: 'files' });
          try {
            await engine.add(added, { strict: true });
          } catch (error) {
            webhooks.drop(id);
            engine.api.forget('group', id);
            throw error;
          }
          sent.kept = true;
          return answerOf(200, pending(id));
        },
      );
      return replied(reply);
    } finally {
      if (!sent.kept && first !== undefined) await removeSent(uploads.folder, first.path);
    }
  });

  app.get('/api/jobs/:id', (context) => {
    const { id, group } = groupOf(context);
    return toResponse(answerOf(200, groupView(parts, id, group)));
  });

  app.delete('/api/jobs/:id', async (context) => {
    const { id, group } = groupOf(context);
    if (jobsOf(live, group).some((job) => job?.status !== 'queued')) {
      throw fail('conflict', { reason: 'only a job that is pending can be cancelled' });
    }
    await engine.cancel(group.jobs);
    return toResponse(answerOf(200, { jobId: id, status: 'cancelled' }));
  });

  app.get('/api/jobs/:id/files/:n', async (context) => {
    const { group } = groupOf(context);
    const n = /^\d{1,4}$/.test(context.req.param('n')) ? Number(context.req.param('n')) : -1;
    const job = jobsOf(live, group)[n] ?? null;
    const file = job === null ? null : await parts.media.locate(`file/${job.id}/result`);
    if (file === null) throw fail('not_found', { given: 'This result' });
    const { method } = context.req;
    return respondWithMedia({ method, headers: context.req.raw.headers, download: true }, file);
  });

  app.get('/api/jobs/:id/archive', async (context) => {
    const { id, group } = groupOf(context);
    const files = jobsOf(live, group).flatMap((job) => (job?.status === 'succeeded' ? filesOf(job) : []));
    const isOver = jobsOf(live, group).every((job) => job === null || job.finished_at !== null);
    if (!group.archive || !isOver || files.length === 0) throw fail('not_found', { given: 'This archive' });
    const zip = await createZip(
      files.map(({ path: file }) => ({ name: path.basename(file), path: file })),
    ).catch(() => {
      throw fail('not_found', { given: 'A result of this job on this computer' });
    });
    return new Response(Readable.toWeb(Readable.from(zip.read(), { objectMode: false })) as ReadableStream, {
      headers: {
        'content-type': 'application/zip',
        'content-length': String(zip.bytes),
        'content-disposition': `attachment; filename="convoy-${id}.zip"`,
      },
    });
  });

  function groupOf(context: Context): { readonly id: string; readonly group: JobGroup } {
    const id = context.req.param('id') ?? '';
    const group = findGroup(engine.api, id, 'files');
    if (group === null) throw fail('not_found', { given: 'This job' });
    return { id, group };
  }
}

const pending = (id: string): object => ({ jobId: id, status: 'pending' });

/** Files that were sent together lie in one folder. */
async function removeSent(folder: string, file: string): Promise<void> {
  const [id = ''] = path.relative(folder, file).split(path.sep);
  if (id !== '' && id !== '..') await rm(path.join(folder, id), { recursive: true, force: true });
}

type Asked = Pick<AddRequest, 'request' | 'preset' | 'within'>;

async function requestFor(parts: ApiParts, file: string, wish: FileWish): Promise<Asked> {
  const { ext } = splitExtension(path.basename(file));
  const source = await sniffClass(file);
  const own = source === null ? null : formatOfExtension(source, ext);
  const format = wish.format ?? own;
  if (format === null) {
    throw fail('invalid_format', {
      field: 'format',
      reason: `nothing writes files like “${path.basename(file)}”; name another format`,
    });
  }
  const kind = wish.format === null && source !== null ? source : kindFor(format, source);
  const steering = kind === 'image' && format === 'png' ? {} : { compression: wish.compression };
  const named = namedSize(wish.resize, kind);
  const options: Record<string, unknown> = {
    format,
    ...(wish.targetBytes === null ? steering : { target_bytes: wish.targetBytes }),
    ...(named?.options ?? (await frameOf(parts, file, wish, kind === 'audio'))),
    ...(kind === 'audio' || wish.autoOrient ? {} : { auto_orient: false }),
    // The whole of it: a later end than its own is its own.
    ...(kind === 'animation' && source === 'video' ? { end: 360_000 } : {}),
  };
  const judged = parseOptions(kind, options);
  if (!judged.ok) throw new ConvoyFailure(judged.error);
  const request = { kind, input: file, options, output: parts.output + path.sep };
  const within = await parts.places.within();
  return {
    request,
    ...(named === null ? {} : { preset: named.preset }),
    ...(within === null ? {} : { within }),
  };
}

async function frameOf(
  { engine }: ApiParts,
  file: string,
  { resize, width, height }: FileWish,
  isSound: boolean,
): Promise<object> {
  if (resize === 'original') return {};
  if (isSound) throw fail('invalid_option', { field: 'resize', reason: 'sound has no size; use original' });
  if (resize !== 'square')
    return { ...(width === null ? {} : { width }), ...(height === null ? {} : { height }) };
  if (width !== null) return { width, height: width, fit: 'cover' };
  const facts = await engine.probe(file);
  if (!facts.ok) throw new ConvoyFailure(facts.error);
  const { still, video } = facts.value;
  const picture = still ?? video[0] ?? null;
  if (picture === null)
    throw fail('invalid_option', { field: 'resize', reason: 'there is no picture in it' });
  const side = Math.min(picture.width, picture.height);
  return { width: side, height: side, fit: 'cover' };
}

const words = {
  queued: 'pending',
  processing: 'processing',
  succeeded: 'completed',
  failed: 'failed',
  cancelled: 'failed',
  skipped: 'failed',
} as const;

/** What is said of files that were sent together. */
export function groupView(parts: ApiParts, id: string, group: JobGroup): object {
  const jobs = jobsOf(parts.live, group);
  const base = `${parts.url()}/api/jobs/${id}`;
  const results = jobs.map((job, n) => resultOf(job, group.names[n] ?? '', `${base}/files/${n}`));
  const isOver = jobs.every((job) => job === null || job.finished_at !== null);
  const won = jobs.filter((job) => job?.status === 'succeeded').length;
  const begun = jobs.some((job) => job?.status !== 'queued');
  const errors = results.flatMap(({ error }) => (error === null ? [] : [error]));
  return {
    jobId: id,
    status: isOver ? (won > 0 ? 'completed' : 'failed') : begun ? 'processing' : 'pending',
    progress: Math.round(progressOf(jobs) * 100),
    results,
    archiveUrl: group.archive && isOver && won > 0 ? `${base}/archive` : null,
    errorMessage: errors.length === 0 ? null : errors.join('\n'),
    createdAt: new Date(group.createdAt).toISOString(),
  };
}

interface GroupResult {
  readonly originalName: string;
  readonly status: (typeof words)[Job['status']];
  readonly fileName: string | null;
  readonly size: number | null;
  readonly mimeType: string | null;
  readonly downloadUrl: string | null;
  readonly error: string | null;
}

function resultOf(job: Job | null, originalName: string, downloadUrl: string): GroupResult {
  const nothing = { fileName: null, size: null, mimeType: null, downloadUrl: null };
  if (job === null) {
    return {
      originalName,
      status: 'failed',
      ...nothing,
      error: convoyError('not_found', { given: 'Its result' }).message,
    };
  }
  const [file] = job.status === 'succeeded' ? filesOf(job) : [];
  if (file === undefined)
    return { originalName, status: words[job.status], ...nothing, error: job.error?.message ?? null };
  return {
    ...{ originalName, status: words[job.status], downloadUrl, error: null },
    ...{ fileName: path.basename(file.path), size: file.bytes, mimeType: file.mime },
  };
}
