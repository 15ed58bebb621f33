import os from 'node:os';
import path from 'node:path';
import { type Broadcast, createCalls, dispatch } from '../calls/index.ts';
import { ConvoyFailure } from '../../shared/model/error.ts';
import { type Control, busyElsewhere, openControl } from '../control/index.ts';
import { createEngine } from '../engine/index.ts';
import { createSettingsSwitch } from '../server/api-switch.ts';
import { type MainServices, type OpenEngine, createEngineHost } from './engine-host.ts';
import type { FromHost, HostStart } from './messages.ts';

/** Entry of the engine's process, a utility process of Electron: what crashes here costs jobs, not the window. */

/** What Electron puts on `process` here, as far as it is used. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

function open(start: HostStart, services: MainServices): OpenEngine {
  const state = path.dirname(start.stateFile);
  const engine = busyElsewhere(state, 'End it, or work with that one.', () =>
    createEngine({
      stillWorkerPath: start.stillWorkerPath,
      startStillProcess: services.startStillProcess,
      secrets: services.secrets,
      stateFile: start.stateFile,
      cacheDir: start.cacheDir,
      downloads: start.downloads,
      relativeToInputs: true,
      // On Linux the engine has a trash that it can also take files out of again.
      ...(process.platform === 'linux' ? {} : { trash: services.trash }),
    }),
  );
  const log = (line: string): void => void process.stderr.write(`convoy: ${line}\n`);
  engine.subscribe((event) => {
    // What is said of a job is in its own log.
    if (event.type === 'log' && event.id === null) log(event.line);
  });
  let subscribers: Control | null = null;
  const broadcast: Broadcast = (name, event) => {
    services.broadcast(name, event);
    subscribers?.broadcast(name, event);
    if (name === 'settings:changed') void api.follow(engine.library.settings());
  };
  const api = createSettingsSwitch({
    ...{ engine, state, home: os.homedir(), downloads: start.downloads, version: start.version },
    token: process.env['CONVOY_API_TOKEN'],
    changed: () => broadcast('api:changed', null),
  });
  // The person sits here: whatever they may open, the window may.
  const calls = createCalls({ engine, allowedRoots: null, home: os.homedir(), broadcast, api });
  void api.follow(engine.library.settings());
  // The command line works through it while the window is open.
  const control = openControl({
    ...{ engine, state, calls, home: os.homedir() },
    holder: { what: 'window', pid: process.pid, url: null },
    log,
  }).then((opened) => (subscribers = opened));
  return {
    dispatch: (name, input) => dispatch(calls.handlers, name, input),
    locate: async (address) => ({ ok: true, value: await calls.media.locate(address) }),
    close: async () => {
      await (await control).close();
      await api.close();
      calls.close();
      await engine.close();
    },
  };
}

const { parentPort } = process as { readonly parentPort?: ParentPort };
if (parentPort === undefined) throw new Error('the engine of the window is started by Electron');
const tell = (message: FromHost): void => parentPort.postMessage(message);
const hear = createEngineHost({
  tell,
  open,
  // Held by somebody, for a moment or longer, or on a disk that takes nothing now.
  mayPass: (error) =>
    error instanceof ConvoyFailure &&
    ['busy_elsewhere', 'output_unwritable', 'disk_full'].includes(error.error.kind),
  exit: () => process.exit(0),
});
parentPort.on('message', ({ data }) => hear(data));
// Ctrl-C goes to every process of the terminal; main decides what that means.
process.on('SIGINT', () => undefined);
