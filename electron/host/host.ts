import os from 'node:os';
import { createCalls, dispatch } from '../calls/index.ts';
import { createEngine, watchProcesses } from '../engine/index.ts';
import { type MainServices, type OpenEngine, createEngineHost } from './engine-host.ts';
import type { FromHost, HostStart } from './messages.ts';

/** Entry of the engine's process, a utility process of Electron: what crashes here costs jobs, not the window. */

/** What Electron puts on `process` here, as far as it is used. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

function open(start: HostStart, services: MainServices): OpenEngine {
  const engine = createEngine({
    stillWorkerPath: start.stillWorkerPath,
    startStillProcess: services.startStillProcess,
    stateFile: start.stateFile,
    cacheDir: start.cacheDir,
    trash: services.trash,
  });
  // The person sits here: whatever they may open, the window may.
  const calls = createCalls({
    engine,
    allowedRoots: null,
    home: os.homedir(),
    broadcast: services.broadcast,
  });
  return {
    dispatch: (name, input) => dispatch(calls.handlers, name, input),
    locate: async (address) => ({ ok: true, value: await calls.media.locate(address) }),
    close: async () => {
      calls.close();
      await engine.close();
    },
  };
}

const { parentPort } = process as { readonly parentPort?: ParentPort };
if (parentPort === undefined) throw new Error('the engine of the window is started by Electron');
const tell = (message: FromHost): void => parentPort.postMessage(message);
watchProcesses((pid, runs) => tell({ type: 'tool', pid, runs }));
const hear = createEngineHost({
  tell,
  open,
  exit: () => process.exit(0),
});
parentPort.on('message', ({ data }) => hear(data));
// Ctrl-C goes to every process of the terminal; main decides what that means.
process.on('SIGINT', () => undefined);
