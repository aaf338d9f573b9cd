// Servers in text: `1.1.1.1`, `127.0.0.1:5300`, `[2606:4700:4700::1111]:53`; in messages with their names.
import net from "node:net";
import type { DnsServer } from "./answer";

/** Three resolvers of different operators. All of them validate DNSSEC. */
export const PUBLIC_RESOLVERS: readonly DnsServer[] = [
  { address: "1.1.1.1", port: 53, name: "Cloudflare" },
  { address: "8.8.8.8", port: 53, name: "Google" },
  { address: "9.9.9.9", port: 53, name: "Quad9" },
];

/**
 * Parses `HOST`, `HOST:PORT`, `[IPV6]` or `[IPV6]:PORT`. HOST must be an address: a name would have to be resolved by the DNS that
 * is being checked.
 * @throws Error that says what to write
 */
export function parseServer(text: string): DnsServer {
  const trimmed = text.trim();
  const known = PUBLIC_RESOLVERS.find(({ address }) => address === trimmed);
  if (known !== undefined) return known;
  if (net.isIPv6(trimmed)) return { address: trimmed, port: 53 };
  const [, six, four, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(trimmed) ?? [];
  const address = six ?? four ?? "";
  if (six === undefined ? !net.isIPv4(address) : !net.isIPv6(address))
    throw new Error(
      `server "${text}" is no IP address: write it as 192.0.2.53, 192.0.2.53:5300 or [2001:db8::53]:5300`,
    );
  if (port === undefined) return { address, port: 53 };
  const number = Number(port);
  if (!/^[0-9]{1,5}$/.test(port) || number < 1 || number > 65_535)
    throw new Error(`server "${text}" has the port "${port}": write a number from 1 to 65535`);
  return { address, port: number };
}

/** `192.0.2.53`, with the port unless it is 53. */
export function formatAddress({ address, port }: DnsServer): string {
  if (port === 53) return address;
  return net.isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}

/** `ada.ns.cloudflare.com (192.0.2.53)` */
export function formatServer(server: DnsServer): string {
  const { name, address } = server;
  return name === undefined || name === address ? formatAddress(server) : `${server.name} (${formatAddress(server)})`;
}

export function isIPv6(server: DnsServer): boolean {
  return net.isIPv6(server.address);
}
