// @vitest-environment happy-dom
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encoded, rootOf, sendFiles } from '../../../../renderer/bridge/send-files.ts';

let server: Server;
let received: { url: string; body: string }[];

beforeEach(async () => {
  received = [];
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const url = request.url ?? '';
      received.push({ url, body: Buffer.concat(parts).toString('utf8') });
      const full = url.includes('full');
      response.writeHead(full ? 507 : 200, { 'content-type': 'application/json' });
      const error = { kind: 'disk_full', message: 'There is no space left.', hint: '', detail: null };
      const below = decodeURIComponent(url.split('/').slice(3).join('/'));
      response.end(JSON.stringify(full ? { error } : { path: `/uploads/u1/${below}` }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { happyDOM } = window as unknown as { happyDOM: { setURL(url: string): void } };
  happyDOM.setURL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const file = (name: string, content: string) => new File([content], name);

describe('sendFiles', () => {
  test('gives single files and the top of a folder, and tells how far it is', async () => {
    const progress: [number, number][] = [];
    const paths = await sendFiles(
      [
        { file: file('a b#1.mov', 'movie'), relative: 'a b#1.mov' },
        { file: file('one.jpg', '1'), relative: 'Holiday/day 1/one.jpg' },
        { file: file('two.jpg', '22'), relative: 'Holiday/two.jpg' },
      ],
      (sent, total) => progress.push([sent, total]),
    );
    expect(paths).toEqual(['/uploads/u1/a b#1.mov', '/uploads/u1/Holiday']);
    expect(received.map(({ body }) => body).sort()).toEqual(['1', '22', 'movie']);
    expect(received.map(({ url }) => url.split('/').slice(3).join('/')).sort()).toEqual([
      'Holiday/day%201/one.jpg',
      'Holiday/two.jpg',
      'a%20b%231.mov',
    ]);
    expect(new Set(received.map(({ url }) => url.split('/')[2])).size).toBe(1);
    expect(progress.at(-1)).toEqual([8, 8]);
  });

  test('a refusal is the one of the host', async () => {
    await expect(
      sendFiles([{ file: file('full.mov', 'x'), relative: 'full.mov' }], () => undefined),
    ).rejects.toMatchObject({ error: { kind: 'disk_full', message: 'There is no space left.' } });
  });

  test('can be stopped before it begins', async () => {
    const stopper = new AbortController();
    stopper.abort();
    await expect(
      sendFiles([{ file: file('a.mov', 'x'), relative: 'a.mov' }], () => undefined, stopper.signal),
    ).rejects.toMatchObject({ error: { kind: 'cancelled' } });
    expect(received).toEqual([]);
  });
});

test('names become parts of an address one by one', () => {
  expect(encoded('Holiday/50%/ä?.jpg')).toBe('Holiday/50%25/%C3%A4%3F.jpg');
});

test('the dropped thing of a file, with the separators of the host', () => {
  expect(rootOf('/up/u1/Holiday/day 1/one.jpg', 'Holiday/day 1/one.jpg')).toBe('/up/u1/Holiday');
  expect(rootOf('C:\\up\\u1\\Holiday\\two.jpg', 'Holiday/two.jpg')).toBe('C:\\up\\u1\\Holiday');
  expect(rootOf('/up/u1/a.mov', 'a.mov')).toBe('/up/u1/a.mov');
});
