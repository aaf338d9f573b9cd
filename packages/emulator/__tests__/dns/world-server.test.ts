// The world's DNS over real sockets: resolution from the root, the resolver, and faults.

import { execFile, spawnSync } from "node:child_process";
import { Resolver } from "node:dns/promises";
import { until } from "../../../../__tests__/helpers/event-loop";
import { FakeClock } from "../../../../__tests__/helpers/fake-clock";
import { serveWorldDns, type WorldDnsServer } from "../../src/dns/world-server";
import { createIdentity } from "../../src/services/aws/ses-identities";
import { keyPairOf } from "../../src/services/aws/ses-keys";
import { createRecord, updateRecord } from "../../src/services/cloudflare/records";
import { addZone } from "../../src/services/cloudflare/zones";
import { armDnsFault } from "../../src/world/dns-faults";
import type { CloudflareRecord, SesIdentity } from "../../src/world/entities";
import type { DnsFaultOptions } from "../../src/world/fault";
import { clearFaults } from "../../src/world/faults";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";
import { lines, queryUdp } from "./client";

const RECURSION_DESIRED = 1 << 8;
const CHECKING_DISABLED = 1 << 4;

let world: World;
let dns: WorldDnsServer;
let spf: CloudflareRecord;
let identity: SesIdentity;
const clock = new FakeClock();
withFreshWorld(
  (fresh) => {
    world = fresh;
  },
  (milliseconds, signal) => clock.sleep(milliseconds, signal),
);
beforeEach(async () => {
  const { id } = addZone(world, "example.com");
  const key = { account: "000000000000", region: "us-east-1", name: "example.com" };
  // The shorter key is made in a moment.
  identity = createIdentity(world, {
    ...key,
    configurationSetName: null,
    tags: {},
    dkim: { nextKeyLength: "RSA_1024_BIT" },
  });
  for (const token of identity.dkim.tokens) {
    const name = `${token}._domainkey.example.com`;
    createRecord(world, id, { name, type: "CNAME", content: `${token}.dkim.amazonses.com`, ttl: 1 });
  }
  spf = createRecord(world, id, {
    name: "mail.example.com",
    type: "TXT",
    content: "v=spf1 include:amazonses.com ~all",
    ttl: 1,
  });
  dns = await serveWorldDns(world);
});
afterEach(() => dns.stop());

async function queryServer(
  address: string,
  name: string,
  type: string,
  { port = dns.port, flags = 0, patience = 10_000 } = {},
): Promise<string[]> {
  const response = await queryUdp(port, { name, type, address, flags, udpSize: 1232 }, patience);
  if (response === undefined) return ["silent"];
  const { rcode, flag_aa: aa, flag_tc: tc, flag_ra: ra, flag_ad: ad } = response;
  const flagged = Object.entries({ aa, tc, ra, ad }).flatMap(([flag, is]) => (is ? [flag] : []));
  const sections = [response.answers, response.authorities, response.additionals].flatMap(lines);
  return [[rcode, ...flagged].join(" "), ...sections.filter((line) => !line.includes(" SOA "))];
}

const ada = (name: string, type: string, more: { readonly patience?: number } = {}) =>
  queryServer("127.0.0.2", name, type, more);
const bob = (name: string, type: string, more: { readonly patience?: number } = {}) =>
  queryServer("127.0.0.3", name, type, more);
const resolver = (name: string, type: string, flags = 0, more: { readonly patience?: number } = {}) =>
  queryServer("127.0.0.1", name, type, { port: dns.resolver.port, flags: flags | RECURSION_DESIRED, ...more });
/** Silence can only be waited for; what comes is waited for long. */
const patienceFor = ([first]: readonly string[]) => (first === "silent" ? { patience: 50 } : {});
const SPF = 'mail.example.com 300 TXT "v=spf1 include:amazonses.com ~all"';

