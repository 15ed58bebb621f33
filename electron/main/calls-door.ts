import { ipcMain } from 'electron';
import { channels } from '../../shared/ipc/channels.ts';
import type { ShellHandlers } from '../../shared/ipc/contract.ts';
import { type Result, refuse } from '../../shared/model/error.ts';
import { dispatchShell } from '../calls/dispatch.ts';
import type { EngineLink } from './host-supervisor.ts';
import { isTrusted } from './trusted-sender.ts';

/**
 * The one door through which the window asks. Who asks is checked first, then the name; what belongs to the shell is
 * parsed and done here, everything else goes to the engine, which parses it there.
 */
export function openCallsDoor(deps: {
  readonly engine: EngineLink;
  readonly handlers: ShellHandlers;
  /** Contents of windows that we opened. */
  readonly windows: ReadonlySet<number>;
}): void {
  ipcMain.handle(channels.call, (event, name: unknown, input: unknown): Promise<unknown> => {
    const frame = event.senderFrame;
    const sender = {
      contents: event.sender.id,
      origin: frame?.origin ?? null,
      mainFrame: frame !== null && frame === event.sender.mainFrame,
    };
    if (!isTrusted(sender, deps.windows)) {
      return Promise.resolve(refuse('invalid_request', { reason: 'it comes from a page that is not ours' }));
    }
    return answer(deps, name, input);
  });
}

async function answer(
  { engine, handlers }: { readonly engine: EngineLink; readonly handlers: ShellHandlers },
  name: unknown,
  input: unknown,
): Promise<unknown> {
  if (typeof name !== 'string' || name.startsWith('shell:')) return dispatchShell(handlers, name, input);
  try {
    return await engine.call(name, input);
  } catch {
    // What came over one channel need not be fit for the next: a port, for one, is not carried on.
    return refuse('invalid_request', { reason: 'it holds what cannot be passed on' }) satisfies Result<never>;
  }
}
