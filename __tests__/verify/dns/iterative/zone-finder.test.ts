import type { Answer } from "../../../../lib/verify/dns/answer";
import { createDns, type DnsClient } from "../../../../lib/verify/dns/dns";
import type { DnsOptions } from "../../../../lib/verify/dns/options";
import { type DnsDeclaration, startDns, type TestDns } from "../../../helpers/dns-zones";
import { FakeClock } from "../../../helpers/fake-clock";

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function start(
  declaration: DnsDeclaration,
  options: DnsOptions = {},
): Promise<{ world: TestDns; dns: DnsClient; clock: FakeClock }> {
  const clock = new FakeClock();
  const world = await startDns(declaration, clock);
  const roots = world.roots.map(({ name, address }) => ({ name, addresses: [address] }));
  const dns = createDns({ roots, port: world.port, resolvers: world.resolvers, timeout: 100, clock, ...options });
  // A silent server's time is over when nobody else has anything to say.
  const stop = clock.run(() => world.isQuiet(dns));
  open.push(stop, () => dns.close(), world.close);
  return { world, dns, clock };
}

/** `127.0.0.1 com SOA`, in order and without repetition by others. */
const asked = (world: TestDns) => world.queries.map(({ server, name, type }) => `${server} ${name} ${type}`);

test("a walk finds the zone, its servers and whether it is signed", async () => {
  const { world, dns } = await start({
    servers: {
      "127.0.0.2": { zones: { "example.com": { signed: true, records: { "www.example.com": { A: ["192.0.2.1"] } } } } },
      "127.0.0.3": { zones: { "example.com": {} } },
    },
  });
  const { port } = world;
  const zone = {
    zone: "example.com",
    servers: [
      { address: "127.0.0.2", port, name: "ada.ns.cloudflare.com" },
      { address: "127.0.0.3", port, name: "bob.ns.cloudflare.com" },
    ],
    nameServers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    unresolved: [],
    signed: true,
  };
  for (const name of ["example.com", "www.example.com", "a.b.example.com", "WWW.Example.com."])
    expect(await dns.zoneOf(name)).toEqual(zone);
  expect(await dns.zoneOf("other.com")).toMatchObject({ zone: "com", signed: false });
  expect(await dns.zoneOf("nothing")).toMatchObject({ zone: "", signed: true });
});

test("a thousand domains ask the root for their top-level domain once, and that once for each", async () => {
  const names = Array.from({ length: 300 }, (_, n) => `d${n}.com`);
  const zones = Object.fromEntries(names.map((name) => [name, {}]));
  const { world, dns } = await start({ servers: { "127.0.0.2": { zones } } }, { timeout: 5_000 });
  await Promise.all(names.flatMap((name) => [dns.zoneOf(name), dns.zoneOf(name)]));
  const soa = asked(world).filter((question) => question.endsWith(" SOA"));
  expect(soa.filter((question) => question === "127.0.0.1 com SOA")).toHaveLength(1);
  expect(soa.sort()).toEqual(["com", ...names].map((name) => `127.0.0.1 ${name} SOA`).sort());
});

test("each authority says what it has, side by side; without AA it is lame", async () => {
  const zone = (text: string) => ({ records: { "example.com": { ttl: 60, TXT: [[text]] } } });
  const { dns, world } = await start({
    servers: {
      "127.0.0.2": { zones: { "example.com": zone("new") } },
      "127.0.0.3": { zones: { "example.com": zone("old") }, faults: [{ kind: "lame" }] },
      "127.0.0.4": { zones: { "example.com": { soa: { ttl: 900, minimum: 120 } } } },
      "127.0.0.5": { zones: { "example.com": {} }, faults: [{ kind: "silent" }] },
      "127.0.0.6": { zones: { "example.com": {} }, faults: [{ kind: "refused" }] },
    },
  });
  const answers = await dns.authoritativeAnswers("example.com", "TXT");
  const { port } = world;
  const short = answers.map((answer) =>
    answer.status === "failed"
      ? `${answer.failure.kind}: ${answer.failure.text.replaceAll(`:${port}`, "")}`
      : `${answer.server.address} ${answer.status} ${answer.status === "answer" ? "" : answer.negativeTtl}`,
  );
  expect(short).toEqual([
    "127.0.0.2 answer ",
    'lame: bob.ns.cloudflare.com (127.0.0.3) is not authoritative for "example.com": it answered without AA',
    "127.0.0.4 no-data 120",
    "timeout: dan.ns.cloudflare.com (127.0.0.5) did not answer within 0.1 s, 3 times",
    "refused: eve.ns.cloudflare.com (127.0.0.6) answered REFUSED",
  ]);
});