test("it says where it listens", () => {
  const { port, roots, authorities, resolver: recursive, address } = dns;
  expect({ address, roots, names: authorities.map((one) => `${one.address} ${one.name}`), recursive }).toEqual({
    address: "127.0.0.1",
    roots: [{ address: "127.0.0.1", port, name: "a.root-servers.net" }],
    names: [
      "127.0.0.1 a.root-servers.net",
      "127.0.0.2 ada.ns.cloudflare.com",
      "127.0.0.3 bob.ns.cloudflare.com",
      "127.0.0.4 ns-1.amazonses.com",
      "127.0.0.4 ns-1.amazonaws.com",
      "127.0.0.4 ns-1.awstrack.me",
      "127.0.0.4 ns-1.cloudfront.net",
    ],
    recursive: { address: "127.0.0.1", port: expect.any(Number), name: "resolver" },
  });
  expect(recursive.port).not.toBe(port);
});

test("a walk from the root by glue alone comes to an identity's key", async () => {
  const [token] = identity.dkim.tokens;
  const walk = async (name: string, type: string): Promise<string[]> => {
    let address = dns.roots[0]!.address;
    for (let step = 0; step < 5; step += 1) {
      const [status = "", ...records] = await queryServer(address, name, type);
      if (status.includes("aa")) return [address, ...records];
      address =
        records
          .find((line) => line.includes(" A "))
          ?.split(" ")
          .at(-1) ?? "nowhere";
    }
    return [];
  };
  expect(await walk(`${token}._domainkey.example.com`, "TXT")).toEqual([
    "127.0.0.2",
    `${token}._domainkey.example.com 300 CNAME ${token}.dkim.amazonses.com`,
  ]);
  expect(await walk(`${token}.dkim.amazonses.com`, "TXT")).toEqual([
    "127.0.0.4",
    `${token}.dkim.amazonses.com 1800 TXT "p=${keyPairOf(world, identity).publicKey}"`,
  ]);
});

test("where the machine lacks an address, all servers are one, faults included", async () => {
  const other = await serveWorldDns(world, {
    root: "127.0.0.1",
    cloudflare: ["127.0.0.2", "192.0.2.1"],
    amazon: "127.0.0.4",
  });
  try {
    expect(new Set(other.authorities.map(({ address }) => address))).toEqual(new Set(["127.0.0.1"]));
    const one = (name: string, type: string) => queryServer("127.0.0.1", name, type, { port: other.port });
    const recursive = (name: string, type: string) =>
      queryServer("127.0.0.1", name, type, { port: other.resolver.port, flags: RECURSION_DESIRED });
    expect(await one("mail.example.com", "TXT")).toEqual(["NOERROR aa", SPF]);
    expect(await recursive("mail.example.com", "TXT")).toEqual(["NOERROR ra", SPF]);
    armDnsFault(world, { kind: "refused", name: "example.com" });
    expect(await one("mail.example.com", "TXT")).toEqual(["REFUSED"]);
    expect(await recursive("mail.example.com", "TXT")).toEqual(["SERVFAIL ra"]);
    expect(await one("com", "NS")).toEqual(["NOERROR aa", "com 86400 NS ns-1.com"]);
  } finally {
    await other.stop();
  }
});

test("node's own resolver asks the emulator's", async () => {
  const { address, port } = dns.resolver;
  const node = new Resolver({ timeout: 500, tries: 1 });
  node.setServers([`${address}:${port}`]);
  const [token] = identity.dkim.tokens;
  const { publicKey } = keyPairOf(world, identity);
  expect(await node.resolveTxt(`${token}._domainkey.example.com`)).toEqual([[`p=${publicKey}`]]);
  expect(await node.resolveCname(`${token}._domainkey.example.com`)).toEqual([`${token}.dkim.amazonses.com`]);
  expect(await node.resolveNs("example.com")).toEqual(["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"]);
  await expect(node.resolveTxt("none.example.com")).rejects.toMatchObject({ code: "ENOTFOUND" });
  await expect(node.resolveMx("mail.example.com")).rejects.toMatchObject({ code: "ENODATA" });
  await expect(node.resolveTxt("example.org")).rejects.toMatchObject({ code: "ENOTFOUND" });
});

