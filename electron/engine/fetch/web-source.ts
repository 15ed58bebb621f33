import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { ConvoyFailure } from '../../../shared/model/error.ts';
import type { RemoteInput } from '../inputs/addresses.ts';
import type { Content, ResumePoint, Source } from './content.ts';
import { Interrupted } from './interrupted.ts';
import { judgeAnswer } from './judge-answer.ts';
import { networkFailure } from './network-failure.ts';
import { isRedirect, nextHop } from './next-hop.ts';
import { type HostAddress, type Lookup, addressesOf } from './resolve-host.ts';

/** Content of http and https addresses. No host is connected to that was not looked at first, on every redirect anew. */

export interface WebDeps {
  readonly lookup: Lookup;
  /** Whether an IP address may be connected to. */
  readonly mayConnect: (address: string) => boolean;
  /** Milliseconds for one server to answer, from the name to the headers. */
  readonly answerMs: number;
  /** Certificates (PEM) to trust besides those of the system; null = none. */
  readonly trusted: string | null;
}

/** @param file name of the file, for sentences */
export function webSource(place: Extract<RemoteInput, { at: 'web' }>, file: string, deps: WebDeps): Source {
  return {
    shown: `${place.host}, ${place.name}`,
    async open(from, signal) {
      let url = new URL(place.url);
      for (let hops = 0; ; hops += 1) {
        const response = await ask(url, from, file, deps, signal);
        if (!isRedirect(response.statusCode ?? 0)) return contentOf(response, from, file);
        response.destroy();
        const next = nextHop(response.headers.location, url, hops, file);
        if (!next.ok) throw new ConvoyFailure(next.error);
        url = next.value;
      }
    },
  };
}

function contentOf(body: http.IncomingMessage, from: ResumePoint | null, file: string): Content {
  const { statusCode: status = 0, headers } = body;
  const judged = judgeAnswer({ status, headers, from, file, now: Date.now() });
  if (judged.is === 'content') {
    const { start, total, validator, type } = judged;
    return { start, total, validator, type, body };
  }
  body.destroy();
  if (judged.is === 'refused') throw new ConvoyFailure(judged.error);
  throw judged.is === 'anew'
    ? new Interrupted(judged.why, { anew: true })
    : new Interrupted(judged.why, { waitMs: judged.waitMs });
}

/** The answer of one server, as soon as its headers are here. */
async function ask(
  url: URL,
  from: ResumePoint | null,
  file: string,
  { lookup, mayConnect, answerMs, trusted }: WebDeps,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), answerMs);
  const either = AbortSignal.any([signal, late.signal]);
  try {
    const addresses = await unlessAborted(addressesOf(url.hostname, lookup, mayConnect, file), either);
    return await answerOf(url, addresses, headersFor(from), trusted, either);
  } catch (error) {
    if (late.signal.aborted && !signal.aborted) throw new Interrupted('its server does not answer');
    throw networkFailure(error, file);
  } finally {
    clearTimeout(timer);
  }
}

function answerOf(
  url: URL,
  addresses: readonly HostAddress[],
  headers: http.OutgoingHttpHeaders,
  trusted: string | null,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const isSecure = url.protocol === 'https:';
    const request = (isSecure ? https : http).request({
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      ...(url.port === '' ? {} : { port: url.port }),
      path: url.pathname + url.search,
      headers,
      // A connection of its own: none is kept that was opened under other rules.
      agent: false,
      lookup: onlyTo(addresses),
      ...(isSecure && trusted !== null ? { ca: trusted } : {}),
    });
    const stop = (): void => void request.destroy(new Error('stopped'));
    signal.addEventListener('abort', stop, { once: true });
    request.once('response', (response) => {
      signal.removeEventListener('abort', stop);
      resolve(response);
    });
    // Stays: a connection may fail again after its answer is here, and then the body says so.
    request.on('error', (error) => {
      signal.removeEventListener('abort', stop);
      reject(error);
    });
    if (signal.aborted) stop();
    else request.end();
  });
}

/** Node asks this where a name leads; it hears what was looked at, so that nothing can be put in between. */
function onlyTo(addresses: readonly HostAddress[]): LookupFunction {
  return (_, options, callback) => {
    const [first] = addresses;
    if (first === undefined) {
      callback(Object.assign(new Error('the name has no address'), { code: 'ENOTFOUND' }), '', 4);
    } else if (options.all === true) {
      callback(
        null,
        addresses.map(({ address, family }) => ({ address, family })),
      );
    } else callback(null, first.address, first.family);
  };
}

function headersFor(from: ResumePoint | null): http.OutgoingHttpHeaders {
  return {
    accept: '*/*',
    'accept-encoding': 'identity',
    'user-agent': 'Convoy',
    ...(from === null ? {} : { range: `bytes=${from.offset}-`, 'if-range': from.validator }),
  };
}

/** The look-up of a name cannot be called off; what it says later is of no interest. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
