import type { Server } from 'node:http';
import { type HttpBindings, createAdaptorServer } from '@hono/node-server';
import type { Engine } from '../engine/index.ts';
import type { ApiToken } from './api/api-token.ts';
import { createApi } from './api/create-api.ts';
import { createSeal } from './api/sealed.ts';
import { inputsInUse } from './inputs-in-use.ts';
import { listen } from './listen.ts';
import { sendAnswer } from './send-answer.ts';
import { createUploads } from './uploads.ts';

/** The job API without a window: for the app, whose window needs no server. */
export interface ApiServerDeps {
  /** Stays open when the server closes. */
  readonly engine: Engine;
  readonly token: ApiToken;
  /** Folder of ours for files that are sent and for what is sealed; absolute. */
  readonly state: string;
  /** 0 = any that is free. */
  readonly port: number;
  /** Absolute folders that jobs may read from and write to. */
  readonly allow: readonly string[];
  /** Where results go whose inputs were sent; absolute. */
  readonly output: string;
  readonly version: string;
}

export interface RunningApi {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves it on 127.0.0.1. Throws `conflict` when the port is taken, `output_unwritable` without a place for uploads. */
export async function startApiServer(deps: ApiServerDeps): Promise<RunningApi> {
  const { engine, token, state, allow, output, version } = deps;
  const uploads = await createUploads(state);
  await uploads.sweep(() => inputsInUse(engine));
  let hosts: ReadonlySet<string> = new Set();
  let url = '';
  const api = createApi({
    ...{ engine, token, allow, output, uploads, version },
    seal: createSeal(state),
    ...{ rules: () => ({ hosts }), url: () => url },
  });
  const server = createAdaptorServer({
    fetch: async (request, env) => sendAnswer(await api.fetch(request), (env as HttpBindings).outgoing),
    overrideGlobalObjects: false,
  }) as Server;
  // A large file on a slow line takes as long as it takes.
  server.requestTimeout = 0;
  try {
    const port = await listen(server, deps.port, '127.0.0.1');
    hosts = new Set(['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`));
    url = `http://127.0.0.1:${port}`;
    return {
      url,
      async close() {
        await api.close();
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeAllConnections();
        await closed;
        await uploads.sweep(() => inputsInUse(engine));
      },
    };
  } catch (error) {
    await api.close();
    throw error;
  }
}
