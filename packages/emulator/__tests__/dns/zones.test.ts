import { answerFromZones, record, soaRecord, staticZone, zoneFor } from "../../src/dns/zones";
import { lines } from "./client";

const soa = (name: string, minimum = 600) => soaRecord(name, { primary: "ns1.example.com", minimum, ttl: 3600 });

/** RFC 4592 §2.2.1's zone is `example`; `com` and `example.com` stand on one server, as they may. */
const declared = [
  staticZone("com", [
    soa("com"),
    record("com", "NS", "ns.com"),
    record("ns.com", "A", "192.0.2.1"),
    record("example.com", "NS", "ns1.example.com"),
    record("example.com", "DS", { keyTag: 1, algorithm: 13, digestType: 2, digest: Buffer.alloc(2, 7) }),
    record("elsewhere.com", "NS", "ns1.elsewhere.com"),
    record("elsewhere.com", "NS", "ns2.example.com"),
    record("elsewhere.com", "NS", "ns.nowhere.net"),
    record("ns1.elsewhere.com", "A", "192.0.2.2"),
    record("ns1.elsewhere.com", "AAAA", "2001:db8::2"),
  ]),
  staticZone("example.com", [
    soa("example.com", 900),
    record("example.com", "NS", "ns1.example.com"),
    record("example.com", "TXT", ["v=spf1 -all"]),
    record("ns1.example.com", "A", "192.0.2.3"),
    record("ns2.example.com", "A", "192.0.2.4"),
    record("www.example.com", "CNAME", "web.example.com"),
    record("web.example.com", "A", "192.0.2.5"),
    record("out.example.com", "CNAME", "d1.cloudfront.net"),
    record("gone.example.com", "CNAME", "none.example.com"),
    record("empty.example.com", "CNAME", "web.example.com"),
    record("away.example.com", "CNAME", "www.elsewhere.com"),
    record("loop.example.com", "CNAME", "loop2.example.com"),
    record("loop2.example.com", "CNAME", "loop.example.com"),
    record("a.b.c.example.com", "A", "192.0.2.6"),
    record("sub.example.com", "NS", "ns1.sub.example.com"),
    record("ns1.sub.example.com", "A", "192.0.2.7"),
    record("deep.sub.example.com", "NS", "ns1.sub.example.com"),
  ]),
  staticZone("example", [
    soa("example"),
    record("example", "NS", "ns.example.com"),
    record("*.example", "TXT", ["this is a wildcard"]),
    record("*.example", "MX", { preference: 10, exchange: "host1.example" }),
    record("sub.*.example", "TXT", ["this is not a wildcard"]),
    record("host1.example", "A", "192.0.2.1"),
    record("_ssh._tcp.host1.example", "SRV", { priority: 0, weight: 0, port: 22, target: "host1.example" }),
    record("subdel.example", "NS", "ns.example.com"),
    record("*.alias.example", "CNAME", "host1.example"),
    record("inner.*.hollow.example", "TXT", ["below"]),
  ]),
];
const zones = new Map(declared.map((zone) => [zone.name, zone]));

