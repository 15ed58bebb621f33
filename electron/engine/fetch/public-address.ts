import ipaddr from 'ipaddr.js';

/**
 * Whether an IP address, as a resolver writes it, is one of the public internet. Everything else is refused unless the
 * settings allow it: this computer, its network, what providers share, cloud metadata (169.254.169.254), multicast,
 * what is reserved, and all of that wrapped into IPv6.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast';
  const wrapped = wrappedIn(address);
  if (wrapped !== null) return wrapped.range() === 'unicast';
  // Global addresses are handed out from 2000::/3 alone; what is unknown outside of it is not public.
  return address.range() === 'unicast' && address.match(globalUnicast, 3);
}

const globalUnicast = ipaddr.IPv6.parse('2000::');
const wellKnownNat64 = ipaddr.IPv6.parse('64:ff9b::');
const sixToFour = ipaddr.IPv6.parse('2002::');

/** The IPv4 address that an IPv6 address leads to: mapped, by the well-known NAT64 prefix (RFC 6052), or 6to4. */
function wrappedIn(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const bytes = address.toByteArray();
  const at = (from: number): ipaddr.IPv4 => new ipaddr.IPv4(bytes.slice(from, from + 4));
  if (address.isIPv4MappedAddress()) return at(12);
  if (address.match(wellKnownNat64, 96)) return at(12);
  return address.match(sixToFour, 16) ? at(2) : null;
}
