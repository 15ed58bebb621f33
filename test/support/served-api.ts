import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { type RunningServer, startServer } from '../../electron/server/index.ts';
import type { Job } from '../../shared/model/job.ts';
import { clip, tools } from './media.ts';
import { testEngine } from './run-jobs.ts';
import { suiteDir } from './suite-dir.ts';

/** A server with the job API over a real engine, for all tests of a file. What it gives is to be used in hooks and tests only. */
export interface ServedApi {
  /** A path in the folder of the test; jobs may use what is below `media`. */
  readonly at: (...names: string[]) => string;
  readonly engine: () => Engine;
  readonly server: () => RunningServer;
  readonly url: () => string;
  /** Asks with the token of the API. */
  readonly ask: (address: string, init?: RequestInit) => Promise<Response>;
  readonly post: (address: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** The job when it is over. */
  readonly over: (id: string) => Promise<Job>;
  /** Closes server and engine and starts both again on the same folder. */
  readonly restart: () => Promise<void>;
}

export const apiToken = 'a-token-for-tests-0123456789';

export function servedApi(): ServedApi {
  const dir = suiteDir();
  const at = (...names: string[]): string => path.join(dir(), ...names);
  let parts: { readonly engine: Engine; readonly server: RunningServer } | null = null;
  const running = (): NonNullable<typeof parts> => {
    if (parts === null) throw new Error('the server runs in hooks and tests only');
    return parts;
  };

  async function start(): Promise<void> {
    const engine = testEngine(tools.bundled, { stateFile: at('state/queue.db') });
    const server = await startServer({
      engine,
      rendererDir: at('renderer'),
      port: 0,
      allow: [at('media')],
      output: at('results'),
      uploadsPlace: at('state'),
      home: dir(),
      version: '1.2.3',
      api: { token: apiToken },
    });
    parts = { engine, server };
  }

  async function stop(): Promise<void> {
    await parts?.server.close();
    await parts?.engine.close();
    parts = null;
  }

  beforeAll(async () => {
    for (const folder of ['media', 'renderer', 'state', 'secret']) mkdirSync(at(folder), { recursive: true });
    writeFileSync(at('renderer/index.html'), '<!doctype html><title>Convoy</title>');
    copyFileSync(await clip('h264-aac-mp4'), at('media/clip.mp4'));
    copyFileSync(await clip('jpeg'), at('media/photo.jpg'));
    copyFileSync(await clip('jpeg'), at('secret/photo.jpg'));
    symlinkSync(at('secret/photo.jpg'), at('media/linked.jpg'));
    symlinkSync(at('secret'), at('media/way-out'));
    await start();
  });
  afterAll(stop);

  const url = (): string => `http://127.0.0.1:${running().server.port}`;
  const ask: ServedApi['ask'] = (address, init = {}) =>
    fetch(`${url()}${address}`, {
      ...init,
      headers: { authorization: `Bearer ${apiToken}`, ...(init.headers as Record<string, string>) },
    });
  return {
    at,
    url,
    ask,
    engine: () => running().engine,
    server: () => running().server,
    post: (address, body, headers = {}) =>
      ask(address, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    async over(id) {
      const until = Date.now() + 30_000;
      for (;;) {
        const job = (await (await ask(`/jobs/${id}`)).json()) as Job;
        if (job.finished_at !== null) return job;
        if (Date.now() > until) throw new Error(`the job is still ${job.status}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async restart() {
      await stop();
      await start();
    },
  };
}
