import { type Result, refuse } from '../../shared/model/error.ts';
import type { AnswerCall } from './calls-door.ts';
import type { EngineLink } from './host-supervisor.ts';

/** Answers what belongs to the shell, and names that are none, with JSON as `AnswerCall` does. Never rejects. */
export type AnswerShell = (name: unknown, input: unknown) => Promise<string>;

/**
 * What belongs to the shell is parsed and done in main, everything else goes to the engine, which parses it there.
 * Answers are JSON: those of the engine are handed on as they came.
 */
export function answerCall(engine: Pick<EngineLink, 'ask'>, shell: AnswerShell): AnswerCall {
  return async (trusted, name, input) => {
    if (!trusted) return refused('it comes from a page that is not ours');
    if (typeof name !== 'string' || name.startsWith('shell:')) return shell(name, input);
    try {
      return await engine.ask(name, input);
    } catch {
      // What came over one channel need not be fit for the next: a port, for one, is not carried on.
      return refused('it holds what cannot be passed on');
    }
  };
}

const refused = (reason: string): string =>
  JSON.stringify(refuse('invalid_request', { reason }) satisfies Result<never>);