test("a zone that begins below another on the same servers is found, though nothing refers to it", async () => {
  const { dns } = await start({
    servers: {
      "127.0.0.2": {
        zones: {
          "example.com": { records: { "x.example.com": { A: ["192.0.2.1"] } } },
          "sub.example.com": {
            nameServers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
            records: { "www.sub.example.com": { CNAME: ["x.example.com"] } },
          },
        },
      },
      "127.0.0.3": {
        zones: { "sub.example.com": { records: { "www.sub.example.com": { CNAME: ["x.example.com"] } } } },
      },
    },
  });
  const both = [{ address: "127.0.0.2" }, { address: "127.0.0.3" }];
  expect(await dns.zoneOf("www.sub.example.com")).toMatchObject({ zone: "sub.example.com", servers: both });
  expect(await dns.zoneOf("x.example.com")).toMatchObject({ zone: "example.com", servers: [both[0]] });
  expect(await dns.resolve("www.sub.example.com", "A")).toMatchObject({
    status: "answer",
    records: [{ name: "www.sub.example.com" }, { name: "x.example.com", value: { address: "192.0.2.1" } }],
  });
});

test("a DS is asked of the zone above", async () => {
  const { dns, world } = await start({ servers: { "127.0.0.2": { zones: { "example.com": { signed: true } } } } });
  expect(await dns.authoritativeAnswers("example.com", "DS")).toMatchObject([
    {
      server: { address: "127.0.0.1" },
      records: [{ type: "DS", value: { text: `1 13 2 ${"01".repeat(32)}` } }],
    },
  ]);
  expect(asked(world)).not.toContain("127.0.0.2 example.com DS");
});

test("name servers without glue are looked up, wherever their names lie", async () => {
  const { dns } = await start({
    servers: {
      "127.0.0.2": { name: "ns.host.net", zones: { "example.com": { delegatedTo: ["ns.host.net"] } } },
      "127.0.0.3": { name: "ns.deep.org", zones: { "host.net": {} } },
      "127.0.0.4": { name: "ns.top.info", zones: { "deep.org": {}, "top.info": {} } },
    },
  });
  expect(await dns.zoneOf("example.com")).toMatchObject({ servers: [{ address: "127.0.0.2", name: "ns.host.net" }] });
  expect(await dns.authoritativeAnswers("example.com", "TXT")).toMatchObject([{ status: "no-data" }]);
});

test.each([[["one.com"]], [["two.net"]], [["one.com", "two.net"]], [["two.net", "one.com"]]])(
  "name servers whose names need one another are a loop, not a wait for ever: %j",
  async (names) => {
    const { dns } = await start({
      servers: {
        "127.0.0.2": { zones: { "one.com": { delegatedTo: ["ns.two.net"], nameServers: ["ns.two.net"] } } },
        "127.0.0.3": { zones: { "two.net": { delegatedTo: ["ns.one.com"], nameServers: ["ns.one.com"] } } },
      },
    });
    const zones = await Promise.all(names.map((name) => dns.zoneOf(name)));
    expect(zones).toEqual(
      names.map((name) => ({
        kind: "loop",
        text: expect.stringContaining(`the way to "${name}" leads back to itself`),
        extendedErrors: [],
        delegation: { zone: name, nameServers: [name === "one.com" ? "ns.two.net" : "ns.one.com"] },
      })),
    );
    expect(await dns.authoritativeAnswers("one.com", "A")).toMatchObject([
      { status: "failed", server: null, failure: { kind: "loop" } },
    ]);
    expect(await dns.resolve("one.com", "A")).toMatchObject({ status: "failed", failure: { kind: "loop" } });
  },
);

