import path from 'node:path';
import { type ConvoyError, ConvoyFailure, convoyError, fail } from '../../../shared/model/error.ts';
import type { StillReply, StillRequest, StillWorkers } from '../ports.ts';
import { ReadyMessage, ReplyMessage, type RequestMessage } from './still-messages.ts';

/**
 * Who works on which still: warm workers, one request each at a time, killed when a request takes too long or is
 * cancelled, and a second try in the WebAssembly build when a worker dies by itself. How a worker is started is not
 * known here: under Node it is a child process, in the packaged app it will be a utility process.
 */

/** The native libvips, or the one in WebAssembly: slower, and immune to what crashes the other. */
export type WorkerFlavour = 'native' | 'wasm';

/** A started worker. */
export interface WorkerProcess {
  send(message: RequestMessage): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
  /** Lets it end by itself; it has nothing to do. */
  end(): void;
  /** While it works it keeps this process alive; when idle it must not. */
  setBusy(busy: boolean): void;
}

/** How a worker ended. */
export interface WorkerEnd {
  /** For people who read logs: "signal SIGSEGV", "exit code 134". */
  readonly how: string;
  /** Set when it never started. */
  readonly startError: string | null;
}

/** Starts a worker. `onEnd` is called once, when its process is gone. */
export type StartWorker = (
  flavour: WorkerFlavour,
  events: {
    readonly onMessage: (message: unknown) => void;
    readonly onEnd: (end: WorkerEnd) => void;
  },
) => WorkerProcess;

export interface StillPoolDeps {
  readonly start: StartWorker;
  /** Workers at once; a function is asked anew for every request. */
  readonly size: number | (() => number);
  /** Milliseconds after which a worker without work ends; 30 000 when absent. */
  readonly idleMs?: number;
  readonly log?: (line: string) => void;
}

/** Milliseconds that a request may take when the caller does not say. */
const timeouts = {
  about: 30_000,
  probe: 30_000,
  convert: 300_000,
  unpack: 300_000,
  frames: 300_000,
} as const;

/** Why we ended a worker. */
type Stop = 'cancelled' | 'timed_out' | 'broken';

interface Worker {
  readonly process: WorkerProcess;
  readonly flavour: WorkerFlavour;
  /** It has said so. */
  ready: boolean;
  task: Task | null;
  idle: NodeJS.Timeout | undefined;
  readonly ended: Promise<void>;
}

/** A request in the hands of a worker; settled exactly once. */
interface Task {
  readonly id: number;
  stopped: Stop | null;
  settle(outcome: Outcome): void;
}

type Outcome =
  | { readonly got: 'reply'; readonly reply: StillReply }
  | { readonly got: 'error'; readonly error: ConvoyError }
  | { readonly got: 'end'; readonly end: WorkerEnd; readonly stopped: Stop | null };

