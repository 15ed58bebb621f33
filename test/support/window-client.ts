import { WebSocket } from 'ws';
import type { EventOf } from '../../shared/ipc/contract.ts';
import type { Row } from '../../shared/ipc/row.ts';
import type { ConvoyError } from '../../shared/model/error.ts';

/** A window without a window: speaks to the loopback server and keeps what it hears. */

interface Answer {
  readonly id: number | string | null;
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: ConvoyError;
}

export interface ClientSetup {
  readonly origin: string;
  readonly cookie: string;
  /** What the page says it is; the server's own origin unless told, null = nothing. */
  readonly pageOrigin?: string | null;
  readonly host?: string;
  readonly path?: string;
}

export class WindowClient {
  /** Answers that no call waits for. */
  readonly answers: Answer[] = [];
  readonly events: [string, unknown][] = [];
  readonly batches: EventOf<'rows:patched'>[] = [];
  readonly rows = new Map<string, Row>();
  revision = 0;
  /** Close code, once the connection has ended. */
  closed: number | null = null;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 1_000_000;

  /** Rejects when the server does not let it in. */
  static open(setup: ClientSetup): Promise<WindowClient> {
    const { origin, cookie, pageOrigin = origin, host, path = '/socket' } = setup;
    const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}${path}`, {
      handshakeTimeout: 10_000,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(pageOrigin === null ? {} : { origin: pageOrigin }),
        ...(host === undefined ? {} : { host }),
      },
    });
    return new Promise((resolve, reject) => {
      const client = new WindowClient(socket);
      socket.once('open', () => resolve(client));
      socket.once('error', reject);
    });
  }

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('close', (code) => (this.closed = code));
    socket.on('message', (data: Buffer) =>
      this.#hear(JSON.parse(data.toString('utf8')) as Answer & { event?: string; data?: unknown }),
    );
  }

  send(message: string | Buffer): void {
    this.#socket.send(message);
  }

  /** Rejects with the error that the server answers. */
  call<T = unknown>(name: string, input: unknown): Promise<T> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${name} was not answered`)), 60_000);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        if (answer.ok) resolve(answer.value as T);
        else reject(Object.assign(new Error(answer.error?.message), { kind: answer.error?.kind }));
      });
      this.#socket.send(JSON.stringify({ id, name, input }));
    });
  }

  row(id: string): Row | null {
    return this.rows.get(id) ?? null;
  }

  /** The last event of a name, or null. */
  last(name: string): unknown {
    return this.events.findLast(([event]) => event === name)?.[1] ?? null;
  }

  close(): void {
    this.#socket.close();
  }

  #hear(message: Answer & { event?: string; data?: unknown }): void {
    if (message.event !== undefined) {
      this.events.push([message.event, message.data]);
      if (message.event === 'rows:patched') this.#patch(message.data as EventOf<'rows:patched'>);
      return;
    }
    const waiting = typeof message.id === 'number' ? this.#waiting.get(message.id) : undefined;
    if (waiting === undefined) this.answers.push(message);
    else waiting(message);
  }

  #patch(batch: EventOf<'rows:patched'>): void {
    this.batches.push(batch);
    this.revision = batch.revision;
    for (const patch of batch.patches) {
      if (patch.op === 'put') this.rows.set(patch.row.id, patch.row);
      else if (patch.op === 'removed') this.rows.delete(patch.id);
      else {
        const row = this.rows.get(patch.id);
        if (row !== undefined) this.rows.set(patch.id, { ...row, ...patch });
      }
    }
  }
}

/** Waits until something is so, looking again every few milliseconds; rejects after `limitMs`. */
export async function until(isSo: () => boolean, limitMs = 10_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`not so after ${limitMs} ms: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
