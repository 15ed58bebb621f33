import { utilityProcess } from 'electron';
import type { StartHost } from './host-supervisor.ts';

/** Starts the engine's process as a utility process of Electron. `script` is the built `host.js`. */
export function hostStarter(script: string): StartHost {
  return ({ onMessage, onExit }) => {
    const child = utilityProcess.fork(script, [], { serviceName: 'Convoy engine', stdio: 'inherit' });
    child.on('message', onMessage);
    child.once('exit', (code) => onExit(`exit code ${code}`));
    return {
      send: (message) => child.postMessage(message),
      kill: () => void child.kill(),
    };
  };
}
