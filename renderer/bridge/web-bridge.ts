import type { Input, Output } from '../../shared/ipc/contract.ts';
import { type CallName, type EventName, eventNames } from '../../shared/ipc/names.ts';
import type { Bridge } from './bridge.ts';
import { browserCalls, webMediaUrl } from './browser-calls.ts';
import { parseAnswer } from './parse-answer.ts';
import { sendFiles } from './send-files.ts';
import { type Line, openLine } from './socket.ts';

/** The window in a browser, on the loopback server that also serves it; the session is a cookie. */
export function webBridge(line: Line = openLine(() => new WebSocket(socketUrl(window.location)))): Bridge {
  const listeners = new Map<string, Set<(event: never) => void>>();
  const known: ReadonlySet<string> = new Set(eventNames);
  line.onEvent((name, data) => {
    if (!known.has(name)) return;
    for (const listener of listeners.get(name) ?? []) listener(data as never);
  });
  return {
    async call<K extends CallName>(name: K, input: Input<K>): Promise<Output<K>> {
      const own = browserCalls[name] as
        ((input: Input<K>) => Promise<Output<K>> | Output<K> | undefined) | undefined;
      const done = own?.(input);
      if (done !== undefined) return done;
      return parseAnswer(name, await line.ask(name, input));
    },
    on(name: EventName, listener: (event: never) => void) {
      const those = listeners.get(name) ?? new Set();
      listeners.set(name, those.add(listener));
      return () => those.delete(listener);
    },
    pathsOf: () => null,
    upload: sendFiles,
    mediaUrl: webMediaUrl,
    onConnection: line.onConnection,
  };
}

/** `/socket` on the same origin. */
export function socketUrl({ protocol, host }: Pick<Location, 'protocol' | 'host'>): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/socket`;
}
