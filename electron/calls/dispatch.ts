import { z } from 'zod';
import { type EngineHandlers, type ShellHandlers, engineCalls } from '../../shared/ipc/contract.ts';
import { shellCalls } from '../../shared/ipc/shell-calls.ts';
import { type ConvoyError, ConvoyFailure, type Result, convoyError } from '../../shared/model/error.ts';

/** The one way from a name and a value that somebody sent to a handler, and from what it did to an answer. */

interface Schemas {
  readonly input: z.ZodType;
}
type Handlers = Readonly<Record<string, (input: never) => unknown>>;

/** Answers a call to the engine's side. Never throws; whatever was sent, the answer is a value or an error as data. */
export function dispatch(handlers: EngineHandlers, name: unknown, input: unknown): Promise<Result<unknown>> {
  return dispatchTable(engineCalls, handlers, name, input);
}

/** Answers a call to the shell around the window, with the same promises as `dispatch`. */
export function dispatchShell(
  handlers: ShellHandlers,
  name: unknown,
  input: unknown,
): Promise<Result<unknown>> {
  return dispatchTable(shellCalls, handlers, name, input);
}

/** Answers a call of any table of calls, with the same promises as `dispatch`. */
export async function dispatchTable(
  schemas: Readonly<Record<string, Schemas>>,
  handlers: Handlers,
  name: unknown,
  input: unknown,
): Promise<Result<unknown>> {
  try {
    // Own members only: `toString` is in every object and is no call.
    const known = typeof name === 'string' && Object.hasOwn(schemas, name) && Object.hasOwn(handlers, name);
    const schema = known ? schemas[name] : undefined;
    const handler = known ? handlers[name] : undefined;
    if (schema === undefined || handler === undefined) {
      return refusal(convoyError('invalid_request', { reason: `there is no call ${shown(name)}` }));
    }
    const parsed = schema.input.safeParse(input);
    if (!parsed.success) {
      const reason = firstReason(parsed.error);
      return refusal(
        convoyError('invalid_request', {
          reason: `${String(name)} cannot take this: ${reason}`,
          detail: z.prettifyError(parsed.error).slice(0, 2000),
        }),
      );
    }
    return { ok: true, value: (await handler(parsed.data as never)) ?? null };
  } catch (error) {
    return refusal(toConvoyError(error));
  }
}

const refusal = (error: ConvoyError): Result<never> => ({ ok: false, error });

/** What was sent as a name, short enough for a sentence. */
function shown(name: unknown): string {
  if (typeof name !== 'string') return `of the type ${name === null ? 'null' : typeof name}`;
  const short = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  return `“${short.replace(/[\p{Cc}\p{Cs}]/gu, '�')}”`;
}

/** `ids: Too small: …`, the first thing that is wrong, without a full stop. */
function firstReason(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'it has another form';
  const where = issue.path.map(String).join('.').slice(0, 100);
  const what = issue.message.slice(0, 200).replace(/\.$/, '');
  return where === '' ? what : `${where}: ${what}`;
}

/**
 * Turns whatever was thrown into data. What we did not throw ourselves is a defect; its detail names the error and the
 * functions it came through, not where our code lies on this computer.
 */
export function toConvoyError(error: unknown): ConvoyError {
  if (error instanceof ConvoyFailure) return error.error;
  return convoyError('internal', { detail: withoutPlaces(error) });
}

function withoutPlaces(error: unknown): string {
  if (!(error instanceof Error)) return 'something was thrown that is no error';
  const functions = (error.stack ?? '')
    .split('\n')
    .flatMap((line) => /^\s+at (?:async )?([\w$.<>]+(?: \[as \w+\])?) \(/.exec(line)?.[1] ?? [])
    .slice(0, 8);
  const came = functions.length === 0 ? '' : `\nin ${functions.join(' < ')}`;
  return `${error.name}: ${error.message.slice(0, 1000)}${came}`;
}
