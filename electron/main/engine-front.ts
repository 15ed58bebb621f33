import { readFileSync } from 'node:fs';
import path from 'node:path';
import { app, shell } from 'electron';
import type { Hello } from '../../shared/ipc/shell-calls.ts';
import type { EventName } from '../../shared/ipc/names.ts';
import { type AnswerShell, answerCall } from './answer-call.ts';
import type { AnswerCall } from './calls-door.ts';
import { hello } from './hello.ts';
import { type EngineLink, type EngineState, type StartHost, createSupervisor } from './host-supervisor.ts';
import type { Places } from './places.ts';
import { createSecretFile } from './secret-file.ts';
import { type Signal, createSignal } from './signal.ts';
import { createStillProcesses } from './still-processes.ts';
import { systemCipher } from './system-cipher.ts';
import type { AppWindow } from './window.ts';

/** What the first picture of the page waits for: the link to the engine, and the answers to the page's first questions. */
export interface EngineFront {
  readonly engine: EngineLink;
  readonly answer: AnswerCall;
  /** Events on their way to the window; `text` is JSON of what the event says. */
  readonly events: Signal<{ readonly name: EventName; readonly text: string }>;
  readonly states: Signal<EngineState>;
  /** Content of package.json. */
  readonly manifest: unknown;
  readonly hello: () => Hello;
  /** Says how many files are being converted; before, it is taken that there are none. */
  runningBy(count: () => number): void;
}

/**
 * Links main with the engine's process and starts to answer. `rest` gives what answers the calls of the shell; `listed` is
 * told when the page has got its first rows, and draws them.
 */
export function createEngineFront(
  window: AppWindow,
  places: Places,
  startHost: StartHost,
  rest: () => Promise<AnswerShell>,
  listed: () => void,
): EngineFront {
  const manifest: unknown = JSON.parse(readFileSync(path.join(places.root, 'package.json'), 'utf8'));
  const events = createSignal<{ readonly name: EventName; readonly text: string }>();
  const states = createSignal<EngineState>();
  let running = (): number => 0;
  const engine = createSupervisor({
    start: startHost,
    with: {
      type: 'start',
      stateFile: path.join(places.data, 'queue.db'),
      cacheDir: path.join(places.data, 'engine-cache'),
      stillWorkerPath: places.stillWorker,
      downloads: places.downloads,
      version: app.getVersion(),
    },
    stills: (tell) => createStillProcesses(places.stillWorker, tell),
    trash: (file) => shell.trashItem(file),
    secrets: createSecretFile(path.join(places.data, 'secrets.json'), systemCipher(process.platform)),
    onEvent: (name, text) => {
      window.sendText(name, text);
      events.emit({ name, text });
    },
    onState: (state) => {
      window.send('engine:changed', state);
      states.emit(state);
    },
    running: () => running(),
    now: Date.now,
  });
  // A page that comes later than the event must know it as well.
  window.changed.listen((what) => {
    if (what === 'loaded') window.send('engine:changed', engine.state());
  });

  const greet = (): Hello => {
    // The page listens to events before it asks anything.
    setImmediate(() => window.listening());
    return hello(manifest);
  };
  const link = {
    async ask(name: string, input: unknown): Promise<string> {
      const text = await engine.ask(name, input);
      if (name === 'queue:page') listed();
      return text;
    },
  };
  const answer = answerCall(link, async (name, input) => {
    // The one call of the shell that the first picture needs; its input is nothing.
    if (name === 'shell:hello' && input === null) return JSON.stringify({ ok: true, value: greet() });
    return (await rest())(name, input);
  });
  return {
    ...{ engine, answer, events, states, manifest },
    hello: greet,
    runningBy: (count) => (running = count),
  };
}
