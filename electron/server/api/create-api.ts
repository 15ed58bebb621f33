import { Hono } from 'hono';
import { fail } from '../../../shared/model/error.ts';
import { allPresets, createAllowedPlaces, createMediaLocator } from '../../calls/index.ts';
import { type Engine, type Message, tellAddress, whyNeverTold } from '../../engine/index.ts';
import { type AdmissionRules, knockOf } from '../admission.ts';
import type { Uploads } from '../uploads.ts';
import { answerOf, problem, sayRefusal, toResponse } from './answers.ts';
import type { ApiParts } from './api-parts.ts';
import type { ApiToken } from './api-token.ts';
import { addFilesRoutes, groupView } from './files-routes.ts';
import { guard } from './guard.ts';
import { createIdempotency } from './idempotency.ts';
import { findGroup } from './job-group.ts';
import { addJobRoutes } from './job-routes.ts';
import { createLiveJobs } from './live-jobs.ts';
import { createLoneTasks } from './lone-tasks.ts';
import { addMediaRoutes, infoView } from './media-routes.ts';
import { type LimitNumbers, createRequestLimits } from './request-limits.ts';
import type { Seal } from './sealed.ts';
import { addTaskRoutes } from './task-routes.ts';
import { tidyRecords } from './tidy-records.ts';
import { createWebhooks } from './webhooks.ts';

/** The job API, as a part of a server: answers the paths that are its own. */
export interface Api {
  /** The response to a request, to be written by `sendAnswer`. */
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

export interface ApiDeps {
  /** Stays open when the API closes. */
  readonly engine: Engine;
  readonly token: ApiToken;
  readonly seal: Seal;
  /** Names that the server is called by; known only when the port is. */
  readonly rules: () => Pick<AdmissionRules, 'hosts'>;
  /** Address that requests start with, without a slash at its end. */
  readonly url: () => string;
  /** Absolute folders that jobs may read from and write to. */
  readonly allow: readonly string[];
  /** Where results go whose inputs were sent; absolute. */
  readonly output: string;
  readonly uploads: Uploads;
  readonly version: string;
  readonly limits?: LimitNumbers;
  /** Sends a webhook; by the rule that downloads have when absent. */
  readonly send?: (message: Message) => Promise<number>;
}

/** First segments of the paths that belong to the API. */
const ownPaths: ReadonlySet<string> = new Set(['jobs', 'tasks', 'health', 'openapi.json', 'api', 'v1']);

/** True for a path of the API, whether there is something or not. */
export function isApiPath(pathname: string): boolean {
  return ownPaths.has(pathname.split('/')[1] ?? '');
}

/** Paths that need no token: they say nothing of anybody's jobs. */
const openPaths: ReadonlySet<string> = new Set(['/health', '/openapi.json']);

export function createApi(deps: ApiDeps): Api {
  const { engine, uploads, output, version, seal, token } = deps;
  const live = createLiveJobs(engine);
  const tasks = createLoneTasks(engine);
  const webhooks = createWebhooks({
    ...{ api: engine.api, live, seal },
    token: () => token.current(),
    allowPrivate: () => engine.api.allowsPrivate(),
    said: (form, id) => {
      const group = findGroup(engine.api, id, form);
      if (group === null) return null;
      return form === 'files' ? groupView(parts, id, group) : infoView(parts, tasks, id, group);
    },
    send: deps.send ?? tellAddress,
    whyNever: whyNeverTold,
  });
  const parts: ApiParts = {
    ...{ engine, live, webhooks, uploads, output, version },
    limits: createRequestLimits(deps.limits),
    places: createAllowedPlaces([...deps.allow, uploads.folder], [output]),
    presets: () => allPresets(engine.library),
    idempotency: createIdempotency(engine.api),
    media: createMediaLocator(engine),
    url: deps.url,
  };
  /** What cannot be written now is tidied the next time; the store may be gone by then, too. */
  const tidy = (): void =>
    void tidyRecords(engine.api, live, Date.now(), () => closed).catch(() => undefined);
  let closed = false;
  // The first requests go before.
  const first = setTimeout(tidy, 30_000);
  const daily = setInterval(tidy, 86_400_000);
  first.unref();
  daily.unref();

  const app = new Hono();
  app.use(async (context, next) => {
    const refused = guard(
      deps.rules(),
      token.current(),
      knockOf((name) => context.req.header(name)),
      openPaths.has(context.req.path),
    );
    if (refused === null) {
      parts.limits.request();
      await next();
    } else context.res = sayRefusal(context.req.path, refused);
    const { headers } = context.res;
    headers.set('x-content-type-options', 'nosniff');
    headers.set('cross-origin-resource-policy', 'same-origin');
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  });
  app.get('/health', () => toResponse(answerOf(200, { status: 'ok', version })));
  app.get('/openapi.json', async () => {
    // Made when somebody asks: most never do.
    const { openApiDocument } = await import('./openapi.ts');
    return toResponse(answerOf(200, openApiDocument(version)));
  });
  addJobRoutes(app, parts);
  addTaskRoutes(app, parts, tasks);
  addFilesRoutes(app, parts);
  addMediaRoutes(app, parts, tasks);
  app.notFound((context) => problem(context.req.path, fail('not_found', { given: 'This address' })));
  app.onError((error, context) => problem(context.req.path, error));

  return {
    fetch: async (request) => app.fetch(request),
    async close() {
      closed = true;
      clearTimeout(first);
      clearInterval(daily);
      parts.idempotency.close();
      webhooks.close();
      live.close();
      await tasks.close();
    },
  };
}
