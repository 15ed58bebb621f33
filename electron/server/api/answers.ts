import { type ConvoyError, errorTable } from '../../../shared/model/error.ts';
import { toConvoyError } from '../../calls/index.ts';

/** Answers of the API: JSON, and errors with the status of their kind, in the form of the door that was knocked at. */

/** An answer before it is sent, so that it can be kept and sent again. */
export interface Answer {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

export const answerOf = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });

const texts = new WeakMap<Response, string>();

/**
 * The response of an answer, whose text is beside it and not in it: a body of its own would be made a stream, and cost
 * more than all the rest. `sendAnswer` writes the text.
 */
export function toResponse(
  { status, body }: Answer,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const response = new Response(null, {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
  texts.set(response, body);
  return response;
}

/** The text of a response that `toResponse` made; undefined for any other. */
export const textOf = (response: Response): string | undefined => texts.get(response);

/** Why a request is refused. */
export interface Refusal extends Pick<ConvoyError, 'kind' | 'message'> {
  readonly status: number;
}

export const refusalOf = ({ kind, message }: Pick<ConvoyError, 'kind' | 'message'>): Refusal => ({
  ...{ kind, message, status: errorTable[kind].http },
});

/** Whatever was thrown. What is not ours to tell (a stack) stays here. */
export function problem(pathname: string, thrown: unknown): Response {
  return sayRefusal(pathname, refusalOf(toConvoyError(thrown)));
}

/** `{ kind, message }`; the adapters have the forms of their contracts. */
export function sayRefusal(pathname: string, { status, kind, message }: Refusal): Response {
  const [, door] = pathname.split('/');
  const body =
    door === 'api'
      ? { error: message }
      : door === 'v1'
        ? { code: status, msg: message, data: null, error: message }
        : { kind, message };
  const more: Record<string, string> =
    status === 401
      ? { 'www-authenticate': 'Bearer realm="convoy"' }
      : status === 429
        ? { 'retry-after': '1' }
        : {};
  return toResponse(answerOf(status, body), more);
}
