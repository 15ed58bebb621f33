import { utilityProcess } from 'electron';
import type { StartHost } from './host-supervisor.ts';

/**
 * Starts the engine's process as a utility process of Electron. `script` is the built `host.js`. The first one begins
 * to load right now, before anybody asks: it says nothing until it is told to start, so nothing of it is missed.
 */
export function hostStarter(script: string): StartHost {
  let early: { readonly child: Electron.UtilityProcess; ended: number | null } | null = begin(script);
  return ({ onMessage, onExit }) => {
    const { child, ended } = early ?? begin(script);
    early = null;
    const end = (code: number): void => onExit(`exit code ${code}`);
    child.on('message', onMessage);
    if (ended === null) child.once('exit', end);
    else setImmediate(end, ended);
    return {
      send: (message) => child.postMessage(message),
      kill: () => void child.kill(),
    };
  };
}

/** A new process, with its exit code once it has ended. */
function begin(script: string): { readonly child: Electron.UtilityProcess; ended: number | null } {
  const child = utilityProcess.fork(script, [], { serviceName: 'Convoy engine', stdio: 'inherit' });
  const begun = { child, ended: null as number | null };
  child.once('exit', (code) => (begun.ended = code));
  return begun;
}
