import { lstatSync } from 'node:fs';
import { type Socket, createConnection } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { ConvoyError, ConvoyFailure, type Result, fail } from '../../shared/model/error.ts';
import { isOurs, readControlFile } from './control-file.ts';
import { outputOf } from './door-calls.ts';
import { createLineReader } from './lines.ts';
import { type EngineNews, Holder, Said, contractVersion, lineOf, limits } from './messages.ts';
import type { QueueLink } from './queue-link.ts';

/** Milliseconds in which a holder that is alive takes a connection and says hello. */
const helloMs = 5000;

const Greeted = z.object({ holder: Holder });

/**
 * Connects to the process that holds the queue of a folder. Null when nobody listens there: the queue is free, or its
 * holder has just begun or died. Throws `conflict` when the holder is of another version, and the like.
 */
export async function connectControl(state: string): Promise<QueueLink | null> {
  const file = readControlFile(state);
  if (file === null) return null;
  const address = path.resolve(state, file.address);
  const socket = await connected(address);
  if (socket === null) return null;
  const connection = createConnectionTo(socket);
  const timer = setTimeout(() => socket.destroy(), helloMs);
  try {
    const greeted = await connection.call('hello', { token: file.token, contract: contractVersion }, Greeted);
    return { ...connection.link, holder: greeted.holder };
  } catch (error) {
    socket.destroy();
    // It went away between the two, or another one has taken its place.
    if (error instanceof LinkLost || kindOf(error) === 'token_invalid') return null;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const kindOf = (error: unknown): string | null => (error instanceof ConvoyFailure ? error.error.kind : null);

/** The other end has gone before it answered. */
export class LinkLost extends ConvoyFailure {
  constructor() {
    super(
      fail('conflict', {
        reason: 'the Convoy that held the queue has ended',
        hint: 'Try once more.',
      }).error,
    );
  }
}

function connected(address: string): Promise<Socket | null> {
  if (process.platform !== 'win32') {
    try {
      const stats = lstatSync(address);
      // Somebody else's socket could pretend to be anything.
      if (!stats.isSocket() || !isOurs(stats)) return Promise.resolve(null);
    } catch {
      return Promise.resolve(null);
    }
  }
  return new Promise((resolve) => {
    const socket = createConnection({ path: address });
    const timer = setTimeout(() => socket.destroy(), helloMs);
    const settle = (found: Socket | null): void => {
      clearTimeout(timer);
      resolve(found);
    };
    socket.once('connect', () => settle(socket));
    // ECONNREFUSED: the socket of a process that died.
    socket.once('error', () => settle(null));
    socket.once('close', () => settle(null));
  });
}

interface Connection {
  readonly call: <T>(name: string, input: unknown, schema: z.ZodType<T>) => Promise<T>;
  readonly link: Omit<QueueLink, 'holder'>;
}

function createConnectionTo(socket: Socket): Connection {
  const waiting = new Map<number, (result: Result<unknown> | null) => void>();
  let lastId = 0;
  let listener: ((news: EngineNews) => void) | null = null;
  let gone = false;
  const lost = new Promise<void>((resolve) => {
    socket.once('close', () => {
      gone = true;
      for (const settle of waiting.values()) settle(null);
      waiting.clear();
      resolve();
    });
  });

  function hear(line: string): void {
    const said = Said.safeParse(parsedJson(line));
    if (!said.success) {
      // Neither an answer nor an event: whoever that is, it is no Convoy that we understand.
      socket.destroy();
      return;
    }
    if ('event' in said.data) {
      if (said.data.event === 'engine') listener?.(said.data.data);
      return;
    }
    const { id, ...result } = said.data;
    if (id === null) {
      socket.destroy();
      return;
    }
    const settle = waiting.get(id);
    waiting.delete(id);
    settle?.(result);
  }

  socket.on('error', () => undefined);
  socket.on(
    'data',
    createLineReader({ limit: () => limits.answer, onLine: hear, onBroken: () => socket.destroy() }),
  );

  async function call<T>(name: string, input: unknown, schema: z.ZodType<T>): Promise<T> {
    if (gone) throw new LinkLost();
    const id = ++lastId;
    const line = lineOf({ id, call: name, input });
    if (Buffer.byteLength(line) > limits.call) throw fail('payload_too_large');
    const result = await new Promise<Result<unknown> | null>((resolve) => {
      waiting.set(id, resolve);
      socket.write(line);
    });
    if (result === null) throw new LinkLost();
    if (!result.ok) throw new ConvoyFailure(ConvoyError.parse(result.error));
    const value = schema.safeParse(result.value);
    if (value.success) return value.data;
    throw fail('conflict', {
      reason: 'the queue is held by another version of Convoy, whose answer cannot be read',
      hint: 'Use the same version for both, or end the other one.',
      detail: z.prettifyError(value.error).slice(0, 2000),
    });
  }

  return {
    call,
    link: {
      ask: (name, input) => call(name, input, outputOf(name) as z.ZodType<never>),
      async hear(to, hears) {
        listener = hears;
        await call('door:subscribe', { to }, outputOf('door:subscribe'));
      },
      lost,
      close() {
        socket.end();
        socket.destroy();
        return lost;
      },
    },
  };
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
