import { existsSync } from 'node:fs';
import { copyFile, realpath } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { Job } from '../../shared/model/job.ts';
import { clip } from '../support/media.ts';
import { closeDisplay } from './support/display.ts';
import { ask, eventually, openApp, rowNamed } from './support/electron-asks.ts';
import { noElectron } from './support/electron-window.ts';

/** The job API of the app: a switch in the settings, and then a program of this computer gives it jobs. */

afterAll(closeDisplay);

const reason = noElectron === null ? '' : ` (${noElectron})`;

/** A port that nobody has right now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.skipIf(noElectron !== null)(`the job API of the app${reason}`, () => {
  it('is off, is switched on, makes a job that the window shows, and is switched off again', async (t) => {
    const opened = await openApp(t);
    const folder = await realpath(opened.folder);
    const input = path.join(folder, 'photo.jpg');
    await copyFile(await clip('jpeg'), input);
    expect(await ask(opened, 'api:get', null)).toMatchObject({ state: 'off', url: null, token: null });

    const port = await freePort();
    await ask(opened, 'settings:change', { change: { api: { on: true, port, allow: [folder] } } });
    const view = await eventually(
      () => ask(opened, 'api:get', null),
      ({ state }) => state !== 'off',
    );
    const url = `http://127.0.0.1:${port}`;
    expect(view).toMatchObject({ state: 'running', url, tokenFrom: 'file', folders: [folder], error: null });

    const output = path.join(folder, 'small.webp');
    const post = (token: string): Promise<Response> =>
      fetch(`${url}/jobs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'image', input, options: { format: 'webp', width: 40 }, output }),
      });
    expect((await post('not-the-token')).status).toBe(401);
    const token = view.token ?? '';
    const made = await post(token);
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as Job;
    const look = async (): Promise<Job> => {
      const answer = await fetch(`${url}/jobs/${id}`, { headers: { authorization: `Bearer ${token}` } });
      return (await answer.json()) as Job;
    };
    const job = await eventually(look, ({ finished_at: finished }) => finished !== null);
    expect([job.status, job.error]).toEqual(['succeeded', null]);
    expect(await sharp(output).metadata()).toMatchObject({ format: 'webp', width: 40 });
    const result = await fetch(`${url}/jobs/${id}/result`, { headers: { authorization: `Bearer ${token}` } });
    expect([result.status, result.headers.get('content-type')]).toEqual([200, 'image/webp']);
    // It is one queue: the window has the job as well.
    const row = await eventually(
      () => rowNamed(opened, 'photo.jpg'),
      (found) => found?.status === 'succeeded',
    );
    expect(row?.id).toBe(id);

    await ask(opened, 'settings:change', { change: { api: { on: false } } });
    await eventually(
      () => ask(opened, 'api:get', null),
      ({ state }) => state === 'off',
    );
    await expect(post(token)).rejects.toThrow('fetch failed');
    expect([existsSync(output), opened.problems]).toEqual([true, []]);
  }, 120_000);
});
