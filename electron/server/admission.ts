import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Who may talk to the server. It listens on loopback, but every program and every page in the person's browser can
 * reach that: so a request needs the token (or the cookie that it was exchanged for), must have been sent to one of
 * our own names (a page of a stranger that points its name at 127.0.0.1 has another), and must come from our own page
 * if it comes from a page.
 */

export interface AdmissionRules {
  /** `127.0.0.1:4777`, `localhost:4777` … in lower case. */
  readonly hosts: ReadonlySet<string>;
  readonly token: string;
  /** What the cookie holds. */
  readonly session: string;
  readonly cookieName: string;
}

/** Headers as they came; null when absent. */
export interface Knock {
  readonly host: string | null;
  readonly origin: string | null;
  readonly cookie: string | null;
  readonly authorization: string | null;
  /** `Sec-Fetch-Site`. */
  readonly site: string | null;
}

/** Reads the headers of a request. */
export function knockOf(header: (name: string) => string | undefined): Knock {
  return {
    host: header('host') ?? null,
    origin: header('origin') ?? null,
    cookie: header('cookie') ?? null,
    authorization: header('authorization') ?? null,
    site: header('sec-fetch-site') ?? null,
  };
}

export type Admission =
  { readonly ok: true } | { readonly ok: false; readonly status: 401 | 403 | 421; readonly reason: string };

const no = (status: 401 | 403 | 421, reason: string): Admission => ({ ok: false, status, reason });

/** True when the request was sent to us under a name of ours. */
export function rightHost({ hosts }: Pick<AdmissionRules, 'hosts'>, { host }: Knock): Admission {
  return host !== null && hosts.has(host.toLowerCase())
    ? { ok: true }
    : no(421, 'This name is not served here.');
}

/** Judges a request. A WebSocket must say its origin, because the browser lets any page open one. */
export function admit(rules: AdmissionRules, knock: Knock, what: 'request' | 'socket'): Admission {
  const named = rightHost(rules, knock);
  if (!named.ok) return named;
  const own = `http://${(knock.host ?? '').toLowerCase()}`;
  if (knock.origin === null ? what === 'socket' : knock.origin.toLowerCase() !== own) {
    return no(403, 'Requests from other pages are refused.');
  }
  // Pages on other ports of this computer count as the same site, and get the cookie sent along.
  if (knock.site !== null && knock.site !== 'same-origin' && knock.site !== 'none') {
    return no(403, 'Requests from other pages are refused.');
  }
  const bearer = /^Bearer ([\w-]+)$/i.exec(knock.authorization ?? '')?.[1];
  if (bearer !== undefined && sameSecret(bearer, rules.token)) return { ok: true };
  const cookie = cookieOf(knock.cookie, rules.cookieName);
  if (cookie !== null && sameSecret(cookie, rules.session)) return { ok: true };
  return no(401, 'Open the address that `convoy serve` printed: it carries the token.');
}

/** The value of a cookie, or null. */
export function cookieOf(header: string | null, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The secrets of this process, of which there are few: each is hashed once, and not with every request. */
const known = new Map<string, Buffer>();
const mostKnown = 16;

function knownHash(secret: string): Buffer {
  const found = known.get(secret);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const hash = hashOf(secret);
  known.set(secret, hash);
  return hash;
}

/** Takes the same time whatever differs, and whatever the lengths are. `secret` is ours. */
export function sameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(hashOf(given), knownHash(secret));
}
