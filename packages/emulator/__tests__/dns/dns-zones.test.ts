// Tests the helper that the tests of verify use, and through it the recursive resolver.

import { startDns, type TestDns } from "../../../../__tests__/helpers/dns-zones";
import { turn, until } from "../../../../__tests__/helpers/event-loop";
import { FakeClock } from "../../../../__tests__/helpers/fake-clock";
import { lines, queryUdp, sendUdpQuery } from "./client";

const CHECKING_DISABLED = 1 << 4;
const RECURSION_DESIRED = 1 << 8;

let dns: TestDns;
afterEach(() => dns.close());

const authority = (address: string, name: string, type: string, ask = sendUdpQuery) =>
  queryServer(address, name, type, 0, ask);
const resolver = (name: string, type: string, flags = 0) =>
  queryServer("127.0.0.9", name, type, flags | RECURSION_DESIRED, queryUdp);

async function queryServer(address: string, name: string, type: string, flags: number, ask = sendUdpQuery) {
  const response = await ask(dns.port, { name, type, address, flags, udpSize: 1232 });
  if (response === undefined) return "silent";
  const { rcode, flag_aa: aa, flag_tc: tc, flag_ra: ra, flag_ad: ad } = response;
  const flagged = Object.entries({ aa, tc, ra, ad }).flatMap(([flag, is]) => (is ? [flag] : []));
  const sections = [response.answers, response.authorities, response.additionals].map(lines);
  return [[rcode, ...flagged].join(" "), ...sections.flat().filter((line) => !line.includes(" SOA "))];
}

test("root and top-level domains lead to the servers that declare a zone", async () => {
  dns = await startDns({
    servers: {
      "127.0.0.2": { zones: { "example.com": { records: { "www.example.com": { CNAME: ["web.example.org"] } } } } },
      "127.0.0.3": { zones: { "example.com": {} } },
      "127.0.0.4": {
        name: "ns1.example.org",
        zones: { "example.org": { records: { "web.example.org": { ttl: 60, A: ["192.0.2.1"] } } } },
      },
      "127.0.0.9": { resolver: true },
    },
  });
  expect(dns.roots).toEqual([{ address: "127.0.0.1", port: dns.port, name: "a.root-servers.net" }]);
  expect(dns.authorities.map(({ address, name }) => `${address} ${name}`)).toEqual([
    "127.0.0.2 ada.ns.cloudflare.com",
    "127.0.0.3 bob.ns.cloudflare.com",
    "127.0.0.4 ns1.example.org",
  ]);
  expect(dns.resolvers).toEqual([{ address: "127.0.0.9", port: dns.port, name: "127.0.0.9" }]);
  expect(await authority("127.0.0.1", "www.example.com", "TXT")).toEqual([
    "NOERROR",
    "example.com 86400 NS ada.ns.cloudflare.com",
    "example.com 86400 NS bob.ns.cloudflare.com",
    "ada.ns.cloudflare.com 300 A 127.0.0.2",
    "bob.ns.cloudflare.com 300 A 127.0.0.3",
  ]);
  expect(await authority("127.0.0.1", "example.org", "NS")).toEqual([
    "NOERROR",
    "example.org 86400 NS ns1.example.org",
    "ns1.example.org 300 A 127.0.0.4",
  ]);
  expect(await authority("127.0.0.1", "com", "NS")).toEqual(["NOERROR aa", "com 86400 NS ns.com"]);
  expect(await authority("127.0.0.1", "", "NS")).toEqual(["NOERROR aa", " 86400 NS a.root-servers.net"]);
  expect(await authority("127.0.0.1", "none.com", "NS")).toEqual(["NXDOMAIN aa"]);
  expect(await authority("127.0.0.1", "example.net", "NS")).toEqual(["NXDOMAIN aa"]);
  expect(await authority("127.0.0.2", "www.example.com", "A")).toEqual([
    "NOERROR aa",
    "www.example.com 300 CNAME web.example.org",
  ]);
  expect(await authority("127.0.0.2", "example.org", "A")).toEqual(["REFUSED"]);
  expect(await resolver("www.example.com", "A")).toEqual([
    "NOERROR ra",
    "www.example.com 300 CNAME web.example.org",
    "web.example.org 60 A 192.0.2.1",
  ]);
  expect(await resolver("ada.ns.cloudflare.com", "A")).toEqual(["NOERROR ra", "ada.ns.cloudflare.com 300 A 127.0.0.2"]);
  expect(await queryServer("127.0.0.9", "example.com", "A", 0, sendUdpQuery)).toEqual(["REFUSED ra"]);
  expect(dns.queries.filter(({ name }) => name === "example.net")).toEqual([
    expect.objectContaining({ server: "127.0.0.1", type: "NS", transport: "udp" }),
  ]);
});

