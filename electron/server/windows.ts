import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { EventOf } from '../../shared/ipc/contract.ts';
import type { EventName } from '../../shared/ipc/names.ts';
import { type Result, convoyError } from '../../shared/model/error.ts';
import { eventText } from '../calls/rows/event-text.ts';
import type { Admission } from './admission.ts';

/** The windows that are connected, over one WebSocket each: calls come in, answers and events go out. */
export interface Windows {
  broadcast<K extends EventName>(name: K, event: EventOf<K>): void;
  close(): void;
}

export interface WindowsDeps {
  readonly server: Server;
  /** Judges the request that wants to become a WebSocket. */
  readonly admit: (request: IncomingMessage) => Admission;
  /** Answers a call; never rejects. */
  readonly answer: (name: unknown, input: unknown) => Promise<Result<unknown>>;
  /** Milliseconds between two signs of life. */
  readonly pingMs?: number;
}

/** Bytes of one message: a hundred thousand ids fit. */
const largestMessage = 8 * 1024 * 1024;
/** Bytes that may wait for a window that does not read; then it is let go, and asks for everything when it is back. */
const mostWaiting = 64 * 1024 * 1024;

const Message = z.strictObject({
  id: z.union([z.int(), z.string().max(64)]),
  name: z.unknown().optional(),
  input: z.unknown().optional(),
});

export function createWindows({ server, admit, answer, pingMs = 30_000 }: WindowsDeps): Windows {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    clientTracking: true,
  });
  const alive = new WeakSet<WebSocket>();

  function send(socket: WebSocket, text: string): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > mostWaiting) socket.terminate();
    else socket.send(text);
  }

  const tell = (socket: WebSocket, id: number | string | null, result: Result<unknown>): void =>
    send(socket, JSON.stringify({ id, ...result }));

  async function hear(socket: WebSocket, data: RawData, isBinary: boolean): Promise<void> {
    const message = isBinary ? null : parsed(textOf(data));
    if (message === null) {
      const error = convoyError('invalid_request', { reason: 'the message is not a call' });
      tell(socket, null, { ok: false, error });
      return;
    }
    tell(socket, message.id, await answer(message.name, message.input ?? null));
  }

  sockets.on('connection', (socket: WebSocket) => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    // A broken connection closes itself; there is nobody to tell.
    socket.on('error', () => undefined);
    socket.on('message', (data, isBinary) => void hear(socket, data, isBinary));
    send(socket, messageOf('engine:changed', { state: 'ready', again: 0, message: null }));
  });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => undefined);
    const path = (request.url ?? '').split('?')[0];
    const judged: Admission =
      path === '/socket' ? admit(request) : { ok: false, status: 403, reason: 'There is no socket here.' };
    if (judged.ok) {
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
      return;
    }
    socket.end(
      `HTTP/1.1 ${judged.status} Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${judged.reason}\n`,
    );
  };
  server.on('upgrade', upgrade);

  const pinging = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.has(socket)) socket.terminate();
      alive.delete(socket);
      socket.ping();
    }
  }, pingMs);
  pinging.unref();

  return {
    broadcast(name, event) {
      if (sockets.clients.size === 0) return;
      const text = messageOf(name, event);
      for (const socket of sockets.clients) send(socket, text);
    },
    close() {
      clearInterval(pinging);
      server.off('upgrade', upgrade);
      for (const socket of sockets.clients) {
        socket.close(1001, 'the server ends');
        socket.terminate();
      }
      sockets.close();
    },
  };
}

function messageOf<K extends EventName>(event: K, data: EventOf<K>): string {
  return `{"event":${JSON.stringify(event)},"data":${eventText(data)}}`;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data as Buffer).toString('utf8');
}

function parsed(text: string): z.infer<typeof Message> | null {
  try {
    const message = Message.safeParse(JSON.parse(text));
    return message.success ? message.data : null;
  } catch {
    return null;
  }
}