test.each<[name: string, type: string, rcode: string, ...sections: string[][]]>([
  // Data
  ["example.com", "TXT", "NOERROR aa", ['example.com 300 TXT "v=spf1 -all"']],
  ["web.example.com", "A", "NOERROR aa", ["web.example.com 300 A 192.0.2.5"]],
  [
    "example.com",
    "SOA",
    "NOERROR aa",
    ["example.com 3600 SOA ns1.example.com dns.sandbox.invalid 1 10000 2400 604800 900"],
  ],
  // NODATA and NXDOMAIN, with the SOA's minimum as its ttl (RFC 2308)
  ["web.example.com", "AAAA", "NOERROR aa", [], ["SOA example.com 900"]],
  ["none.example.com", "A", "NXDOMAIN aa", [], ["SOA example.com 900"]],
  ["x.web.example.com", "A", "NXDOMAIN aa", [], ["SOA example.com 900"]],
  ["none.com", "A", "NXDOMAIN aa", [], ["SOA com 600"]],
  // Empty non-terminals exist (RFC 8020)
  ["c.example.com", "A", "NOERROR aa", [], ["SOA example.com 900"]],
  ["b.c.example.com", "TXT", "NOERROR aa", [], ["SOA example.com 900"]],
  // CNAMEs are followed within the server's zones
  [
    "www.example.com",
    "A",
    "NOERROR aa",
    ["www.example.com 300 CNAME web.example.com", "web.example.com 300 A 192.0.2.5"],
  ],
  ["www.example.com", "CNAME", "NOERROR aa", ["www.example.com 300 CNAME web.example.com"]],
  ["out.example.com", "TXT", "NOERROR aa", ["out.example.com 300 CNAME d1.cloudfront.net"]],
  ["empty.example.com", "MX", "NOERROR aa", ["empty.example.com 300 CNAME web.example.com"], ["SOA example.com 900"]],
  ["gone.example.com", "A", "NXDOMAIN aa", ["gone.example.com 300 CNAME none.example.com"], ["SOA example.com 900"]],
  [
    "away.example.com",
    "A",
    "NOERROR aa",
    ["away.example.com 300 CNAME www.elsewhere.com"],
    ["NS elsewhere.com 300", "NS elsewhere.com 300", "NS elsewhere.com 300"],
    ["ns1.elsewhere.com 300 A 192.0.2.2", "ns1.elsewhere.com 300 AAAA 2001:db8::2", "ns2.example.com 300 A 192.0.2.4"],
  ],
  // Referrals: glue from the zone, and from another one of the server
  [
    "www.elsewhere.com",
    "A",
    "NOERROR",
    [],
    ["NS elsewhere.com 300", "NS elsewhere.com 300", "NS elsewhere.com 300"],
    ["ns1.elsewhere.com 300 A 192.0.2.2", "ns1.elsewhere.com 300 AAAA 2001:db8::2", "ns2.example.com 300 A 192.0.2.4"],
  ],
  ["sub.example.com", "NS", "NOERROR", [], ["NS sub.example.com 300"], ["ns1.sub.example.com 300 A 192.0.2.7"]],
  ["x.deep.sub.example.com", "NS", "NOERROR", [], ["NS sub.example.com 300"], ["ns1.sub.example.com 300 A 192.0.2.7"]],
  ["ns1.sub.example.com", "A", "NOERROR", [], ["NS sub.example.com 300"], ["ns1.sub.example.com 300 A 192.0.2.7"]],
  // The longest zone answers; DS is the parent's
  ["example.com", "NS", "NOERROR aa", ["example.com 300 NS ns1.example.com"]],
  ["example.com", "DS", "NOERROR aa", ["example.com 300 DS 1 13 2 0707"]],
  ["elsewhere.com", "DS", "NOERROR aa", [], ["SOA com 600"]],
  ["sub.example.com", "DS", "NOERROR aa", [], ["SOA example.com 900"]],
  ["com", "DS", "NOERROR aa", [], ["SOA com 600"]],
  // Nobody's
  ["example.net", "A", "REFUSED"],
  ["", "NS", "REFUSED"],
  // Wildcards: the examples of RFC 4592 §2.2.1
  ["host3.example", "MX", "NOERROR aa", ["host3.example 300 MX 10 host1.example"]],
  ["host3.example", "A", "NOERROR aa", [], ["SOA example 600"]],
  ["foo.bar.example", "TXT", "NOERROR aa", ['foo.bar.example 300 TXT "this is a wildcard"']],
  ["host1.example", "MX", "NOERROR aa", [], ["SOA example 600"]],
  ["sub.*.example", "MX", "NOERROR aa", [], ["SOA example 600"]],
  ["_telnet._tcp.host1.example", "SRV", "NXDOMAIN aa", [], ["SOA example 600"]],
  ["host.subdel.example", "A", "NOERROR", [], ["NS subdel.example 300"]],
  ["ghost.*.example", "MX", "NXDOMAIN aa", [], ["SOA example 600"]],
  ["x.alias.example", "A", "NOERROR aa", ["x.alias.example 300 CNAME host1.example", "host1.example 300 A 192.0.2.1"]],
  ["x.hollow.example", "TXT", "NOERROR aa", [], ["SOA example 600"]],
  ["alias.example", "A", "NOERROR aa", [], ["SOA example 600"]],
])("%s %s: %s", (name, type, rcode, answers = [], authorities = [], additionals = []) => {
  const reply = answerFromZones(zones, { name, type });
  expect(`${reply.rcode}${reply.authoritative ? " aa" : ""}`).toBe(rcode);
  expect(lines(reply.answers as never)).toEqual(answers);
  expect(reply.authorities.map((one) => `${one.type} ${one.name} ${one.ttl}`)).toEqual(authorities);
  expect(lines(reply.additionals as never)).toEqual(additionals);
});

test("a loop of CNAMEs ends", () => {
  const { rcode, answers } = answerFromZones(zones, { name: "loop.example.com", type: "A" });
  expect([rcode, answers.length]).toEqual(["NOERROR", 16]);
});

test("ANY is all that the name has", () => {
  const { answers } = answerFromZones(zones, { name: "example.com", type: "ANY" });
  expect(answers.map(({ type }) => type)).toEqual(["SOA", "NS", "TXT"]);
});

test("a root zone answers for what no other zone has", () => {
  const withRoot = new Map([...zones, ["", staticZone("", [soa(""), record("com", "NS", "ns.com")])] as const]);
  expect(zoneFor(withRoot, "example.net", "A")?.name).toBe("");
  expect(answerFromZones(withRoot, { name: "example.net", type: "A" }).rcode).toBe("NXDOMAIN");
  expect(answerFromZones(withRoot, { name: "", type: "SOA" }).answers).toHaveLength(1);
});

test("a zone without a SOA is refused", () => {
  expect(() => staticZone("example.com", [])).toThrow('zone "example.com" has no SOA record');
});
