import { isCloudflareAddress, isPublicAddress } from "../../../lib/verify/dns/public-address";
import { ROOT_SERVERS } from "../../../lib/verify/dns/roots";

test.each([
  ["0.0.0.0", "this network"],
  ["10.255.255.255", "private"],
  ["100.64.0.1", "behind a provider's NAT"],
  ["127.0.0.1", "loopback"],
  ["127.255.255.254", "loopback"],
  ["169.254.169.254", "link-local"],
  ["172.16.0.1", "private"],
  ["172.31.255.255", "private"],
  ["192.0.0.8", "protocols"],
  ["192.0.2.1", "documentation"],
  ["192.88.99.1", "relay"],
  ["192.168.1.1", "private"],
  ["198.18.0.1", "benchmarks"],
  ["198.19.255.255", "benchmarks"],
  ["198.51.100.1", "documentation"],
  ["203.0.113.1", "documentation"],
  ["224.0.0.251", "multicast"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["::ffff:8.8.8.8", "mapped"],
  ["::ffff:10.0.0.1", "mapped"],
  ["::127.0.0.1", "compatible"],
  ["64:ff9b::a00:1", "NAT64"],
  ["64:ff9b:1::a00:1", "local NAT64"],
  ["100::1", "discard"],
  ["2001::1", "Teredo"],
  ["2001:db8::1", "documentation"],
  ["2002:a00:1::1", "6to4"],
  ["3fff::1", "documentation"],
  ["fc00::1", "unique-local"],
  ["fd12:3456::1", "unique-local"],
  ["fe80::1", "link-local"],
  ["fe80::1%eth0", "link-local with a zone"],
  ["fec0::1", "site-local"],
  ["ff02::fb", "multicast"],
  ["", "nothing"],
  ["example.com", "a name"],
  ["010.0.0.1", "octal"],
])("%s is not public: %s", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["1.1.1.1", "8.8.8.8", "100.63.255.255", "172.32.0.1", "192.0.1.1", "223.255.255.255", "2606:4700::1111"])(
  "%s is public",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test("the root's servers are", () => {
  expect(ROOT_SERVERS.flatMap(({ addresses }) => addresses).filter((address) => !isPublicAddress(address))).toEqual([]);
});

test.each([
  ["104.16.0.1", true],
  ["104.28.0.1", false],
  ["172.67.1.1", true],
  ["172.72.0.1", false],
  ["192.0.2.80", false],
  ["2606:4700::6810:1", true],
  ["2001:db8::1", false],
])("%s is Cloudflare's: %s", (address, expected) => {
  expect(isCloudflareAddress(address)).toBe(expected);
});
