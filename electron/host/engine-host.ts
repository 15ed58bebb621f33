import { type ConvoyError, ConvoyFailure, convoyError, fail } from '../../shared/model/error.ts';
import type { EventOf } from '../../shared/ipc/contract.ts';
import type { EventName } from '../../shared/ipc/names.ts';
import { eventText } from '../calls/rows/event-text.ts';
import type { SecretStore, StartWorker } from '../engine/index.ts';
import { type FromHost, type HostStart, type Located, ToHost } from './messages.ts';
import { openPatiently } from './open-patiently.ts';
import { createRemoteSecrets } from './remote-secrets.ts';
import { createRemoteStills } from './remote-stills.ts';

/** The engine with its calls, as this process works it. */
export interface OpenEngine {
  /** Answers a call of the contract; never rejects. */
  dispatch(name: string, input: unknown): Promise<unknown>;
  /** The file behind a media address. */
  locate(address: string): Promise<Located>;
  /** Stops what runs; it is queued again at the next start. */
  close(): Promise<void>;
}

/** What main does for the engine. */
export interface MainServices {
  readonly startStillProcess: StartWorker;
  readonly trash: (path: string) => Promise<void>;
  readonly secrets: SecretStore;
  readonly broadcast: <K extends EventName>(name: K, event: EventOf<K>) => void;
}

export interface EngineHostDeps {
  readonly tell: (message: FromHost) => void;
  readonly open: (start: HostStart, services: MainServices) => OpenEngine;
  /** Why it was not opened may be over in a moment, or when a person has set it right: it is tried again until then. */
  readonly mayPass: (error: unknown) => boolean;
  readonly exit: () => void;
}

/**
 * The engine's process without the process: hears what main says, answers, and passes events on. Gives the function
 * that takes a message.
 */
export function createEngineHost({ tell, open, mayPass, exit }: EngineHostDeps): (message: unknown) => void {
  const stills = createRemoteStills(tell);
  const secrets = createRemoteSecrets(tell);
  const trashing = new Map<number, (problem: string | null) => void>();
  let lastTrash = 0;
  let engine: OpenEngine | null = null;
  let closing = false;
  let starting: Promise<void> = Promise.resolve();

  const services: MainServices = {
    startStillProcess: stills.start,
    secrets: secrets.store,
    trash: (path) =>
      new Promise((resolve, reject) => {
        const id = ++lastTrash;
        trashing.set(id, (problem) => {
          if (problem === null) resolve();
          else reject(new Error(problem));
        });
        tell({ type: 'trash', id, path });
      }),
    broadcast: (name, event) => tell({ type: 'event', name, text: eventText(event) }),
  };

  function start(message: HostStart): void {
    const begin = (): void => {
      engine = open(message, services);
      tell({ type: 'ready' });
    };
    const refuse = (error: unknown, again = false): void =>
      tell({ type: 'refused', error: errorOf(error), again });
    try {
      begin();
    } catch (error) {
      if (!mayPass(error)) {
        refuse(error);
        return;
      }
      const late = (reason: unknown): void => refuse(reason, true);
      starting = openPatiently(begin, { mayPass, late, wanted: () => !closing }).catch(refuse);
    }
  }

  /** Answers with what the work gives, or with the reason why it gave nothing. */
  function answer(id: number, work: (open: OpenEngine) => Promise<unknown>): void {
    const open = engine;
    const done =
      open === null
        ? Promise.reject(fail('internal', { reason: 'the engine was asked before it was made' }))
        : work(open);
    void done
      .then((value) => JSON.stringify(value))
      .catch((error: unknown) => JSON.stringify({ ok: false, error: errorOf(error) }))
      .then((text) => tell({ type: 'answer', id, text }));
  }

  async function close(): Promise<void> {
    closing = true;
    await starting;
    await engine?.close().catch(() => undefined);
    exit();
  }

  return (raw) => {
    const parsed = ToHost.safeParse(raw);
    // Only main can send here, so this is another version of it: without an answer its call ends with this process.
    if (!parsed.success) return;
    const message = parsed.data;
    switch (message.type) {
      case 'start':
        start(message);
        break;
      case 'call':
        answer(message.id, (open) => open.dispatch(message.name, message.input));
        break;
      case 'locate':
        answer(message.id, (open) => open.locate(message.address));
        break;
      case 'trashed': {
        const settle = trashing.get(message.id);
        trashing.delete(message.id);
        settle?.(message.problem);
        break;
      }
      case 'secret_answer':
        secrets.answered(message.id, message.answer);
        break;
      case 'still_said':
        stills.said(message.id, message.message);
        break;
      case 'still_ended':
        stills.ended(message.id, { how: message.how, startError: message.startError });
        break;
      case 'close':
        void close();
        break;
    }
  };
}

function errorOf(error: unknown): ConvoyError {
  if (error instanceof ConvoyFailure) return error.error;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return convoyError('internal', { detail });
}
