import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { type ConvoyError, type Result, convoyError } from '../../shared/model/error.ts';
import type { Engine } from '../engine/index.ts';
import type { ContractHandlers } from './door-calls.ts';
import { answerAsk, createDoorHandlers, newsOf, tellWork } from './door-handlers.ts';
import { createLineReader } from './lines.ts';
import {
  Call,
  type EngineNews,
  Hello,
  type Holder,
  type Topic,
  contractVersion,
  lineOf,
  limits,
} from './messages.ts';

/** One program at the other end of the control socket. */
export interface Client {
  hearsWindow(): boolean;
  send(line: string): void;
  end(): void;
}

export interface ClientDeps {
  readonly socket: Socket;
  readonly token: string;
  readonly holder: Holder;
  readonly engine: Engine;
  readonly contract: () => ContractHandlers;
}

/** Milliseconds in which the token must be shown. */
const greetingMs = 5000;
/** Calls of one program that may be under way. */
const mostCalls = 64;

export function serveClient({ socket, token, holder, engine, contract }: ClientDeps): Client {
  const hears = new Set<Topic>();
  let known = false;
  let ended = false;
  let underWay = 0;
  let unsubscribe = (): void => undefined;

  const send = (line: string): void => {
    if (ended || socket.destroyed) return;
    // Who does not read is let go, and asks again when it is back.
    if (socket.writableLength > limits.waiting) socket.destroy();
    else socket.write(line);
  };
  const answer = (id: number | null, result: Result<unknown>): void =>
    send(lineOf(result.ok ? { id, ok: true, value: result.value } : { id, ok: false, error: result.error }));
  const end = (): void => {
    if (ended) return;
    ended = true;
    // What was written before still goes out; who does not take it is not waited for.
    socket.end();
    setTimeout(() => socket.destroy(), 200).unref();
  };
  const refuse = (id: number | null, error: ConvoyError): void => {
    answer(id, { ok: false, error });
    end();
  };
  const tell = (news: EngineNews): void => send(lineOf({ event: 'engine', data: news }));

  function subscribe(to: readonly Topic[]): void {
    const first = hears.size === 0;
    const queueBefore = hears.has('queue');
    for (const topic of to) hears.add(topic);
    if (first) {
      unsubscribe = engine.subscribe((event) => {
        const news = newsOf(event, hears);
        if (news !== null) tell(news);
      });
    }
    if (!queueBefore && hears.has('queue')) void tellWork(engine, tell).catch(() => undefined);
  }
  const door = createDoorHandlers(engine, subscribe);

  function greet(id: number, input: unknown): void {
    const hello = Hello.safeParse(input);
    if (!hello.success) {
      refuse(id, convoyError('token_missing', { hint: 'Say hello with the token of control.json.' }));
    } else if (!sameText(hello.data.token, token)) {
      refuse(id, convoyError('token_invalid', { hint: 'Read control.json again.' }));
    } else if (hello.data.contract !== contractVersion) {
      refuse(id, otherVersion(hello.data.contract));
    } else {
      known = true;
      clearTimeout(greeting);
      answer(id, { ok: true, value: { holder } });
    }
  }

  function hear(line: string): void {
    if (ended) return;
    const call = Call.safeParse(parsedJson(line));
    if (!call.success) {
      const error = convoyError('invalid_request', { reason: 'the line is no call' });
      if (known) answer(null, { ok: false, error });
      else refuse(null, error);
      return;
    }
    const { id, call: name, input } = call.data;
    if (!known) {
      if (name === 'hello') greet(id, input);
      else refuse(id, convoyError('token_missing', { hint: 'Say hello first.' }));
      return;
    }
    if (underWay >= mostCalls) {
      answer(id, { ok: false, error: convoyError('rate_limited') });
      return;
    }
    underWay++;
    void answerAsk(contract, door, name, input ?? null).then((result) => {
      underWay--;
      answer(id, result);
    });
  }

  const greeting = setTimeout(() => socket.destroy(), greetingMs);
  const read = createLineReader({
    limit: () => (known ? limits.call : limits.greeting),
    onLine: hear,
    onBroken: (why) =>
      refuse(
        null,
        why === 'too_long'
          ? convoyError('payload_too_large')
          : convoyError('invalid_request', { reason: 'the line is no text' }),
      ),
  });
  socket.on('data', read);
  // A connection that breaks closes itself; there is nobody to tell.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    ended = true;
    clearTimeout(greeting);
    unsubscribe();
  });

  return { hearsWindow: () => hears.has('window'), send, end };
}

function otherVersion(theirs: number): ConvoyError {
  return convoyError('conflict', {
    reason: `the queue is held by another version of Convoy (it speaks ${contractVersion}, this one ${theirs})`,
    hint: 'Use the same version for both, or end the other one.',
  });
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
