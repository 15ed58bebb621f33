import type { LookupFunction } from 'node:net';
import { ConvoyFailure } from '../../../shared/model/error.ts';
import { type Lookup, addressesOf, isPrivate, lookupOfSystem } from './resolve-host.ts';

/** A message to an address of the web: what a webhook is. */
export interface Message {
  /** http or https, without a user name. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Addresses of this computer and of its network may be told. */
  readonly allowPrivate: boolean;
  /** Milliseconds for all of it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Posts it, and gives the status of the answer, whose content nobody reads. The host is looked at by the rule that
 * downloads have, and the address that was looked at is the one that is connected to. Redirects are not followed.
 * Rejects when no answer comes; with a `ConvoyFailure` (`invalid_input`) when the host is a private one.
 */
export async function tellAddress(message: Message): Promise<number> {
  const url = new URL(message.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('only the web can be told');
  const signal = AbortSignal.any([message.signal, AbortSignal.timeout(message.timeoutMs)]);
  // The address rules are loaded with the first message.
  const { isPublicAddress } = await import('./public-address.ts');
  const mayConnect = message.allowPrivate ? () => true : isPublicAddress;
  const addresses = await unlessAborted(
    addressesOf(url.hostname, lookupOfSystem, mayConnect, url.hostname),
    signal,
  );
  const [first] = addresses;
  if (first === undefined) throw new Error('there is no server of that name');
  // Node asks for one address or for all of them.
  const lookup: LookupFunction = (_name, options, done) => {
    if (options.all === true) done(null, [...addresses]);
    else done(null, first.address, first.family);
  };
  // So is the client, which takes the app longer to load than most of itself.
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(message.body);
    const asked = request(
      url,
      {
        method: 'POST',
        headers: { ...message.headers, 'content-length': String(bytes.length) },
        agent: false,
        ...{ lookup, signal },
      },
      (answer) => {
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    asked.on('error', reject);
    asked.end(bytes);
  });
}

/** Milliseconds that the answer to a request waits for a name. */
const lookupMs = 2_000;

/**
 * Why an address would never be told, as a clause: its host is a private one now. Null when nothing speaks against it; a
 * name that nobody knows at the moment may be known when its time comes.
 */
export async function whyNeverTold(url: string, lookup: Lookup = lookupOfSystem): Promise<string | null> {
  const { hostname } = new URL(url);
  const { isPublicAddress } = await import('./public-address.ts');
  try {
    await unlessAborted(
      addressesOf(hostname, lookup, isPublicAddress, hostname),
      AbortSignal.timeout(lookupMs),
    );
    return null;
  } catch (error) {
    return error instanceof ConvoyFailure ? isPrivate(hostname.replace(/^\[(.*)\]$/, '$1')) : null;
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('nothing answers'));
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
