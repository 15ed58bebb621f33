import { z } from 'zod';
import { CallFailed } from './bridge.ts';

/** First wait before connecting again; it doubles up to the longest. */
const firstWaitMs = 250;
const longestWaitMs = 8000;
/** How long a call waits for a connection before it gives up. */
const connectLimitMs = 15_000;

const Message = z.union([
  z.object({ id: z.int(), ok: z.boolean(), value: z.unknown().optional(), error: z.unknown().optional() }),
  z.object({ event: z.string(), data: z.unknown() }),
]);

/** The part of a WebSocket that is used, so that a test can stand in for it. */
export type SocketLike = Pick<WebSocket, 'send' | 'close' | 'readyState' | 'addEventListener'>;

export interface Line {
  /** Asks and gives the raw answer. Rejects with `CallFailed` when the connection is lost before it comes. */
  readonly ask: (name: string, input: unknown) => Promise<unknown>;
  readonly onEvent: (listener: (name: string, data: unknown) => void) => () => void;
  readonly onConnection: (listener: (state: 'lost' | 'back') => void) => () => void;
  readonly close: () => void;
}

interface Waiting {
  readonly settle: (answer: unknown) => void;
  readonly fail: (reason: CallFailed) => void;
}

/** Calls and events over one WebSocket, which is opened again whenever it is lost. */
export function openLine(open: () => SocketLike): Line {
  const asked = new Map<number, Waiting>();
  const hearers = new Set<(name: string, data: unknown) => void>();
  const watchers = new Set<(state: 'lost' | 'back') => void>();
  let socket: SocketLike | null = null;
  let ready = createGate();
  let number = 0;
  let wait = firstWaitMs;
  let wasOpen = false;
  let lost = false;
  let closed = false;
  let again: ReturnType<typeof setTimeout> | undefined;

  const tell = (state: 'lost' | 'back') => {
    for (const watcher of watchers) watcher(state);
  };

  const gone = () => {
    socket = null;
    for (const { fail } of asked.values()) fail(unreachable());
    asked.clear();
    if (closed) return;
    if (wasOpen && !lost) {
      lost = true;
      ready = createGate();
      tell('lost');
    }
    again = setTimeout(connect, wait);
    wait = Math.min(longestWaitMs, wait * 2);
  };

  const hear = (text: unknown) => {
    const message = Message.safeParse(typeof text === 'string' ? parsed(text) : text);
    if (!message.success) return;
    if ('event' in message.data) {
      for (const hearer of hearers) hearer(message.data.event, message.data.data);
      return;
    }
    const { id, ...answer } = message.data;
    asked.get(id)?.settle(answer);
    asked.delete(id);
  };

  function connect(): void {
    const mine = open();
    socket = mine;
    mine.addEventListener('open', () => {
      wait = firstWaitMs;
      ready.open(mine);
      if (lost) {
        lost = false;
        tell('back');
      }
      wasOpen = true;
    });
    mine.addEventListener('message', (event) => hear(event.data));
    mine.addEventListener('close', () => {
      if (socket === mine) gone();
    });
  }
  connect();

  return {
    async ask(name, input) {
      const to = await withLimit(ready.promise);
      number += 1;
      const id = number;
      return new Promise((settle, fail) => {
        asked.set(id, { settle, fail });
        to.send(JSON.stringify({ id, name, input }));
      });
    },
    onEvent(listener) {
      hearers.add(listener);
      return () => hearers.delete(listener);
    },
    onConnection(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    close() {
      closed = true;
      clearTimeout(again);
      socket?.close();
    },
  };
}

/** A socket that calls wait for. */
function createGate(): {
  readonly promise: Promise<SocketLike>;
  readonly open: (socket: SocketLike) => void;
} {
  let open: (socket: SocketLike) => void = () => undefined;
  const promise = new Promise<SocketLike>((settle) => {
    open = settle;
  });
  return { promise, open };
}

/** Messages that are no JSON are not ours: they read as nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function withLimit<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(unreachable()), connectLimitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

const unreachable = (): CallFailed =>
  new CallFailed({
    kind: 'internal',
    message: 'Convoy cannot be reached at the moment.',
    hint: 'Check that it still runs. The window connects again by itself.',
    detail: null,
  });