test.each<[DnsFaultOptions, { ada: string[]; bob?: string[]; resolver: string[] }]>([
  [{ kind: "servfail" }, { ada: ["SERVFAIL"], resolver: ["SERVFAIL ra"] }],
  [{ kind: "refused" }, { ada: ["REFUSED"], resolver: ["SERVFAIL ra"] }],
  [{ kind: "silent" }, { ada: ["silent"], resolver: ["SERVFAIL ra"] }],
  [{ kind: "lame" }, { ada: ["NOERROR", " 518400 NS a.root-servers.net"], resolver: ["SERVFAIL ra"] }],
  [{ kind: "truncated" }, { ada: ["NOERROR aa tc"], resolver: ["NOERROR ra", SPF] }],
  [
    { kind: "servfail", server: "ada.ns.cloudflare.com" },
    { ada: ["SERVFAIL"], bob: ["NOERROR aa", SPF], resolver: ["NOERROR ra", SPF] },
  ],
  [
    { kind: "servfail", server: "127.0.0.3" },
    { ada: ["NOERROR aa", SPF], bob: ["SERVFAIL"], resolver: ["NOERROR ra", SPF] },
  ],
  [
    { kind: "servfail", server: "resolver" },
    { ada: ["NOERROR aa", SPF], resolver: ["SERVFAIL"] },
  ],
  [
    { kind: "servfail", type: "txt", name: "Mail.Example.com." },
    { ada: ["SERVFAIL"], resolver: ["SERVFAIL ra"] },
  ],
  [
    { kind: "servfail", type: "A" },
    { ada: ["NOERROR aa", SPF], resolver: ["NOERROR ra", SPF] },
  ],
  [
    { kind: "servfail", name: "www" },
    { ada: ["NOERROR aa", SPF], resolver: ["NOERROR ra", SPF] },
  ],
  [{ kind: "dnssec" }, { ada: ["NOERROR aa", SPF], resolver: ["SERVFAIL ra"] }],
])("fault %j", async (fault, expected) => {
  armDnsFault(world, fault);
  const name = "mail.example.com";
  const ofBob = expected.bob ?? expected.ada;
  expect(await ada(name, "TXT", patienceFor(expected.ada))).toEqual(expected.ada);
  expect(await bob(name, "TXT", patienceFor(ofBob))).toEqual(ofBob);
  expect(await resolver(name, "TXT", 0, patienceFor(expected.resolver))).toEqual(expected.resolver);
  // Root and top-level domains go on delegating.
  expect((await queryServer("127.0.0.1", name, "TXT"))[1]).toBe("example.com 86400 NS ada.ns.cloudflare.com");
  expect(clearFaults(world)).toBe(1);
  expect(await ada(name, "TXT")).toEqual(["NOERROR aa", SPF]);
  expect(await resolver(name, "TXT")).toEqual(["NOERROR ra", SPF]);
});

test("a delay is waited for, as often as it says", async () => {
  armDnsFault(world, { kind: "delay", milliseconds: 80, times: 1 });
  let isHeard = false;
  const late = ada("mail.example.com", "TXT").finally(() => {
    isHeard = true;
  });
  await until(() => clock.waiting > 0);
  // The second one is answered while the first one waits.
  expect(await ada("mail.example.com", "TXT")).toEqual(["NOERROR aa", SPF]);
  expect(isHeard).toBe(false);
  clock.pass(80);
  expect(await late).toEqual(["NOERROR aa", SPF]);
  expect(world.dnsFaults.values()).toEqual([]);
});

