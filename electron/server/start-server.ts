import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import os from 'node:os';
import { createAdaptorServer } from '@hono/node-server';
import { fail } from '../../shared/model/error.ts';
import { type Broadcast, createCalls, dispatch, dispatchShell } from '../calls/index.ts';
import type { Engine, QueueEntry } from '../engine/index.ts';
import { type AdmissionRules, admit } from './admission.ts';
import { createRoutes } from './routes.ts';
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
}

export interface RunningServer {
  /** With the token: whoever opens it is let in. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
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
  const uploads = await createUploads(deps.uploadsPlace ?? null);
  await uploads.sweep(() => inputsInUse(engine));
  let rules: AdmissionRules = { hosts: new Set(), token, session, cookieName: 'convoy' };

  const calls = createCalls({
    engine,
    allowedRoots: deps.allow,
    outputRoots: [deps.output],
    uploads: { folder: uploads.folder, output: deps.output },
    home,
    broadcast: (name, event) => windows.broadcast(name, event),
  });
  const shell = createWebShell({
    version,
    home,
    platform: process.platform,
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
  });
  const routes = createRoutes({ rules: () => rules, media: calls.media, uploads, rendererDir });
  const server = createAdaptorServer({ fetch: routes.fetch, overrideGlobalObjects: false }) as Server;
  // A large file on a slow line takes as long as it takes.
  server.requestTimeout = 0;
  const windows = createWindows({
    server,
    admit: (request) => admit(rules, knockOf(request), 'socket'),
    answer: (name, input) =>
      typeof name === 'string' && name.startsWith('shell:')
        ? dispatchShell(shell, name, input)
        : dispatch(calls.handlers, name, input),
  });

  async function close(): Promise<void> {
    calls.close();
    windows.close();
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
    return {
      url: `http://127.0.0.1:${port}/?token=${token}`,
      ...{ port, token, close },
      broadcast: (name, event) => windows.broadcast(name, event),
    };
  } catch (error) {
    calls.close();
    windows.close();
    await uploads.sweep(() => inputsInUse(engine));
    throw error;
  }
}

/** Inputs of jobs that run or may be run again. */
function inputsInUse({ queue }: Engine): ReadonlySet<string> {
  const inputs = new Set<string>();
  for (let after: string | null = null; ;) {
    const entries: readonly QueueEntry[] = queue.page({ after, limit: 1000 });
    for (const { job } of entries) {
      if (job.status === 'succeeded') continue;
      for (const input of typeof job.input === 'string' ? [job.input] : job.input) inputs.add(input);
    }
    after = entries.at(-1)?.job.id ?? null;
    if (after === null) return inputs;
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portFailure(error, port)));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function portFailure(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  const why = error.code === 'EADDRINUSE' ? 'is used by another program' : 'may not be used by you';
  return fail('conflict', {
    reason: `port ${port} ${why}`,
    hint: 'Choose another one with --port, or --port 0 for any that is free.',
  });
}

function knockOf({ headers }: IncomingMessage): Parameters<typeof admit>[1] {
  const site = headers['sec-fetch-site'];
  return {
    host: headers.host ?? null,
    origin: headers.origin ?? null,
    cookie: headers.cookie ?? null,
    authorization: headers.authorization ?? null,
    site: typeof site === 'string' ? site : null,
  };
}
