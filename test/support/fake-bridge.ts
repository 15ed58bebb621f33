import type { EventOf, Input, Output } from '../../shared/ipc/contract.ts';
import type { CallName, EventName } from '../../shared/ipc/names.ts';
import { type Bridge, type UploadFile, mediaPath } from '../../renderer/bridge/bridge.ts';

/** What a call answers: a value, or a function of its input. A thrown `CallFailed` is a refusal. */
export type FakeAnswers = {
  readonly [K in CallName]?: Output<K> | ((input: Input<K>) => Output<K> | Promise<Output<K>>);
};

export interface FakeBridge extends Bridge {
  /** Every call so far, oldest first. */
  readonly calls: readonly { readonly name: CallName; readonly input: unknown }[];
  /** Inputs of the calls of one name. */
  inputsOf<K extends CallName>(name: K): readonly Input<K>[];
  /** Tells the listeners of an event. */
  emit<K extends EventName>(name: K, event: EventOf<K>): void;
}

export interface FakeBridgeOptions {
  readonly answers?: FakeAnswers;
  /** As in Electron: files have a path, `/dropped/<name>`. Without it they are sent and end up in `/sent/`. */
  readonly seesFiles?: boolean;
}

/**
 * A bridge in memory for component tests: it records calls, answers them from a table and lets the test tell events.
 * Calls that the table does not name answer null, as the calls that return nothing do.
 */
export function fakeBridge({ answers = {}, seesFiles = true }: FakeBridgeOptions = {}): FakeBridge {
  const calls: { name: CallName; input: unknown }[] = [];
  const listeners = new Map<EventName, Set<(event: never) => void>>();
  return {
    calls,
    inputsOf: <K extends CallName>(name: K) =>
      calls.filter((one) => one.name === name).map((one) => one.input as Input<K>),
    async call<K extends CallName>(name: K, input: Input<K>): Promise<Output<K>> {
      calls.push({ name, input });
      await Promise.resolve();
      const answer: unknown = name in answers ? answers[name] : null;
      return (
        typeof answer === 'function' ? await (answer as (input: Input<K>) => unknown)(input) : answer
      ) as Output<K>;
    },
    on(name, listener) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => known.delete(listener);
    },
    emit(name, event) {
      for (const listener of listeners.get(name) ?? []) listener(event as never);
    },
    pathsOf: (files) => (seesFiles ? files.map((file) => `/dropped/${file.name}`) : null),
    upload: async (files: readonly UploadFile[], onProgress) => {
      await Promise.resolve();
      const total = files.reduce((sum, { file }) => sum + file.size, 0);
      onProgress(total, total);
      return [...new Set(files.map(({ relative }) => `/sent/${relative.split('/')[0] ?? ''}`))];
    },
    mediaUrl: (place) => `/media/${mediaPath(place)}`,
  };
}