test("a name server within its own zone and without glue leads nowhere, one beside it does", async () => {
  const { dns } = await start({
    servers: {
      "127.0.0.2": {
        zones: { "example.com": { delegatedTo: ["ns.example.com.gone.example", "ada.ns.cloudflare.com"] } },
      },
    },
  });
  expect(await dns.zoneOf("example.com")).toMatchObject({
    nameServers: ["ada.ns.cloudflare.com", "ns.example.com.gone.example"],
    servers: [{ address: "127.0.0.2" }],
    unresolved: [{ name: "ns.example.com.gone.example" }],
  });
});

test("a name server whose address cannot be found is reported with the reason", async () => {
  const { dns } = await start({
    servers: {
      "127.0.0.2": { zones: { "example.com": { delegatedTo: ["ada.ns.cloudflare.com", "ns.broken.net"] } } },
      "127.0.0.3": { zones: { "broken.net": {} }, faults: [{ kind: "refused" }] },
    },
  });
  expect(await dns.zoneOf("example.com")).toMatchObject({
    servers: [{ address: "127.0.0.2" }],
    unresolved: [{ name: "ns.broken.net", failure: { kind: "refused" } }],
  });
});

test("of NS records below a zone its own servers are asked, and not those that they lead to", async () => {
  const { dns } = await start({
    servers: {
      "127.0.0.2": { zones: { "example.com": { records: { "www.example.com": { A: ["192.0.2.1"] } } } } },
      "127.0.0.3": {
        name: "ns1.shop.example",
        zones: { "shop.example.com": { delegatedTo: ["ns1.shop.example", "ns2.shop.example"] } },
      },
    },
  });
  const hosts = async (answers: ReturnType<typeof dns.referrals>) =>
    (await answers).map((answer) => [
      answer.status === "failed" ? answer.failure.kind : answer.status,
      answer.status === "failed" ? [] : answer.records.map(({ value }) => value.kind === "host" && value.host),
    ]);
  expect(await hosts(dns.referrals("Shop.Example.com."))).toEqual([
    ["answer", ["ns1.shop.example", "ns2.shop.example"]],
  ]);
  expect(await hosts(dns.authoritativeAnswers("shop.example.com", "NS"))).toEqual([["answer", ["ns1.shop.example"]]]);
  expect(await hosts(dns.referrals("www.example.com"))).toEqual([["no-data", []]]);
  expect(await hosts(dns.referrals("none.example.com"))).toEqual([["no-name", []]]);
  // Below the other zone its own servers tell.
  expect(await hosts(dns.referrals("a.shop.example.com"))).toEqual([["no-name", []]]);
});

test("a question is asked once, and once more where that is wanted", async () => {
  const { dns, world } = await start({
    servers: {
      "127.0.0.9": { resolver: true, faults: [{ kind: "servfail", times: 1 }] },
      "127.0.0.2": { zones: { "example.com": {} } },
    },
  });
  const ask = async (repeat: boolean) =>
    (await dns.resolverAnswers("example.com", "TXT", { repeat })).map(({ status }) => status);
  expect([await ask(false), await ask(false), await ask(true), await ask(true)]).toEqual([
    ["failed"],
    ["failed"],
    ["no-data"],
    ["no-data"],
  ]);
  expect(world.queries.filter(({ server }) => server === "127.0.0.9")).toHaveLength(2);
});

