import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type Line, type SocketLike, openLine } from '../../../../renderer/bridge/socket.ts';
import { socketUrl, webBridge } from '../../../../renderer/bridge/web-bridge.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A server that answers `echo` with its input and refuses the rest; on the same port when one is given. */
async function serve(port = 0) {
  const server = new WebSocketServer({ host: '127.0.0.1', port });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const { id, name, input } = JSON.parse(data.toString('utf8')) as {
        id: number;
        name: string;
        input: unknown;
      };
      if (name === 'hang') return;
      const error = { kind: 'not_found', message: 'That does not exist.', hint: '', detail: null };
      socket.send(
        JSON.stringify(name === 'echo' ? { id, ok: true, value: input } : { id, ok: false, error }),
      );
    });
  });
  const stop = () => {
    for (const client of server.clients) client.terminate();
    server.close();
  };
  ends.push(stop);
  return { server, stop, port: (server.address() as AddressInfo).port };
}

function connect(port: number): Line {
  const line = openLine(() => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`);
    // A refused connection is told as a close too.
    socket.on('error', () => undefined);
    return socket as unknown as SocketLike;
  });
  ends.push(line.close);
  return line;
}

test('answers find their questions, also those asked before the line is open', async () => {
  const { port } = await serve();
  const line = connect(port);
  expect(
    await Promise.all([line.ask('echo', 1), line.ask('other', null), line.ask('echo', { a: 2 })]),
  ).toEqual([
    { ok: true, value: 1 },
    { ok: false, error: { kind: 'not_found', message: 'That does not exist.', hint: '', detail: null } },
    { ok: true, value: { a: 2 } },
  ]);
});

test('a lost line fails what was asked, is opened again, and says both', async () => {
  const first = await serve();
  const line = connect(first.port);
  const states: string[] = [];
  line.onConnection((state) => states.push(state));
  await line.ask('echo', 1);
  const hanging = line.ask('hang', null);
  // The question has to be on its way before the line is cut.
  await line.ask('echo', 2);
  first.stop();
  await expect(hanging).rejects.toMatchObject({
    error: { message: 'Convoy cannot be reached at the moment.' },
  });
  await vi.waitFor(() => expect(states).toEqual(['lost']), { timeout: 5000 });
  await serve(first.port);
  expect(await line.ask('echo', 3)).toEqual({ ok: true, value: 3 });
  expect(states).toEqual(['lost', 'back']);
});

test('the web bridge tells known events and ignores the rest', async () => {
  const { server, port } = await serve();
  const line = connect(port);
  const bridge = webBridge(line);
  const heard: unknown[] = [];
  const off = bridge.on('tools:changed', (event) => heard.push(event));
  await line.ask('echo', 1);
  const tell = (message: unknown) => {
    for (const client of server.clients)
      client.send(typeof message === 'string' ? message : JSON.stringify(message));
  };
  tell('no json');
  tell({ event: 'hasOwnProperty', data: 1 });
  tell({ event: 'tools:changed', data: null });
  await vi.waitFor(() => expect(heard).toEqual([null]), { timeout: 5000 });
  off();
  tell({ event: 'tools:changed', data: null });
  await line.ask('echo', 2);
  expect(heard).toEqual([null]);
  await expect(bridge.call('tools:list', null)).rejects.toMatchObject({ error: { kind: 'not_found' } });
});

test('the socket is on the origin of the page', () => {
  expect(socketUrl({ protocol: 'http:', host: '127.0.0.1:4000' })).toBe('ws://127.0.0.1:4000/socket');
  expect(socketUrl({ protocol: 'https:', host: 'nas.local' })).toBe('wss://nas.local/socket');
});