test("stale: the resolver goes on with what it had, until its time to live is over", async () => {
  armDnsFault(world, { kind: "stale", name: "example.com" });
  const { zone_id, id } = spf;
  updateRecord(world, zone_id, id, { name: spf.name, type: "TXT", content: "v=spf1 -all", ttl: 1 });
  createRecord(world, zone_id, { name: "new.example.com", type: "A", content: "192.0.2.1", ttl: 1 });
  expect(await ada("mail.example.com", "TXT")).toEqual(["NOERROR aa", 'mail.example.com 300 TXT "v=spf1 -all"']);
  expect(await resolver("mail.example.com", "TXT")).toEqual(["NOERROR ra", SPF]);
  expect(await resolver("new.example.com", "A")).toEqual(["NXDOMAIN ra"]);
  // What it had not asked for before it asks for now: other zones are none of its cache.
  expect(await resolver("amazonses.com", "NS")).toContain("NOERROR ra");
  world.advance(100_000);
  expect(await resolver("mail.example.com", "TXT")).toEqual(["NOERROR ra", SPF.replace("300", "200")]);
  world.advance(250_000);
  expect(await resolver("mail.example.com", "TXT")).toEqual(["NOERROR ra", 'mail.example.com 300 TXT "v=spf1 -all"']);
  expect(await resolver("new.example.com", "A")).toEqual(["NXDOMAIN ra"]);
  world.advance(1_800_000);
  expect(await resolver("new.example.com", "A")).toEqual(["NOERROR ra", "new.example.com 300 A 192.0.2.1"]);
});

test("stale: what leads on to a name that is not stale is followed", async () => {
  const { zone_id } = spf;
  createRecord(world, zone_id, { name: "mail-alias.example.com", type: "CNAME", content: "web.example.com", ttl: 1 });
  const web = createRecord(world, zone_id, { name: "web.example.com", type: "A", content: "192.0.2.1", ttl: 1 });
  armDnsFault(world, { kind: "stale", name: "mail" });
  updateRecord(world, zone_id, web.id, { name: web.name, type: "A", content: "192.0.2.2", ttl: 1 });
  expect(await resolver("mail-alias.example.com", "A")).toEqual([
    "NOERROR ra",
    "mail-alias.example.com 300 CNAME web.example.com",
    "web.example.com 300 A 192.0.2.2",
  ]);
});

test("stale at one name server: it does not know yet, for ever", async () => {
  armDnsFault(world, { kind: "stale", server: "bob.ns.cloudflare.com", name: "mail" });
  updateRecord(world, spf.zone_id, spf.id, { name: spf.name, type: "TXT", content: "v=spf1 -all", ttl: 1 });
  world.advance(1_000_000);
  expect(await ada("mail.example.com", "TXT")).toEqual(["NOERROR aa", 'mail.example.com 300 TXT "v=spf1 -all"']);
  expect(await bob("mail.example.com", "TXT")).toEqual(["NOERROR aa", SPF]);
  expect(await bob("example.com", "NS")).toEqual(await ada("example.com", "NS"));
});

test("dnssec: the resolver finds the signatures wrong, and the parent says that there must be some", async () => {
  armDnsFault(world, { kind: "dnssec", name: "mail.example.com" });
  const flags = RECURSION_DESIRED;
  const response = await queryUdp(dns.resolver.port, { name: "mail.example.com", type: "TXT", flags, udpSize: 1232 });
  expect(response?.additionals?.[0]).toMatchObject({ options: [{ code: 15, data: Buffer.from([0, 6]) }] });
  expect(await resolver("mail.example.com", "TXT", CHECKING_DISABLED)).toEqual(["NOERROR ra", SPF]);
  expect((await resolver("example.com", "NS"))[0]).toBe("NOERROR ra");
  expect(await queryServer("127.0.0.1", "example.com", "DS")).toEqual([
    "NOERROR aa",
    `example.com 86400 DS 1 13 2 ${"01".repeat(32)}`,
  ]);
});

test("a delay that is not over does not hold the servers up", async () => {
  armDnsFault(world, { kind: "delay", milliseconds: 60_000 });
  const pending = ada("mail.example.com", "TXT", { patience: 50 });
  await until(() => clock.waiting > 0);
  await dns.stop();
  expect([clock.now() < 60_000, clock.waiting]).toEqual([true, 0]);
  expect(await pending).toEqual(["silent"]);
});

