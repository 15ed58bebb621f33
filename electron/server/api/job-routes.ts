import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { type ConvoyError, ConvoyFailure, fail } from '../../../shared/model/error.ts';
import { JobId, newId } from '../../../shared/model/id.ts';
import { type Job, jobStatuses } from '../../../shared/model/job.ts';
import { Kind, kinds } from '../../../shared/model/options.ts';
import { respondWithMedia } from '../../calls/index.ts';
import { type Answer, answerOf, toResponse } from './answers.ts';
import type { ApiParts } from './api-parts.ts';
import { type Replied, fingerprintOf, readKey } from './idempotency.ts';
import { type AskedJob, readJobBody } from './job-body.ts';
import { eventId, jobEvents } from './job-events.ts';
import { isOver } from './live-jobs.ts';
import { parsedBody, readBytes } from './read-body.ts';

/** Jobs over HTTP. */

/** Jobs of one page, unless told. */
const usualPage = 20;
const largestPage = 100;

export const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(largestPage).default(usualPage),
  /** Cursors: ids of jobs, left out themselves. */
  after: JobId.nullable().default(null),
  before: JobId.nullable().default(null),
  order: z.enum(['asc', 'desc']).default('desc'),
  kind: Kind.nullable().default(null),
  status: z.enum(jobStatuses).nullable().default(null),
});
export type ListQuery = z.infer<typeof ListQuery>;

/** Adds one job. Throws when its request makes no sense: then there is none. */
export async function addJob(
  { engine, live }: ApiParts,
  { asked, looked }: Pick<AskedJob, 'asked' | 'looked'>,
  id: string,
): Promise<Job> {
  const [job] = await engine.add([{ ...asked, id }], { strict: true, looked });
  if (job === undefined) throw fail('internal', { reason: 'no job came of the request' });
  return live.seen(job);
}

export function addJobRoutes(app: Hono, parts: ApiParts): void {
  const { engine, live, limits, places, webhooks, idempotency, media } = parts;

  app.post('/jobs', async (context) => {
    const bytes = await readBytes(context.req.raw);
    const reply = await idempotency.run(
      {
        key: readKey(context.req.header('idempotency-key')),
        fingerprint: () => fingerprintOf('POST /jobs', bytes),
        newId: () => newId('job'),
      },
      async (id, mayBeThere) => {
        const made = mayBeThere ? live.find(id) : null;
        if (made !== null) return answerOf(201, made);
        const read = await readJobBody(parsedBody(bytes), { places, presets: parts.presets });
        const { webhook } = read;
        if (webhook !== null) await webhooks.check(webhook);
        limits.jobs(live.open(), 1);
        if (webhook !== null) webhooks.add({ id, webhook, jobs: [id], form: 'job' });
        try {
          return answerOf(201, await addJob(parts, read, id));
        } catch (error) {
          if (webhook !== null) webhooks.drop(id);
          throw error;
        }
      },
    );
    return replied(reply);
  });

  app.get('/jobs', (context) => {
    const query = readListQuery(context.req.query());
    const ids = engine.api.jobs({ ...query, limit: query.limit + 1 });
    const more = ids.length > query.limit;
    const jobs = ids.slice(0, query.limit).flatMap((id) => live.find(id) ?? []);
    const last = jobs.at(-1)?.id;
    const next = new URL(context.req.url);
    if (last !== undefined) next.searchParams.set('after', last);
    return toResponse(answerOf(200, { object: 'list', data: jobs, has_more: more }), {
      'has-more': String(more),
      limit: String(query.limit),
      ...(more ? { link: `<${next.href}>; rel="next"` } : {}),
    });
  });

  app.get('/jobs/:id', (context) => toResponse(answerOf(200, jobOf(context))));

  app.post('/jobs/:id/cancel', async (context) => {
    const { id, status } = jobOf(context);
    if (status !== 'cancelled') {
      if (isOver({ status })) throw fail('conflict', { reason: `the job is over: it ${past[status]}` });
      await engine.cancel([id]);
    }
    return toResponse(answerOf(200, jobOf(context)));
  });

  app.post('/jobs/:id/retry', async (context) => {
    const job = jobOf(context);
    if (!isOver(job)) throw fail('conflict', { reason: 'the job is not over' });
    limits.jobs(live.open(), 1);
    const [refused] = await engine.history.runAgain([job.id]);
    if (refused !== undefined) throw new ConvoyFailure(refused.error);
    return toResponse(answerOf(200, jobOf(context)));
  });

  app.delete('/jobs/:id', async (context) => {
    const { id } = jobOf(context);
    // What runs is stopped; then nothing but its result is left of it.
    if (engine.queue.entry(id) !== null) await engine.queue.remove([id]);
    await engine.history.remove([id]);
    webhooks.drop(id);
    return new Response(null, { status: 204 });
  });

  app.get('/jobs/:id/events', (context) => {
    const job = jobOf(context);
    const last = context.req.header('last-event-id') ?? null;
    // An event source that is told so does not come back.
    if (isOver(job) && last === eventId(job)) return new Response(null, { status: 204 });
    const ended = limits.stream();
    return jobEvents(live, job, last, ended) ?? new Response(null, { status: 204 });
  });

  const sendResult = async (context: Context): Promise<Response> => {
    const job = jobOf(context);
    const below = new URL(context.req.url).pathname.replace(/^\/jobs\/[^/]+\/result/, '');
    const file = await media.locate(`file/${job.id}/result${below}`, context.req.raw.signal);
    if (file === null) throw fail('not_found', { given: 'A result of this job on this computer' });
    const download = context.req.query('download') !== undefined;
    return respondWithMedia({ method: context.req.method, headers: context.req.raw.headers, download }, file);
  };
  app.get('/jobs/:id/result', sendResult);
  app.get('/jobs/:id/result/*', sendResult);

  function jobOf(context: Context): Job {
    const id = JobId.safeParse(context.req.param('id'));
    const job = id.success ? live.find(id.data) : null;
    if (job === null) throw fail('not_found', { given: 'This job' });
    return job;
  }
}

const past = {
  queued: 'waits',
  processing: 'runs',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  skipped: 'was skipped',
} as const;

/** An answer to a request that may come twice. */
export function replied({ again, ...answer }: Replied): Response {
  return toResponse(answer satisfies Answer, again ? { 'idempotent-replayed': 'true' } : {});
}

function readListQuery(given: Readonly<Record<string, string>>): ListQuery {
  const query = ListQuery.safeParse(given);
  if (query.success) return query.data;
  throw new ConvoyFailure(queryError(query.error, given));
}

function queryError(error: z.ZodError, given: Readonly<Record<string, string>>): ConvoyError {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const allowed = Object.keys(ListQuery.shape).join(', ');
    return fail('invalid_request', {
      reason: `there is no parameter ${issue.keys[0] ?? ''}; there are ${allowed}`,
    }).error;
  }
  const name = String(issue?.path[0] ?? 'limit');
  return fail('invalid_option', {
    field: name,
    given: JSON.stringify(given[name] ?? null),
    allowed: allowedOf[name] ?? 'the id of a job',
  }).error;
}

const allowedOf: Readonly<Record<string, string>> = {
  limit: `1 to ${largestPage}`,
  order: 'asc, desc',
  kind: kinds.join(', '),
  status: jobStatuses.join(', '),
};
