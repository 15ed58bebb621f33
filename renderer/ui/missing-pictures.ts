import type { Bridge } from '../bridge/bridge.ts';

/**
 * Pictures that were asked for and are not there: a row that comes into view again does not ask for them anew. It does
 * after a while, for a drive may have been away for a moment; another attempt at the file has another address anyhow.
 */

/** Milliseconds for which a picture counts as not there. */
const missingMs = 60_000;
/** A queue of damaged files must not fill the memory. */
const mostKept = 2_000;

const missingOf = new WeakMap<Bridge, Map<string, number>>();

/** Notes that there is no picture at this address. */
export function rememberMissing(bridge: Bridge, url: string, now = Date.now()): void {
  const missing = missingOf.get(bridge) ?? new Map<string, number>();
  missing.delete(url);
  missingOf.set(bridge, missing.set(url, now));
  for (const oldest of missing.keys()) {
    if (missing.size <= mostKept) return;
    missing.delete(oldest);
  }
}

/** True when a picture was found not to be there a short while ago. */
export function isMissing(bridge: Bridge, url: string, now = Date.now()): boolean {
  const since = missingOf.get(bridge)?.get(url);
  return since !== undefined && now - since < missingMs;
}