test("records are written shortly", async () => {
  const records = {
    "example.com": {
      TXT: [["v=spf1 ", "-all"], "one string", [Buffer.from([0xff, 0])]],
      MX: ["10 mail.example.com", { preference: 20, exchange: "." }],
      CAA: ['0 issue "amazon.com"'],
      AAAA: ["2001:db8::1"],
    },
    "_sip._tcp.example.com": { SRV: ["1 2 5060 sip.example.com"] },
    "_443._tcp.example.com": { TLSA: [{ usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(2, 0xab) }] },
  };
  dns = await startDns({ servers: { "127.0.0.2": { zones: { "example.com": { ttl: 90, records } } } } });
  expect(await authority("127.0.0.2", "example.com", "TXT")).toEqual([
    "NOERROR aa",
    'example.com 90 TXT "v=spf1 " "-all"',
    'example.com 90 TXT "one string"',
    'example.com 90 TXT "\ufffd\\u0000"',
  ]);
  expect(await authority("127.0.0.2", "example.com", "MX")).toEqual([
    "NOERROR aa",
    "example.com 90 MX 10 mail.example.com",
    "example.com 90 MX 20 .",
  ]);
  expect(await authority("127.0.0.2", "example.com", "CAA")).toEqual([
    "NOERROR aa",
    "example.com 90 CAA 0 issue amazon.com false",
  ]);
  expect(await authority("127.0.0.2", "_sip._tcp.example.com", "SRV")).toEqual([
    "NOERROR aa",
    "_sip._tcp.example.com 90 SRV 1 2 5060 sip.example.com",
  ]);
  expect(await authority("127.0.0.2", "_443._tcp.example.com", "TLSA")).toEqual([
    "NOERROR aa",
    "_443._tcp.example.com 90 TLSA 3 1 1 abab",
  ]);
  await expect(
    startDns({
      servers: { "127.0.0.2": { zones: { "example.com": { records: { "example.org": { A: ["192.0.2.1"] } } } } } },
    }),
  ).rejects.toThrow('"example.org" is not in the zone "example.com"');
  const long = { "example.com": { records: { "example.com": { TXT: ["x".repeat(256)] } } } };
  await expect(startDns({ servers: { "127.0.0.2": { zones: long } } })).rejects.toThrow(
    "is longer than 255 bytes: split it",
  );
});

test("the parent may say something else than the zone", async () => {
  const zones = {
    "example.com": { nameServers: ["ns1.other.example"], delegatedTo: ["ns1.dead.example", "ada.ns.cloudflare.com"] },
    "hidden.com": { delegatedTo: [] },
    "signed.com": { signed: true },
    "sub.example.com": {},
  };
  dns = await startDns({
    servers: { "127.0.0.2": { zones }, "127.0.0.9": { resolver: true } },
    hosts: { "ns1.dead.example": "127.0.0.77" },
  });
  expect(await authority("127.0.0.1", "example.com", "NS")).toEqual([
    "NOERROR",
    "example.com 86400 NS ns1.dead.example",
    "example.com 86400 NS ada.ns.cloudflare.com",
    "ns1.dead.example 300 A 127.0.0.77",
    "ada.ns.cloudflare.com 300 A 127.0.0.2",
  ]);
  expect(await authority("127.0.0.2", "example.com", "NS")).toEqual([
    "NOERROR aa",
    "example.com 86400 NS ns1.other.example",
  ]);
  expect(await authority("127.0.0.1", "hidden.com", "NS")).toEqual(["NXDOMAIN aa"]);
  expect(await authority("127.0.0.1", "signed.com", "DS")).toEqual([
    "NOERROR aa",
    `signed.com 86400 DS 1 13 2 ${"01".repeat(32)}`,
  ]);
  // The dead server is passed over.
  expect(await resolver("example.com", "NS")).toEqual(["NOERROR ra", "example.com 86400 NS ns1.other.example"]);
  expect(await resolver("hidden.com", "NS")).toEqual(["NXDOMAIN ra"]);
  expect(await resolver("sub.example.com", "NS")).toEqual([
    "NOERROR ra",
    "sub.example.com 86400 NS ada.ns.cloudflare.com",
  ]);
});

test.each([
  ["servfail", "127.0.0.2", ["SERVFAIL"]],
  ["refused", "127.0.0.2", ["REFUSED"]],
  ["truncated", "127.0.0.2", ["NOERROR aa tc"]],
  ["silent", "127.0.0.2", "silent"],
  ["lame", "127.0.0.2", ["NOERROR", " 518400 NS a.root-servers.net"]],
] as const)("a server can be %s; a resolver goes to the next one", async (kind, address, expected) => {
  const zones = { "example.com": { records: { "example.com": { TXT: ["x"] }, "other.example.com": { TXT: ["y"] } } } };
  dns = await startDns({
    servers: {
      "127.0.0.2": { zones, faults: [{ kind, name: "example.com", type: "TXT" }] },
      "127.0.0.3": { zones },
      "127.0.0.9": { resolver: true },
    },
  });
  expect(await authority(address, "example.com", "TXT")).toEqual(expected);
  expect(await authority(address, "example.com", "NS")).toEqual(await authority("127.0.0.3", "example.com", "NS"));
  expect(await resolver("example.com", "TXT")).toEqual(["NOERROR ra", 'example.com 300 TXT "x"']);
});

