import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import os from 'node:os';
import { type HttpBindings, createAdaptorServer } from '@hono/node-server';
import type { ApiView } from '../../shared/ipc/api-calls.ts';
import { type Broadcast, createCalls, dispatch, dispatchShell } from '../calls/index.ts';
import type { Engine } from '../engine/index.ts';
import { type AdmissionRules, admit, knockOf } from './admission.ts';
import { createApiToken } from './api/api-token.ts';
import { type Api, createApi } from './api/create-api.ts';
import { createSeal } from './api/sealed.ts';
import { inputsInUse } from './inputs-in-use.ts';
import { listen } from './listen.ts';
import { createRoutes } from './routes.ts';
import { sendAnswer } from './send-answer.ts';
import { createUploads } from './uploads.ts';
import { createWebShell } from './web-shell.ts';
import { createWindows } from './windows.ts';

export interface ServerDeps {
  /** Stays open when the server closes: whoever opened it closes it. */
  readonly engine: Engine;
  /** Folder of the built window. */
  readonly rendererDir: string;
  /** 0 = any that is free. */
  readonly port: number;
  /** Address that is listened on; 127.0.0.1 when absent. */
  readonly host?: string;
  /** Further names that the server may be called by, without the port. */
  readonly names?: readonly string[];
  /** Absolute folders that a window may read from and write to. */
  readonly allow: readonly string[];
  /** Absolute folder for results of files that were sent; results may go there. */
  readonly output: string;
  /**
   * Folder of ours in which files that are sent are kept for as long as a job needs them, over restarts. When absent,
   * they are kept in the system's temporary folder until the server closes.
   */
  readonly uploadsPlace?: string;
  /** Person's home folder, for `~`. */
  readonly home?: string;
  /** Chosen at random when absent. */
  readonly token?: string;
  readonly version: string;
  /** The engine reaches the trash of this computer; it does not when absent. */
  readonly trash?: boolean;
  /** Serves the job API too. Its token and what it seals are kept in the place of the uploads. */
  readonly api?: ApiChoice | undefined;
}

export interface ApiChoice {
  /** `CONVOY_API_TOKEN`; when absent a token is made on first use and kept. */
  readonly token?: string | undefined;
}

export interface RunningServer {
  /** With the token: whoever opens it is let in. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Address that requests to the job API start with; null when it is not served. */
  readonly apiUrl: string | null;
  /** Tells all windows what happened by another way than their own. */
  readonly broadcast: Broadcast;
  /** Lets all windows go, stops listening and removes what was sent. */
  close(): Promise<void>;
}

/** Serves the window on loopback. Throws `conflict` when the port is taken, `output_unwritable` without a place for uploads. */
export async function startServer(deps: ServerDeps): Promise<RunningServer> {
  const { engine, rendererDir, version } = deps;
  const host = deps.host ?? '127.0.0.1';
  const home = deps.home ?? os.homedir();
  const token = deps.token ?? randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  const apiToken =
    deps.api === undefined
      ? null
      : createApiToken({ state: deps.uploadsPlace ?? null, fromEnvironment: deps.api.token });
  const uploads = await createUploads(deps.uploadsPlace ?? null);
  await uploads.sweep(() => inputsInUse(engine));
  let address: string | null = null;
  let rules: AdmissionRules = { hosts: new Set(), token, session, cookieName: 'convoy' };

  const calls = createCalls({
    engine,
    allowedRoots: deps.allow,
    outputRoots: [deps.output],
    uploads: { folder: uploads.folder, output: deps.output },
    home,
    broadcast: (name, event) => windows.broadcast(name, event),
    api: {
      view: () => apiView(),
      renew: () => {
        apiToken?.renew();
        windows.broadcast('api:changed', null);
        return apiView();
      },
    },
  });
  const apiView = (): ApiView => ({
    decidedBy: 'command_line',
    state: apiToken === null ? 'off' : 'running',
    url: apiToken === null ? null : address,
    token: apiToken?.current() ?? null,
    tokenFrom: apiToken?.from ?? 'file',
    folders: apiToken === null ? [] : [...deps.allow],
    error: null,
  });
  const shell = createWebShell({
    version,
    home,
    downloads: deps.output,
    platform: process.platform,
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
    trash: deps.trash ?? false,
  });
  const api: Api | null =
    apiToken === null
      ? null
      : createApi({
          ...{ engine, uploads, version, token: apiToken, rules: () => rules },
          ...{ allow: deps.allow, output: deps.output, url: () => address ?? '' },
          seal: createSeal(deps.uploadsPlace ?? null),
        });
  const routes = createRoutes({ rules: () => rules, media: calls.media, uploads, rendererDir, api });
  const server = createAdaptorServer({
    fetch: async (request, env) =>
      sendAnswer(await routes.fetch(request, env), (env as HttpBindings).outgoing),
    overrideGlobalObjects: false,
  }) as Server;
  // A large file on a slow line takes as long as it takes.
  server.requestTimeout = 0;
  const windows = createWindows({
    server,
    admit: ({ headers }) =>
      admit(
        rules,
        knockOf((name) => headerOf(headers[name])),
        'socket',
      ),
    answer: (name, input) =>
      typeof name === 'string' && name.startsWith('shell:')
        ? dispatchShell(shell, name, input)
        : dispatch(calls.handlers, name, input),
  });

  async function close(): Promise<void> {
    calls.close();
    windows.close();
    await api?.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    await uploads.sweep(() => inputsInUse(engine));
  }

  try {
    const port = await listen(server, deps.port, host);
    const names = ['127.0.0.1', 'localhost', '[::1]', ...(deps.names ?? [])];
    const hosts = new Set(names.map((name) => `${name.toLowerCase()}:${port}`));
    // One cookie for each port: browsers keep them by name of the computer alone.
    rules = { hosts, token, session, cookieName: `convoy_${port}` };
    address = `http://127.0.0.1:${port}`;
    return {
      url: `${address}/?token=${token}`,
      ...{ port, token, close, apiUrl: apiToken === null ? null : address },
      broadcast: (name, event) => windows.broadcast(name, event),
    };
  } catch (error) {
    calls.close();
    windows.close();
    await api?.close();
    await uploads.sweep(() => inputsInUse(engine));
    throw error;
  }
}

/** Node gives those that may come more than once as a list. */
const headerOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
