import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { fail } from '../../../shared/model/error.ts';

/** An IP address and its version. */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name. Rejects with the system's errors (`ENOTFOUND`, `EAI_AGAIN` …). */
export type Lookup = (name: string) => Promise<readonly HostAddress[]>;

/** The system's own way, which knows of its hosts file and of names of the network. */
export const lookupOfSystem: Lookup = (name) => systemLookup(name, { all: true, verbatim: true });

export const isPrivate = (host: string): string => `${host} is in a private network, and not on the internet`;

/**
 * The addresses of a host that may be connected to: of the public internet, unless private ones are allowed too. The
 * host is as a parsed address (`URL.hostname`) has it, so that odd spellings of numbers are plain ones already. Throws
 * a `ConvoyFailure` (`invalid_input`) when there are none of these, although the host has some.
 */
export async function addressesOf(
  hostname: string,
  lookup: Lookup,
  mayConnect: (address: string) => boolean,
  file: string,
): Promise<readonly HostAddress[]> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const version = isIP(host);
  const all = version === 0 ? await lookup(host) : [{ address: host, family: version }];
  const usable = all.filter(({ address }) => mayConnect(address));
  if (usable.length > 0 || all.length === 0) return usable;
  throw fail('invalid_input', {
    file,
    reason: isPrivate(host),
    hint: 'If you trust this one, turn on “Fetch from this network” in the settings, or use --allow-private.',
  });
}
