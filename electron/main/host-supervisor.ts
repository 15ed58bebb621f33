import type { EventOf } from '../../shared/ipc/contract.ts';
import type { EventName } from '../../shared/ipc/names.ts';
import { type ConvoyError, type Result, convoyError } from '../../shared/model/error.ts';
import { FromHost, type HostStart, Located, type ToHost } from '../host/messages.ts';
import { nextStart } from './restart-policy.ts';
import type { StillProcesses } from './still-processes.ts';

/**
 * Keeps the engine's process alive: starts it, answers for it while it is away, and starts it again when it dies. What
 * it was asked and had not answered is refused then, because nobody knows how far it came.
 */

/** A started process. */
export interface HostProcess {
  send(message: ToHost): void;
  /** Ends it at once. */
  kill(): void;
}

export type StartHost = (events: {
  readonly onMessage: (message: unknown) => void;
  /** Called once, when the process is gone. */
  readonly onExit: (how: string) => void;
}) => HostProcess;

/** The engine as the rest of main sees it. Nothing here rejects. */
export interface EngineLink {
  /** A call of the contract; the answer is `{ ok, value }` or `{ ok, error }`. */
  call(name: string, input: unknown): Promise<unknown>;
  /** The file behind a media address. */
  locate(address: string): Promise<Located>;
  state(): EngineState;
  /** Ends the engine in good order, or by force after `limit` milliseconds. It is not started again. */
  close(limit: number): Promise<void>;
}

export type EngineState = EventOf<'engine:changed'>;

export interface SupervisorDeps {
  readonly start: StartHost;
  readonly with: HostStart;
  readonly stills: (tell: (message: ToHost) => void) => StillProcesses;
  readonly trash: (path: string) => Promise<void>;
  readonly onEvent: (name: EventName, event: unknown) => void;
  readonly onState: (state: EngineState) => void;
  /** How many files are being converted now: they start again when the process dies. */
  readonly running: () => number;
  readonly now: () => number;
}

type Asked = Extract<ToHost, { type: 'call' | 'locate' }>;

export function createSupervisor(deps: SupervisorDeps): EngineLink {
  const pending = new Map<number, (value: unknown) => void>();
  /** Questions that came while no engine was there to hear them. */
  let waiting: Asked[] = [];
  const deaths: number[] = [];
  let lastId = 0;
  let process: HostProcess | null = null;
  let ready = false;
  let closed: (() => void) | null = null;
  let refusal: ConvoyError | null = null;
  let again = 0;
  let state: EngineState = { state: 'starting', again: 0, message: null };
  const stills = deps.stills((message) => process?.send(message));

  function become(next: EngineState): void {
    state = next;
    deps.onState(next);
  }

  function start(): void {
    ready = false;
    process = deps.start({ onMessage: hear, onExit: died });
    process.send(deps.with);
  }

  function hear(raw: unknown): void {
    const parsed = FromHost.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    switch (message.type) {
      case 'ready': {
        ready = true;
        const first = deaths.length === 0;
        become({ state: first ? 'ready' : 'restarted', again, message: null });
        again = 0;
        for (const asked of waiting) process?.send(asked);
        waiting = [];
        return;
      }
      case 'refused':
        giveUp(message.error);
        break;
      case 'answer':
        settle(message.id, message.value);
        break;
      case 'event':
        deps.onEvent(message.name, message.event);
        break;
      case 'trash':
        trash(message.id, message.path);
        break;
      case 'still_start':
        stills.start(message.id, message.flavour);
        break;
      case 'still_send':
        stills.send(message.id, message.message);
        break;
      case 'still_end':
        stills.end(message.id);
        break;
    }
  }

  function trash(id: number, path: string): void {
    const asker = process;
    void deps.trash(path).then(
      () => asker?.send({ type: 'trashed', id, problem: null }),
      (error: unknown) =>
        asker?.send({ type: 'trashed', id, problem: error instanceof Error ? error.message : String(error) }),
    );
  }

  function died(how: string): void {
    process = null;
    ready = false;
    stills.endAll();
    const lost = convoyError('internal', {
      reason: 'the converter stopped before it answered',
      hint: 'It is being started again. Try once more.',
      detail: how,
    });
    const unheard = new Set(waiting.map(({ id }) => id));
    for (const id of [...pending.keys()]) if (!unheard.has(id)) settle(id, { ok: false, error: lost });
    if (closed !== null) {
      closed();
      return;
    }
    if (refusal !== null) return;
    deaths.push(deps.now());
    again = Math.max(again, deps.running());
    const next = nextStart(deaths);
    if (next === 'failed') {
      giveUp(
        convoyError('tool_missing', {
          reason: 'the converter stopped several times within a minute',
          hint: 'Quit Convoy and start it again.',
          detail: how,
        }),
      );
      return;
    }
    become({ state: 'starting', again, message: null });
    setTimeout(() => {
      if (closed === null) start();
    }, next.after);
  }

  function giveUp(error: ConvoyError): void {
    refusal = error;
    waiting = [];
    for (const id of [...pending.keys()]) settle(id, { ok: false, error });
    become({ state: 'failed', again: 0, message: `${error.message} ${error.hint}` });
  }

  function settle(id: number, value: unknown): void {
    const resolve = pending.get(id);
    pending.delete(id);
    resolve?.(value);
  }

  function ask(body: (id: number) => Asked): Promise<unknown> {
    if (refusal !== null) return Promise.resolve({ ok: false, error: refusal } satisfies Result<never>);
    const asked = body(++lastId);
    return new Promise((resolve) => {
      pending.set(asked.id, resolve);
      if (ready) process?.send(asked);
      else waiting.push(asked);
    });
  }

  start();
  return {
    call: (name, input) => ask((id) => ({ type: 'call', id, name, input })),
    locate: (address) => ask((id) => ({ type: 'locate', id, address })).then(readLocated),
    state: () => state,
    async close(limit) {
      if (closed !== null || process === null) return;
      const ending = process;
      await new Promise<void>((resolve) => {
        const force = setTimeout(() => ending.kill(), limit);
        closed = () => {
          clearTimeout(force);
          resolve();
        };
        ending.send({ type: 'close' });
      });
    },
  };
}

/** An answer that makes no sense is a refusal. */
function readLocated(value: unknown): Located {
  const parsed = Located.safeParse(value);
  if (parsed.success) return parsed.data;
  return { ok: false, error: convoyError('internal', { reason: 'the converter gave an unknown answer' }) };
}
