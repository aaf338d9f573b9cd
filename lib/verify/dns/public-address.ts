// Which addresses are public. Name servers and websites at other addresses are not contacted: otherwise the owner of a zone could
// direct our packets to any machine of our own network.
import net from "node:net";

/** Not globally reachable (https://www.iana.org/assignments/iana-ipv4-special-registry), and multicast (RFC 5771). */
const NOT_GLOBAL_IPV4 = [
  "0.0.0.0/8", // this network (RFC 791)
  "10.0.0.0/8", // private (RFC 1918)
  "100.64.0.0/10", // shared, behind a provider's NAT (RFC 6598)
  "127.0.0.0/8", // loopback (RFC 1122)
  "169.254.0.0/16", // link-local (RFC 3927), including the metadata service of cloud machines
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocols (RFC 6890)
  "192.0.2.0/24", // documentation (RFC 5737)
  "192.88.99.0/24", // 6to4 relays, deprecated (RFC 7526)
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarks (RFC 2544)
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved (RFC 1112), broadcast
];

/** Global unicast (RFC 4291 §2.4). Other addresses are loopback, unique-local, link-local, multicast, mapped, NAT64 or unassigned. */
const GLOBAL_UNICAST_IPV6 = "2000::/3";
/** Networks within it that lead to an IPv4 address or nowhere (https://www.iana.org/assignments/iana-ipv6-special-registry). */
const NOT_GLOBAL_IPV6 = [
  "2001::/23", // protocols (RFC 2928), including Teredo (RFC 4380)
  "2001:db8::/32", // documentation (RFC 3849)
  "2002::/16", // 6to4 (RFC 3056): any IPv4 address
  "3fff::/20", // documentation (RFC 9637)
];

/** The addresses with which Cloudflare answers for proxied records: https://www.cloudflare.com/ips */
const CLOUDFLARE = [
  "173.245.48.0/20",
  "103.21.244.0/22",
  "103.22.200.0/22",
  "103.31.4.0/22",
  "141.101.64.0/18",
  "108.162.192.0/18",
  "190.93.240.0/20",
  "188.114.96.0/20",
  "197.234.240.0/22",
  "198.41.128.0/17",
  "162.158.0.0/15",
  "104.16.0.0/13",
  "104.24.0.0/14",
  "172.64.0.0/13",
  "131.0.72.0/22",
  "2400:cb00::/32",
  "2606:4700::/32",
  "2803:f800::/32",
  "2405:b500::/32",
  "2405:8100::/32",
  "2a06:98c0::/29",
  "2c0f:f248::/32",
];

const notGlobal = blockList([...NOT_GLOBAL_IPV4, ...NOT_GLOBAL_IPV6]);
const globalUnicast = blockList([GLOBAL_UNICAST_IPV6]);
const cloudflare = blockList(CLOUDFLARE);

/** Whether `address` is a globally reachable IP address. */
export function isPublicAddress(address: string): boolean {
  if (net.isIPv4(address)) return !notGlobal.check(address, "ipv4");
  return net.isIPv6(address) && globalUnicast.check(address, "ipv6") && !notGlobal.check(address, "ipv6");
}

/** Whether `address` is in Cloudflare's published networks. */
export function isCloudflareAddress(address: string): boolean {
  return cloudflare.check(address, net.isIPv6(address) ? "ipv6" : "ipv4");
}

function blockList(networks: readonly string[]): net.BlockList {
  const list = new net.BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    list.addSubnet(address, Number(bits), net.isIPv6(address) ? "ipv6" : "ipv4");
  }
  return list;
}
