import { isIP } from "node:net";

import ipaddr from "ipaddr.js";

/** Addresses of IPv6 that are one of IPv4 with zeros before it: ::127.0.0.1 (RFC 4291, deprecated). ipaddr.js takes them for unicast. */
const ipv4Compatible = ipaddr.IPv6.parseCIDR("::/96");

/**
 * Whether an IP address is one of the open internet, and not of this machine, its network or its cloud. An IPv6 address that
 * carries one of IPv4 inside (mapped, NAT64, 6to4) is not, whatever it carries.
 */
export function isPublicAddress(address: string): boolean {
  const ip = parse(address);
  if (ip?.range() !== "unicast") return false;
  return !(ip instanceof ipaddr.IPv6 && ip.match(ipv4Compatible));
}

/** Whether an IP address is this machine's own. */
export function isLoopback(address: string): boolean {
  return parse(address)?.range() === "loopback";
}

/** Null for what is not an address, and for the old spellings that ipaddr.js reads too, such as 127.1. */
function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  return isIP(address) === 0 ? null : ipaddr.parse(address);
}