const isInstalled = spawnSync("dig", ["-v"]).error === undefined;
(isInstalled ? describe : describe.skip)("dig, which is not installed everywhere", () => {
  const dig = (...args: string[]) =>
    new Promise<string[]>((resolve, reject) => {
      execFile("dig", ["+tries=1", "+time=2", ...args], (failure, stdout) =>
        failure === null ? resolve(stdout.trim().split("\n")) : reject(failure),
      );
    });

  test("reads the same answers", async () => {
    const [token] = identity.dkim.tokens;
    const { zone_id } = spf;
    const data = (name: string, type: string, of: Record<string, string | number>) =>
      createRecord(world, zone_id, { name, type, data: of, ttl: 120 });
    createRecord(world, zone_id, {
      name: "mail.example.com",
      type: "MX",
      content: "feedback-smtp.us-east-1.amazonses.com",
      priority: 10,
      ttl: 60,
    });
    createRecord(world, zone_id, { name: "long.example.com", type: "TXT", content: "x".repeat(2000), ttl: 1 });
    data("example.com", "CAA", { flags: 0, tag: "issue", value: "amazon.com" });
    data("_sip._tcp.example.com", "SRV", { priority: 1, weight: 2, port: 5060, target: "sip.example.net" });
    data("_443._tcp.example.com", "TLSA", { usage: 3, selector: 1, matching_type: 1, certificate: "AB".repeat(32) });
    data("host.example.com", "SSHFP", { algorithm: 4, type: 2, fingerprint: "AB".repeat(32) });
    const port = String(dns.port);
    const short = (name: string, type: string) => dig("@127.0.0.2", "-p", port, "+short", name, type);
    expect(await short("mail.example.com", "TXT")).toEqual(['"v=spf1 include:amazonses.com ~all"']);
    expect(await short("mail.example.com", "MX")).toEqual(["10 feedback-smtp.us-east-1.amazonses.com."]);
    expect(await short("example.com", "CAA")).toEqual(['0 issue "amazon.com"']);
    expect(await short("_sip._tcp.example.com", "SRV")).toEqual(["1 2 5060 sip.example.net."]);
    expect((await short("_443._tcp.example.com", "TLSA")).join("").replace(/(?<=\w{8}) /g, "")).toBe(
      `3 1 1 ${"AB".repeat(32)}`,
    );
    expect((await short("host.example.com", "SSHFP")).join("").replace(/(?<=\w{8}) /g, "")).toBe(
      `4 2 ${"AB".repeat(32)}`,
    );
    expect(await short("example.com", "SOA")).toEqual([
      "ada.ns.cloudflare.com. dns.sandbox.invalid. 1 10000 2400 604800 1800",
    ]);
    // Over 1,232 bytes: truncated, then asked for again over TCP.
    expect((await short("long.example.com", "TXT")).join("").replaceAll(/[" ]/g, "")).toBe("x".repeat(2000));
    const resolved = await dig(
      "@127.0.0.1",
      "-p",
      String(dns.resolver.port),
      "+short",
      `${token}._domainkey.example.com`,
      "TXT",
    );
    expect(resolved).toEqual([`${token}.dkim.amazonses.com.`, `"p=${keyPairOf(world, identity).publicKey}"`]);
  });

  test("finds its flags and codes in order", async () => {
    armDnsFault(world, { kind: "dnssec", name: "mail" });
    const [, ...answer] = await dig("@127.0.0.1", "-p", String(dns.resolver.port), "mail.example.com", "TXT");
    expect(answer.filter((line) => /status|flags|EDE/.test(line)).map((line) => line.replace(/id: \d+/, "id"))).toEqual(
      [
        ";; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id",
        ";; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1",
        "; EDNS: version: 0, flags:; udp: 1232",
        "; EDE: 6 (DNSSEC Bogus)",
      ],
    );
  });
});
