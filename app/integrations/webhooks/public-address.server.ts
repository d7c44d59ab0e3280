import { BlockList, isIP } from "node:net";

/** Networks that are nobody's on the open internet, after the IANA special-purpose address registries. */
const privateNetworks = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16], // Also where clouds keep their machines' credentials.
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;

const privateNetworks6 = [
  ["::", 128],
  ["::1", 128],
  ["::ffff:0:0", 96],
  ["64:ff9b::", 96], // These three carry an IPv4 address inside.
  ["64:ff9b:1::", 48],
  ["2002::", 16],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const;

// A list for each family: in one list, the mapped addresses of IPv6 would stand for all of IPv4.
const blocked = { 4: new BlockList(), 6: new BlockList() };
for (const [network, bits] of privateNetworks) blocked[4].addSubnet(network, bits, "ipv4");
for (const [network, bits] of privateNetworks6) blocked[6].addSubnet(network, bits, "ipv6");

/** Whether an IP address is one of the open internet, and not of this machine, its network or its cloud. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !blocked[4].check(address, "ipv4");
  return version === 6 && !blocked[6].check(address, "ipv6");
}

/** Whether an IP address is this machine's own. */
export function isLoopback(address: string): boolean {
  return address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}
