import type { ShellHandlers } from '../../shared/ipc/contract.ts';
import { type Result, refuse } from '../../shared/model/error.ts';
import { dispatchShell } from '../calls/dispatch.ts';
import type { AnswerCall } from './calls-door.ts';
import type { EngineLink } from './host-supervisor.ts';

/** What belongs to the shell is parsed and done here, everything else goes to the engine, which parses it there. */
export function answerCall(engine: EngineLink, handlers: ShellHandlers): AnswerCall {
  return async (trusted, name, input) => {
    if (!trusted) return refuse('invalid_request', { reason: 'it comes from a page that is not ours' });
    if (typeof name !== 'string' || name.startsWith('shell:')) return dispatchShell(handlers, name, input);
    try {
      return await engine.call(name, input);
    } catch {
      // What came over one channel need not be fit for the next: a port, for one, is not carried on.
      return refuse('invalid_request', {
        reason: 'it holds what cannot be passed on',
      }) satisfies Result<never>;
    }
  };
}
