import type { IncomingHttpHeaders } from 'node:http';
import { type ConvoyError, convoyError } from '../../../shared/model/error.ts';
import type { Content, ResumePoint } from './content.ts';
import { parseContentRange, parseLength } from './content-range.ts';
import { retryAfterMs } from './try-again.ts';

/** What the answer of a web server to a request for content means. Pure. */
export type Judged =
  | ({ readonly is: 'content' } & Omit<Content, 'body'>)
  /** It cannot be gone on with what is here. */
  | { readonly is: 'anew'; readonly why: string }
  | { readonly is: 'again'; readonly why: string; readonly waitMs: number | null }
  | { readonly is: 'refused'; readonly error: ConvoyError };

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What was asked for; null = the whole. */
  readonly from: ResumePoint | null;
  /** Name of the file, for sentences. */
  readonly file: string;
  /** Unix milliseconds. */
  readonly now: number;
}

export function judgeAnswer(answer: Answer): Judged {
  const { status, headers, from, file, now } = answer;
  if (status === 206)
    return from === null
      ? refused(file, 'the server sends a part that nobody asked for')
      : judgePart(answer, from);
  if (status === 200 || status === 203) {
    const coding = codingOf(headers);
    if (coding !== null)
      return refused(file, `the server sends it packed (${coding}), although it was asked not to`);
    const total = headers['transfer-encoding'] === undefined ? parseLength(headers['content-length']) : null;
    return { is: 'content', start: 0, total, validator: validatorOf(headers), type: typeOf(headers) };
  }
  if (status === 416 && from !== null) return { is: 'anew', why: 'the server has less of it than is here' };
  if (isForNow(status)) {
    return {
      is: 'again',
      why: status === 429 ? 'the server asks for patience' : `the server answers ${status}`,
      waitMs: retryAfterMs(headers['retry-after'], now),
    };
  }
  switch (status) {
    case 401:
    case 407:
      return refused(file, 'the server asks for a login', loginHint);
    case 403:
      return refused(
        file,
        'the server does not give it without a login, or the address has expired',
        loginHint,
      );
    case 404:
    case 410:
      return refused(file, 'it is not there any more', 'Check the address.');
    default:
      return refused(file, `the server answers ${status}`, 'Check the address.');
  }
}

function judgePart({ headers, file }: Answer, from: ResumePoint): Judged {
  const range = parseContentRange(headers['content-range']);
  const coding = codingOf(headers);
  if (coding !== null)
    return refused(file, `the server sends it packed (${coding}), although it was asked not to`);
  if (range?.first !== from.offset)
    return { is: 'anew', why: 'the server sends another part than was asked for' };
  if (range.total === null && from.total !== null && range.last >= from.total) return changed;
  if (range.total !== null && from.total !== null && range.total !== from.total) return changed;
  const length = parseLength(headers['content-length']);
  if (length !== null && length !== range.last - range.first + 1) {
    return { is: 'anew', why: 'the server contradicts itself about the length' };
  }
  const { etag } = headers;
  if (etag !== undefined && isTag(from.validator) && etag !== from.validator) return changed;
  return {
    is: 'content',
    start: from.offset,
    total: range.total ?? from.total,
    validator: from.validator,
    type: typeOf(headers),
  };
}

const changed: Judged = { is: 'anew', why: 'it was changed on the server' };

const loginHint = 'Download it with your browser, and add the file.';

const refused = (file: string, reason: string, hint?: string): Judged => ({
  is: 'refused',
  error: convoyError('download_failed', { file, reason, ...(hint === undefined ? {} : { hint }) }),
});

/** Too early, too many, or ill; not what is not implemented (501) or spoken (505). */
const isForNow = (status: number): boolean =>
  [408, 425, 429].includes(status) || (status >= 500 && status !== 501 && status !== 505);

/** A coding that would have to be taken off; null = none. `aws-chunked` is a note of S3 uploads and no coding. */
function codingOf(headers: IncomingHttpHeaders): string | null {
  const codings = (headers['content-encoding'] ?? '').split(',').map((one) => one.trim().toLowerCase());
  return codings.find((one) => !['', 'identity', 'aws-chunked'].includes(one)) ?? null;
}

const isTag = (validator: string): boolean => validator.startsWith('"');

/**
 * What may be sent as `If-Range`: a strong entity tag, or a date that is at least a second older than the answer (RFC
 * 9110, 8.8.2.2), for within one second a file may change twice.
 */
export function validatorOf(headers: IncomingHttpHeaders): string | null {
  const { etag, date } = headers;
  if (etag !== undefined && /^"[^"]*"$/.test(etag)) return etag;
  const modified = headers['last-modified'];
  if (modified === undefined || date === undefined) return null;
  return Date.parse(date) - Date.parse(modified) >= 1000 ? modified : null;
}

const typeOf = (headers: IncomingHttpHeaders): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