test("where every server is dead or lame, a resolver fails", async () => {
  const zones = { "example.com": {} };
  dns = await startDns({
    servers: {
      "127.0.0.2": { zones, faults: [{ kind: "silent" }] },
      "127.0.0.3": { zones, faults: [{ kind: "lame" }] },
      "127.0.0.9": { resolver: true },
    },
  });
  expect(await resolver("example.com", "TXT")).toEqual(["SERVFAIL ra"]);
});

test("faults come late, so often, over one transport, with codes, or as garbage", async () => {
  const zones = { "example.com": { records: { "example.com": { A: ["192.0.2.1"] } } } };
  const clock = new FakeClock();
  dns = await startDns(
    {
      servers: {
        "127.0.0.2": {
          zones,
          faults: [
            { kind: "delay", milliseconds: 60, type: "A" },
            { kind: "servfail", type: "NS", times: 1 },
            { kind: "silent", transport: "tcp" },
          ],
        },
        "127.0.0.3": { zones, faults: [{ kind: "malformed" }] },
        "127.0.0.9": { resolver: true, faults: [{ kind: "servfail", type: "MX", extendedErrors: [22] }] },
      },
    },
    clock,
  );
  let isAnswered = false;
  const late = authority("127.0.0.2", "example.com", "A", queryUdp).finally(() => {
    isAnswered = true;
  });
  await until(() => clock.waiting > 0);
  clock.pass(59);
  await turn();
  expect(isAnswered).toBe(false);
  clock.pass(1);
  expect(await late).toEqual(["NOERROR aa", "example.com 300 A 192.0.2.1"]);
  expect(await authority("127.0.0.2", "example.com", "NS")).toEqual(["SERVFAIL"]);
  expect(await authority("127.0.0.2", "example.com", "NS")).toContain("NOERROR aa");
  await expect(authority("127.0.0.3", "example.com", "A")).rejects.toThrow();
  const response = await queryUdp(dns.port, {
    name: "example.com",
    type: "MX",
    address: "127.0.0.9",
    flags: RECURSION_DESIRED,
    udpSize: 1232,
  });
  expect(response?.additionals?.[0]).toMatchObject({ options: [{ code: 15, data: Buffer.from([0, 22]) }] });
});

test("a resolver says what it has in its cache, and does not vouch for what is bogus", async () => {
  dns = await startDns({
    servers: {
      "127.0.0.2": {
        zones: {
          "example.com": { records: { "example.com": { TXT: ["new"] }, "new.example.com": { A: ["192.0.2.1"] } } },
          "example.org": { records: { "www.example.org": { A: ["192.0.2.2"] } } },
        },
      },
      "127.0.0.9": {
        resolver: true,
        cache: [
          { name: "example.com", type: "TXT", ttl: 240, data: ["old"] },
          { name: "new.example.com", type: "A", ttl: 900, absent: "no-name" },
          { name: "alias.example.com", type: "CNAME", ttl: 10, data: ["www.example.org"] },
          { name: "ended.example.com", type: "A", ttl: 0, data: ["192.0.2.9"] },
        ],
        bogus: ["example.org"],
      },
    },
  });
  expect(await resolver("example.com", "TXT")).toEqual(["NOERROR ra", 'example.com 240 TXT "old"']);
  expect(await resolver("new.example.com", "A")).toEqual(["NXDOMAIN ra"]);
  expect(await resolver("ended.example.com", "A")).toEqual(["NXDOMAIN ra"]);
  expect(await resolver("www.example.org", "A")).toEqual(["SERVFAIL ra"]);
  expect(await resolver("alias.example.com", "A")).toEqual(["SERVFAIL ra"]);
  expect(await resolver("alias.example.com", "A", CHECKING_DISABLED)).toEqual([
    "NOERROR ra",
    "alias.example.com 10 CNAME www.example.org",
    "www.example.org 300 A 192.0.2.2",
  ]);
  dns.update({
    servers: {
      "127.0.0.2": { zones: { "example.com": { records: { "example.com": { TXT: ["newer"] } } } } },
      "127.0.0.9": { resolver: true },
    },
  });
  expect(await resolver("example.com", "TXT")).toEqual(["NOERROR ra", 'example.com 300 TXT "newer"']);
});