test("a delegation to names that have no address is a zone without servers", async () => {
  const { dns } = await start({
    servers: { "127.0.0.2": { zones: { "example.com": { delegatedTo: ["ns1.gone.example"] } } } },
  });
  expect(await dns.zoneOf("example.com")).toMatchObject({
    zone: "example.com",
    nameServers: ["ns1.gone.example"],
    servers: [],
  });
  const failure = {
    kind: "no-servers",
    text: '"example.com" is delegated to ns1.gone.example, of which none has an address',
    extendedErrors: [],
  };
  expect(await dns.authoritativeAnswers("www.example.com", "A")).toEqual([{ status: "failed", server: null, failure }]);
  expect(await dns.resolve("www.example.com", "A")).toEqual({ status: "failed", server: null, failure });
});

test("a chain of CNAMEs is followed through the zones, each asked of its own servers", async () => {
  const { dns, world } = await start({
    servers: {
      "127.0.0.2": {
        zones: {
          "example.com": {
            records: {
              "a.example.com": { CNAME: ["b.example.com"] },
              "b.example.com": { ttl: 30, CNAME: ["c.example.net"] },
              "void.example.com": { CNAME: ["gone.example.org"] },
              "round.example.com": { CNAME: ["round.example.net"] },
              "lost.example.com": { CNAME: ["x.lost.example"] },
            },
          },
          // Not delegated to this server: what it says does not count.
          "example.net": {
            delegatedTo: ["bob.ns.cloudflare.com"],
            records: { "c.example.net": { A: ["203.0.113.66"] } },
          },
        },
      },
      "127.0.0.3": {
        zones: {
          "example.net": {
            records: {
              "c.example.net": { CNAME: ["d.example.org"] },
              "round.example.net": { CNAME: ["round.example.com"] },
            },
          },
        },
      },
      "127.0.0.4": {
        zones: { "example.org": { soa: { minimum: 77 }, records: { "d.example.org": { A: ["192.0.2.4"] } } } },
      },
    },
  });
  const answer = await dns.resolve("a.example.com", "A");
  expect(answer).toMatchObject({ status: "answer", server: { address: "127.0.0.4" } });
  expect(answer.status === "answer" && answer.records.map(({ name, type, ttl }) => `${name} ${type} ${ttl}`)).toEqual([
    "a.example.com CNAME 300",
    "b.example.com CNAME 30",
    "c.example.net CNAME 300",
    "d.example.org A 300",
  ]);
  expect(asked(world)).not.toContain("127.0.0.2 c.example.net A");
  expect(await dns.resolve("a.example.com", "CNAME")).toMatchObject({
    records: [{ value: { host: "b.example.com" } }],
  });
  expect(await dns.resolve("d.example.org", "MX")).toMatchObject({ status: "no-data", negativeTtl: 77, records: [] });
  expect(await dns.resolve("void.example.com", "A")).toMatchObject({
    status: "no-name",
    negativeTtl: 77,
    records: [{ name: "void.example.com" }],
  });
  expect(await dns.resolve("round.example.com", "A")).toMatchObject({
    status: "failed",
    server: null,
    failure: { kind: "loop", text: expect.stringContaining('"round.example.com" leads through 2 CNAMEs to no end') },
  });
});

test("a top-level domain whose servers fail is a walk that ends too early, with the reason", async () => {
  const { dns, world } = await start({
    servers: {
      "127.0.0.2": { name: "ns1.nic.test", zones: { test: {} }, faults: [{ kind: "servfail" }] },
      "127.0.0.3": { name: "ns2.nic.test", zones: { test: {} }, faults: [{ kind: "servfail" }] },
    },
  });
  const failure = await dns.zoneOf("www.example.test");
  expect({ ...failure, text: "text" in failure && failure.text.replaceAll(`:${world.port}`, "") }).toEqual({
    kind: "intercepted",
    text: expect.stringMatching(
      /^no server of "test" told who serves "example\.test": ns[12]\.nic\.test \(127\.0\.0\.[23]\) answered SERVFAIL, nor did 1 other$/,
    ),
    extendedErrors: [],
  });
});

