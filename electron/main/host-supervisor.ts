import type { EventOf } from '../../shared/ipc/contract.ts';
import type { SecretStore } from '../engine/index.ts';
import type { EventName } from '../../shared/ipc/names.ts';
import { type ConvoyError, type Result, convoyError } from '../../shared/model/error.ts';
import { FromHost, type HostStart, Located, type ToHost } from '../host/messages.ts';
import { parsedText } from './parsed-text.ts';
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
  /** The same, with the answer as JSON, for who only hands it on. */
  ask(name: string, input: unknown): Promise<string>;
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
  /** The keychain, made when it is first asked. */
  readonly secrets: SecretStore;
  /** `text` is JSON of what the event says. */
  readonly onEvent: (name: EventName, text: string) => void;
  readonly onState: (state: EngineState) => void;
  /** How many files are being converted now: they start again when the process dies. */
  readonly running: () => number;
  readonly now: () => number;
}

type Asked = Extract<ToHost, { type: 'call' | 'locate' }>;

export function createSupervisor(deps: SupervisorDeps): EngineLink {
  const pending = new Map<number, (text: string) => void>();
  /** Questions that came while no engine was there to hear them. */
  let waiting: Asked[] = [];
  const deaths: number[] = [];
  let lastId = 0;
  let process: HostProcess | null = null;
  let ready = false;
  let closed: (() => void) | null = null;
  let refusal: ConvoyError | null = null;
  /** What was refused is still tried. */
  let retrying = false;
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
        refusal = null;
        retrying = false;
        const first = deaths.length === 0;
        become({ state: first ? 'ready' : 'restarted', again, message: null });
        again = 0;
        for (const asked of waiting) process?.send(asked);
        waiting = [];
        return;
      }
      case 'refused':
        giveUp(message.error, message.again);
        break;
      case 'answer':
        settle(message.id, message.text);
        break;
      case 'event':
        deps.onEvent(message.name, message.text);
        break;
      case 'trash':
        trash(message.id, message.path);
        break;
      case 'secret':
        secret(message.id, message.ask);
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

  function secret(id: number, ask: Extract<FromHost, { type: 'secret' }>['ask']): void {
    const asker = process;
    void askSecret(deps.secrets, ask).then(
      (value) => asker?.send({ type: 'secret_answer', id, answer: { ok: true, value } }),
      (error: unknown) => {
        const problem = error instanceof Error ? error.message : String(error);
        asker?.send({ type: 'secret_answer', id, answer: { ok: false, problem } });
      },
    );
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
    for (const id of [...pending.keys()]) if (!unheard.has(id)) settle(id, refused(lost));
    if (closed !== null) {
      closed();
      return;
    }
    if (refusal !== null && !retrying) return;
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

  /** @param again it is tried on, and may be there later */
  function giveUp(error: ConvoyError, again = false): void {
    refusal = error;
    retrying = again;
    waiting = [];
    const message = `${error.message} ${error.hint}${again ? ' It is tried again every few seconds.' : ''}`;
    // The page has to know that all is lost before it hears that its questions are.
    if (state.state !== 'failed' || state.message !== message) become({ state: 'failed', again: 0, message });
    for (const id of [...pending.keys()]) settle(id, refused(error));
  }

  function settle(id: number, text: string): void {
    const resolve = pending.get(id);
    pending.delete(id);
    resolve?.(text);
  }

  function ask(body: (id: number) => Asked): Promise<string> {
    if (refusal !== null) return Promise.resolve(refused(refusal));
    const asked = body(++lastId);
    return new Promise((resolve) => {
      pending.set(asked.id, resolve);
      if (ready) process?.send(asked);
      else waiting.push(asked);
    });
  }

  start();
  return {
    ask: (name, input) => ask((id) => ({ type: 'call', id, name, input })),
    call: (name, input) => ask((id) => ({ type: 'call', id, name, input })).then(parsedText),
    locate: (address) =>
      ask((id) => ({ type: 'locate', id, address }))
        .then(parsedText)
        .then(readLocated),
    state: () => state,
    async close(limit) {
      if (closed !== null) return;
      const ending = process;
      if (ending === null) {
        // It has just died, and must not be started again under an app that ends.
        closed = () => undefined;
        return;
      }
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

async function askSecret(
  secrets: SecretStore,
  ask: Extract<FromHost, { type: 'secret' }>['ask'],
): Promise<unknown> {
  switch (ask.do) {
    case 'look':
      return secrets.look();
    case 'get':
      return secrets.get(ask.connection);
    case 'set':
      await secrets.set(ask.connection, ask.secret);
      return null;
    case 'remove':
      await secrets.remove(ask.connection);
      return null;
  }
}

const refused = (error: ConvoyError): string => JSON.stringify({ ok: false, error } satisfies Result<never>);

/** An answer that makes no sense is a refusal. */
function readLocated(value: unknown): Located {
  const parsed = Located.safeParse(value);
  if (parsed.success) return parsed.data;
  return { ok: false, error: convoyError('internal', { reason: 'the converter gave an unknown answer' }) };
}
