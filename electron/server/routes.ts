import { Hono } from 'hono';
import { type ConvoyError, errorTable } from '../../shared/model/error.ts';
import { type MediaLocator, mayBeMissing, respondWithMedia, toConvoyError } from '../calls/index.ts';
import { type AdmissionRules, admit, knockOf, rightHost, sameSecret } from './admission.ts';
import { type Api, isApiPath } from './api/create-api.ts';
import { rendererFile } from './renderer-files.ts';
import { securityHeaders } from './security-headers.ts';
import type { Uploads } from './uploads.ts';

export interface RoutesDeps {
  /** Known only when the port is. */
  readonly rules: () => AdmissionRules;
  readonly media: MediaLocator;
  readonly uploads: Uploads;
  readonly rendererDir: string;
  /** The job API; null = it is not served. It lets in whom it lets in, by its own token. */
  readonly api: Api | null;
}

const html = { 'content-type': 'text/html; charset=utf-8' };

/** The HTTP side: the way in with the token, the window's files, media, and files that are sent. */
export function createRoutes({ rules, media, uploads, rendererDir, api }: RoutesDeps): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    if (api !== null && isApiPath(context.req.path)) {
      context.res = await api.fetch(context.req.raw);
      return;
    }
    const knock = knockOf((name) => context.req.header(name));
    const named = rightHost(rules(), knock);
    const entrance = context.req.path === '/' && context.req.query('token') !== undefined;
    const judged = named.ok && !entrance ? admit(rules(), knock, 'request') : named;
    if (judged.ok) await next();
    else context.res = new Response(refusalPage(judged.reason), { status: judged.status, headers: html });
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store');
  });

  app.on(['GET', 'HEAD'], '/media/*', async (context) => {
    const address = context.req.url.replace(/^[a-z]+:\/\/[^/]*\/media\//i, '');
    const file = await media.locate(address, context.req.raw.signal);
    const download = context.req.query('download') !== undefined;
    const { method } = context.req;
    const asked = { method, headers: context.req.raw.headers, download, mayBeMissing: mayBeMissing(address) };
    return respondWithMedia(asked, file);
  });

  app.put('/upload/*', async (context) => {
    try {
      const [, , id = '', ...rest] = new URL(context.req.url).pathname.split('/');
      const length = context.req.header('content-length');
      const path = await uploads.receive({
        id: decoded(id),
        relative: rest.map(decoded).join('/'),
        bytes: length === undefined ? null : Number(length),
        body: context.req.raw.body,
      });
      return context.json({ path });
    } catch (error) {
      return failure(toConvoyError(error));
    }
  });

  app.get('/', (context, next) => {
    const given = context.req.query('token');
    if (given === undefined) return next();
    const { token, session, cookieName } = rules();
    if (!sameSecret(given, token)) {
      return Promise.resolve(
        new Response(refusalPage('This token is not valid.'), { status: 401, headers: html }),
      );
    }
    const cookie = `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`;
    // Away from the address with the token, which would stay in the history.
    return Promise.resolve(
      new Response(null, { status: 303, headers: { location: '/', 'set-cookie': cookie } }),
    );
  });

  app.on(['GET', 'HEAD'], '*', async (context) => {
    const { pathname } = new URL(context.req.url);
    const file = await rendererFile(rendererDir, pathname);
    const answer = await respondWithMedia(
      { method: context.req.method, headers: context.req.raw.headers },
      file,
    );
    // The page's own rules, not those of a file that somebody brought.
    answer.headers.delete('content-security-policy');
    return answer;
  });

  app.notFound(() => new Response('There is nothing here.\n', { status: 404 }));
  app.onError((error) => failure(toConvoyError(error)));
  return app;
}

/** A segment that cannot be decoded is no name: it becomes one that is refused. */
function decoded(segment: string): string {
  try {
    const text = decodeURIComponent(segment);
    return text.includes('/') ? '' : text;
  } catch {
    return '';
  }
}

function failure(error: ConvoyError): Response {
  return new Response(JSON.stringify({ error }), {
    status: errorTable[error.kind].http,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}

/** `reason` is one of our own sentences. */
function refusalPage(reason: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Convoy</title><body><p>${reason}</p></body></html>\n`;
}
