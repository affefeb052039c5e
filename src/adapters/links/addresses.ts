// Which addresses are inside of a network: what somebody types as a campaign's link must not make us ask what only the
// machines around us can reach.
import { BlockList, isIP } from 'node:net';

/** Special-purpose ranges: IANA's registries for IPv4 (RFC 6890) and IPv6, without those that are reachable globally. */
const INSIDE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  INSIDE.addSubnet(network, prefix, 'ipv4');
}
/** Everything but 2000::/3 is no public unicast; of that, these wrap an IPv4 address or are documentation. */
const PUBLIC_6 = new BlockList();
PUBLIC_6.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  INSIDE.addSubnet(network, prefix, 'ipv6');
}

/** Whether an IP address is loopback, private, link-local, or another that is not reached over the internet. */
export function isInside(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return INSIDE.check(address, 'ipv4');
  if (family !== 6) return true;
  // ::ffff:127.0.0.1 is the same machine as 127.0.0.1; BlockList looks into such addresses, but 2000::/3 has none.
  return !PUBLIC_6.check(address, 'ipv6') || INSIDE.check(address, 'ipv6');
}