test("servers that choke on a name between two others do not end the walk", async () => {
  const { dns } = await start({
    servers: {
      "127.0.0.2": {
        zones: { "example.com": { records: { "a._domainkey.example.com": { TXT: [["p="]] } } } },
        faults: [{ kind: "servfail", type: "SOA" }],
      },
    },
  });
  expect(await dns.authoritativeAnswers("a._domainkey.example.com", "TXT")).toMatchObject([{ status: "answer" }]);
});

test("silent servers among good ones cost a walk less than their patience", async () => {
  const names = Array.from({ length: 12 }, (_, n) => `n${n}.example.com`);
  const zone = { "example.com": { records: Object.fromEntries(names.map((name) => [name, { A: ["192.0.2.1"] }])) } };
  const { dns, world, clock } = await start(
    {
      servers: {
        "127.0.0.2": { zones: zone, faults: [{ kind: "silent" }] },
        "127.0.0.3": { zones: zone, faults: [{ kind: "silent" }] },
        "127.0.0.4": { zones: zone },
      },
    },
    { timeout: 10_000 },
  );
  const answers = await Promise.all(names.map((name) => dns.resolve(name, "A")));
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => "answer"));
  expect(clock.now()).toBeLessThan(3_000);
  // Each name has an order of its own: some ask the silent ones first.
  expect(new Set(world.queries.map(({ server }) => server))).toContain("127.0.0.2");
});

test("no way to IPv6 is this machine's trouble, where the same server answers over IPv4", async () => {
  const world = await startDns({ servers: { "127.0.0.2": { zones: { "example.com": {} } } } });
  // Nobody listens at ::1.
  const both = { name: "a.root-servers.net", addresses: ["127.0.0.1", "::1"] };
  const six = { name: "b.root-servers.net", addresses: ["::1"] };
  const clock = new FakeClock();
  const dns = createDns({ roots: [both], port: world.port, clock });
  const alone = createDns({ roots: [both, six], port: world.port, clock });
  open.push(
    () => dns.close(),
    () => alone.close(),
    world.close,
  );
  const short = (answers: readonly Answer[]) => answers.map(({ server, status }) => `${server?.address} ${status}`);
  expect(short(await dns.authoritativeAnswers("", "NS"))).toEqual(["127.0.0.1 answer"]);
  expect(short(await alone.authoritativeAnswers("", "NS"))).toEqual(["127.0.0.1 answer", "::1 failed"]);
});

test("given name servers are asked instead of the walk, and only resolve() walks beyond them", async () => {
  const declaration: DnsDeclaration = {
    servers: {
      "127.0.0.2": {
        zones: { "example.com": { delegatedTo: [], records: { "www.example.com": { CNAME: ["x.example.net"] } } } },
      },
      "127.0.0.3": { zones: { "example.net": { records: { "x.example.net": { A: ["192.0.2.9"] } } } } },
    },
  };
  const { world, clock } = await start(declaration);
  const [server] = world.authorities;
  const roots = world.roots.map(({ name, address }) => ({ name, addresses: [address] }));
  const given = createDns({ nameServers: [server!], roots, port: world.port, clock });
  const locked = createDns({ nameServers: [server!], roots: [], port: world.port, clock });
  open.push(
    () => given.close(),
    () => locked.close(),
  );
  expect(await given.zoneOf("www.example.com")).toEqual({
    zone: "example.com",
    servers: [server],
    nameServers: ["ada.ns.cloudflare.com"],
    signed: false,
  });
  expect(await given.authoritativeAnswers("www.example.com", "A")).toMatchObject([
    { server, records: [{ type: "CNAME" }] },
  ]);
  expect(await given.resolve("www.example.com", "A")).toMatchObject({
    records: [{}, { value: { address: "192.0.2.9" } }],
  });
  expect(await locked.resolve("www.example.com", "A")).toMatchObject({
    status: "failed",
    failure: { kind: "refused" },
  });
  expect(await locked.zoneOf("example.net")).toMatchObject({ kind: "refused" });
});
