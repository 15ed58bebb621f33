import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { type RunningServer, startServer } from '../../electron/server/index.ts';
import { clip, tools } from './media.ts';
import { testEngine } from './run-jobs.ts';
import { suiteDir } from './suite-dir.ts';
import { type ClientSetup, WindowClient } from './window-client.ts';

/** A loopback server with a real engine, for all tests of a file. What it gives is to be used in hooks and tests only. */
export interface ServedFolder {
  /** A path in the folder of the test; `media` is allowed, `results` takes what was made of files that were sent. */
  readonly at: (...names: string[]) => string;
  readonly engine: () => Engine;
  readonly server: () => RunningServer;
  readonly origin: () => string;
  readonly cookie: () => string;
  /** Asks as the window does. */
  readonly get: (address: string, headers?: Record<string, string>, init?: RequestInit) => Promise<Response>;
  /** The status of a request whose Host, path and so on are exactly as given; `fetch` corrects too much. */
  readonly rawStatus: (options: http.RequestOptions) => Promise<number>;
  /** A window that is let in, unless something is changed. */
  readonly open: (more?: Partial<ClientSetup>) => Promise<WindowClient>;
}

export function servedFolder(): ServedFolder {
  const dir = suiteDir();
  const at = (...names: string[]): string => path.join(dir(), ...names);
  let parts: { readonly engine: Engine; readonly server: RunningServer; readonly cookie: string } | null =
    null;
  const running = (): NonNullable<typeof parts> => {
    if (parts === null) throw new Error('the server runs in hooks and tests only');
    return parts;
  };
  const origin = (): string => `http://127.0.0.1:${running().server.port}`;

  beforeAll(async () => {
    for (const folder of ['media', 'renderer/assets', 'state', 'secret'])
      mkdirSync(at(folder), { recursive: true });
    writeFileSync(at('renderer/index.html'), '<!doctype html><title>Convoy</title>');
    writeFileSync(at('renderer/assets/main.js'), 'export {};');
    writeFileSync(at('secret/key.html'), 'secret');
    symlinkSync(at('secret/key.html'), at('renderer/linked.html'));
    copyFileSync(await clip('h264-aac-mp4'), at('media/clip.mp4'));
    copyFileSync(await clip('h264-aac-mp4'), at('secret/clip.mp4'));
    copyFileSync(await clip('jpeg'), at('media/photo.jpg'));
    writeFileSync(at('media/note.txt'), 'Dear Anna,');
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
    });
    const entrance = await fetch(server.url, { redirect: 'manual' });
    parts = { engine, server, cookie: (entrance.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  });
  afterAll(async () => {
    await parts?.server.close();
    await parts?.engine.close();
  });

  return {
    at,
    origin,
    engine: () => running().engine,
    server: () => running().server,
    cookie: () => running().cookie,
    get: (address, headers = {}, init = {}) =>
      fetch(`${origin()}${address}`, {
        redirect: 'manual',
        ...init,
        headers: { cookie: running().cookie, ...headers },
      }),
    rawStatus: (options) =>
      new Promise((resolve, reject) => {
        const { port } = running().server;
        const request = http.request({ host: '127.0.0.1', port, timeout: 10_000, ...options }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        request.on('error', reject);
        request.end();
      }),
    open: (more = {}) => WindowClient.open({ origin: origin(), cookie: running().cookie, ...more }),
  };
}