/** A pool of still workers; they start when they are first needed. */
export function createStillPool({ start, size, idleMs = 30_000, log }: StillPoolDeps): StillWorkers {
  const workers = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let lastId = 0;
  let closed = false;

  async function turn(signal: AbortSignal | undefined): Promise<void> {
    if (running < (typeof size === 'number' ? size : size())) {
      running++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(new Error('left the queue'));
      };
      waiting.push(go);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  function giveTurn(): void {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }

  function spawn(flavour: WorkerFlavour): Worker {
    let gone = (): void => undefined;
    const worker: Worker = {
      flavour,
      ready: false,
      task: null,
      idle: undefined,
      ended: new Promise<void>((resolve) => (gone = resolve)),
      process: start(flavour, {
        onMessage: (message) => hear(worker, message),
        onEnd: (end) => {
          workers.delete(worker);
          clearTimeout(worker.idle);
          const { task } = worker;
          worker.task = null;
          const startError = end.startError ?? (worker.ready ? null : end.how);
          task?.settle({ got: 'end', end: { ...end, startError }, stopped: task.stopped });
          gone();
        },
      }),
    };
    workers.add(worker);
    return worker;
  }

  function hear(worker: Worker, message: unknown): void {
    const { task } = worker;
    if (ReadyMessage.safeParse(message).success) {
      worker.ready = true;
      return;
    }
    const parsed = ReplyMessage.safeParse(message);
    if (task === null || task.stopped !== null) return;
    if (!parsed.success || parsed.data.id !== task.id) {
      log?.(`still worker: an answer that makes no sense: ${parsed.error?.message ?? 'wrong number'}`);
      task.stopped = 'broken';
      worker.process.kill();
      return;
    }
    worker.task = null;
    const { data } = parsed;
    rest(worker, data.spent);
    task.settle(data.ok ? { got: 'reply', reply: data.reply } : { got: 'error', error: data.error });
  }

  /** A native worker waits for more; the other kind is needed so rarely that its memory is better given back. */
  function rest(worker: Worker, spent: boolean): void {
    worker.process.setBusy(false);
    const end = (): void => {
      workers.delete(worker);
      worker.process.end();
    };
    if (spent || worker.flavour === 'wasm' || closed) end();
    else worker.idle = setTimeout(end, idleMs).unref();
  }

  function attempt(
    flavour: WorkerFlavour,
    request: StillRequest,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    const free = [...workers].find((w) => w.task === null && w.flavour === flavour);
    const worker = free ?? spawn(flavour);
    clearTimeout(worker.idle);
    return new Promise((resolve) => {
      const stop = (why: Stop): void => {
        if (task.stopped !== null || worker.task !== task) return;
        task.stopped = why;
        worker.process.kill();
      };
      const timer = setTimeout(() => stop('timed_out'), timeoutMs);
      const onAbort = (): void => stop('cancelled');
      const task: Task = {
        id: ++lastId,
        stopped: null,
        settle: (outcome) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          resolve(outcome);
        },
      };
      worker.task = task;
      worker.process.setBusy(true);
      worker.process.send({ id: task.id, request });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  async function run<R extends StillRequest>(
    request: R,
    options: { readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
  ): Promise<Extract<StillReply, { do: R['do'] }>> {
    const file = 'input' in request ? path.basename(request.input) : 'libvips';
    const { signal, timeoutMs = timeouts[request.do] } = options;
    const cancelled = (): boolean => closed || signal?.aborted === true;
    if (cancelled()) throw fail('cancelled', { file });
    await turn(signal).catch(() => {
      throw fail('cancelled', { file });
    });
    try {
      if (cancelled()) throw fail('cancelled', { file });
      const first = await attempt('native', request, timeoutMs, signal);
      if (!diedByItself(first) || cancelled()) return accepted(request, first, file);
      log?.(`still worker: ended by ${first.end.how} on ${file}; trying the WebAssembly build`);
      const second = await attempt('wasm', request, timeoutMs, signal);
      return accepted(request, neverStarted(second) ? first : withWarning(second), file);
    } finally {
      giveTurn();
    }
  }

  async function close(): Promise<void> {
    closed = true;
    for (const go of waiting.splice(0)) go();
    const all = [...workers];
    for (const worker of all) {
      clearTimeout(worker.idle);
      if (worker.task !== null) worker.task.stopped ??= 'cancelled';
      // Whoever awaits this must live to see it settle.
      worker.process.setBusy(true);
      worker.process.kill();
    }
    await Promise.all(all.map((worker) => worker.ended));
  }

  return { run, close };
}

type Ended = Extract<Outcome, { got: 'end' }>;

function diedByItself(outcome: Outcome): outcome is Ended {
  return outcome.got === 'end' && outcome.stopped === null && outcome.end.startError === null;
}

function neverStarted(outcome: Outcome): boolean {
  return outcome.got === 'end' && outcome.stopped === null && outcome.end.startError !== null;
}

function withWarning(outcome: Outcome): Outcome {
  if (outcome.got !== 'reply' || outcome.reply.do !== 'convert') return outcome;
  const warning = {
    kind: 'wasm_fallback',
    message: 'The fast picture library crashed on this file; its slower WebAssembly build converted it.',
  };
  return { ...outcome, reply: { ...outcome.reply, warnings: [...outcome.reply.warnings, warning] } };
}

/** The reply that belongs to the request, or the failure as an exception. */
function accepted<R extends StillRequest>(
  request: R,
  outcome: Outcome,
  file: string,
): Extract<StillReply, { do: R['do'] }> {
  switch (outcome.got) {
    case 'reply':
      if (!answers(request, outcome.reply)) break;
      return outcome.reply;
    case 'error':
      throw new ConvoyFailure(outcome.error);
    case 'end':
      throw new ConvoyFailure(endError(outcome, file));
  }
  throw fail('internal', { reason: 'a still worker answered another question' });
}

function answers<R extends StillRequest>(
  request: R,
  reply: StillReply,
): reply is Extract<StillReply, { do: R['do'] }> {
  return reply.do === request.do;
}

function endError({ end, stopped }: Ended, file: string): ConvoyError {
  const detail = end.startError ?? end.how;
  switch (stopped) {
    case 'cancelled':
      return convoyError('cancelled', { file });
    case 'timed_out':
      return convoyError('timed_out', { file, detail });
    case 'broken':
      return convoyError('internal', { reason: 'a still worker gave an answer that makes no sense', detail });
    case null:
      if (end.startError !== null) {
        return convoyError('tool_missing', { reason: 'the picture worker cannot be started', detail });
      }
      return convoyError('encode_failed', { file, reason: 'the picture library crashes on it', detail });
  }
}
