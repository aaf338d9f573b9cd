// Another author's judgement of the same zones: SPF by the library mailauth, aliases and policies by dig. Both ask the same real
// DNS server on loopback. What differs is listed here, with why.

import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { spf } from "mailauth/lib/spf/index.js";
import { isDmarc } from "../../lib/dns/text/dmarc";
import { isSpf } from "../../lib/dns/text/spf-parser";
import { createDns, type DnsClient } from "../../lib/verify/dns/dns";
import { nodeResolver } from "../../lib/verify/dns/node-resolver";
import { recordsAt, textsAt } from "../../lib/verify/live/value";
import { checkSpf } from "../../lib/verify/message/spf/check";
import { txtLookup, walkDmarcTree } from "../../lib/verify/protocols/dmarc-tree-walk";
import { countSpf, isPermerror, type SpfCost } from "../../lib/verify/protocols/spf-cost";
import { type RecordSet, startDns } from "../helpers/dns-zones";
import { FakeClock } from "../helpers/fake-clock";

const ZONES = count(20, 240);
const SEED = 20_261_124;
/** In no zone's networks, so that every term is evaluated. */
const SENDER = "198.51.100.77";
/** And those whom a term may let pass. */
const SENDERS = { ipv4: SENDER, ipv6: "3fff::77", listed4: "192.0.2.1", listed6: "2001:db8::1" };
const run = promisify(execFile);
const hasPyspf = spawnSync("/usr/bin/python3", ["-c", "import spf"]).status === 0;
const hasDig = spawnSync("dig", ["-v"]).error === undefined;

const label = fc.constantFrom("a", "b", "c", "d", "e", "gone", "void");
const name = (zone: string) => label.map((one) => `${one}.${zone}`);
const qualifier = fc.constantFrom("", "", "", "+", "-", "~", "?");

/** Terms that any of the zone's names may hold; most of them look something up. */
function term(zone: string): fc.Arbitrary<string> {
  const plain = fc.oneof(
    { weight: 5, arbitrary: name(zone).map((target) => `include:${target}`) },
    { weight: 3, arbitrary: name(zone).map((target) => `a:${target}`) },
    { weight: 2, arbitrary: name(zone).map((target) => `mx:${target}`) },
    { weight: 1, arbitrary: fc.constantFrom(`exists:gone.${zone}`, `exists:void.${zone}`) },
    { weight: 1, arbitrary: fc.constantFrom("a", "mx", "ptr", "a/24", "mx//64") },
    { weight: 3, arbitrary: fc.constantFrom("ip4:192.0.2.0/24", "ip6:2001:db8::/32") },
    { weight: 1, arbitrary: fc.constantFrom("ip4:192.0.2.0/33", "ip4:nonsense", "nonsense", "include:") },
  );
  return fc.tuple(qualifier, plain).map((parts) => parts.join(""));
}

/** `all`, or nothing, or redirect. */
function end(zone: string): fc.Arbitrary<string[]> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<string[]>(["~all"], ["-all"], ["?all"]) },
    { weight: 1, arbitrary: fc.constant([] as string[]) },
    { weight: 1, arbitrary: name(zone).map((target) => [`redirect=${target}`]) },
  );
}

function record(zone: string, most: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(term(zone), { maxLength: most }), end(zone))
    .map(([terms, last]) => ["v=spf1", ...terms, ...last].join(" "));
}

/** A zone whose apex has SPF, with names that have SPF, addresses, MX, several of them, or nothing. */
function zoneNamed(zone: string): fc.Arbitrary<Readonly<Record<string, RecordSet>>> {
  const leaf = fc.record(
    {
      TXT: fc.oneof(
        { weight: 6, arbitrary: record(zone, 2).map((text) => [[text]]) },
        { weight: 1, arbitrary: fc.tuple(record(zone, 1), record(zone, 1)).map((two) => two.map((text) => [text])) },
        { weight: 1, arbitrary: fc.constant([["no spf at all"]]) },
      ),
      A: fc.constant(["192.0.2.1"]),
      MX: fc.constantFrom(
        ["10 a.invalid-host.example"],
        Array.from({ length: 11 }, (_, n) => `10 mx${n}.${zone}`),
      ),
    },
    { requiredKeys: [] },
  );
  const dmarc = fc.constantFrom(
    "v=DMARC1; p=none",
    "v=DMARC1; p=reject; psd=n",
    "v=DMARC1; p=quarantine; psd=y",
    "none",
  );
  return fc
    .tuple(record(zone, 5), fc.tuple(leaf, leaf, leaf, leaf, leaf), dmarc, dmarc, fc.boolean())
    .map(([apex, [a, b, c, d, e], parent, own, hasAlias]) => ({
      [zone]: { TXT: [[apex]], A: ["192.0.2.1"] },
      ...Object.fromEntries([a, b, c, d, e].map((set, index) => [`${"abcde"[index]}.${zone}`, set])),
      [`void.${zone}`]: { SRV: ["0 0 1 void.example"] },
      [`_dmarc.${zone}`]: { TXT: [[parent]] },
      [`_dmarc.x.a.${zone}`]: { TXT: [[own]] },
      ...(hasAlias ? { [`alias.${zone}`]: { CNAME: [`a.${zone}`] } } : {}),
    }));
}

const names = Array.from({ length: ZONES }, (_, index) => `z${index}.example`);
const zones = names.map((zone, index) => ({
  zone,
  records: fc.sample(zoneNamed(zone), { numRuns: 1, seed: SEED + index })[0]!,
}));

let dns: DnsClient;
let server: Awaited<ReturnType<typeof startDns>>;

beforeAll(async () => {
  const declared = Object.fromEntries(zones.map(({ zone, records }) => [zone, { records }]));
  server = await startDns({ servers: { "127.0.0.2": { name: "ns.server.test", zones: declared } } });
  const roots = server.roots.map(({ name: root, address }) => ({ name: root, addresses: [address] }));
  dns = createDns({ roots, port: server.port, resolvers: [], rate: 1_000_000, clock: new FakeClock() });
});

afterAll(async () => {
  dns.close();
  await server.close();
});

test(`SPF: the same verdicts as mailauth's in ${ZONES} generated zones`, async () => {
  const judged = await Promise.all(
    zones.map(async ({ zone }) => {
      const [text = ""] = textsAt(await dns.resolve(zone, "TXT")).filter(isSpf);
      const cost = await countSpf(dns, zone, text);
      const theirs = await spf({
        sender: `test@${zone}`,
        ip: SENDER,
        helo: zone,
        mta: "mx.example",
        resolver: nodeResolver(dns) as never,
      });
      const ours = isPermerror(kindly(cost)) ? "permerror" : "valid";
      return { zone, text, cost: kindly(cost), ours, theirs };
    }),
  );
  expect(judged.filter(({ theirs }) => theirs.status.result === "temperror")).toEqual([]);
  const differing = judged.flatMap(({ zone, cost, ours, theirs }) => {
    const refused = theirs.status.result === "permerror";
    const verdict = refused ? "permerror" : "valid";
    const isSame = ours === verdict && (refused || same(cost, theirs.lookups));
    return isSame ? [] : [{ zone, why: whyDifferent(zone, cost, theirs.lookups), ours, verdict, cost }];
  });
  expect(differing.filter(({ why }) => why === undefined)).toEqual([]);
  expect([...new Set(differing.map(({ why }) => why))]).toEqual([PTR]);
  const refused = judged.filter(({ ours }) => ours === "permerror").length;
  expect([refused > ZONES / 5, refused < (ZONES * 4) / 5]).toEqual([true, true]);
});

/** As mailauth counts: a host is there if it has an address of any family, and hosts of an mx are counted apart. */
function kindly(cost: SpfCost): SpfCost {
  return { ...cost, voids: cost.voids.filter(({ host, families }) => host === undefined && families.length === 2) };
}

// pyspf is Debian's python3-spf. It asks for the sender's family alone and counts each host of an mx.
(hasPyspf ? test : test.skip)(
  `SPF: the same verdicts as pyspf's in ${ZONES} generated zones, for senders of both families`,
  async () => {
    const counts = await Promise.all(
      zones.map(async ({ zone }) => {
        const [text = ""] = textsAt(await dns.resolve(zone, "TXT")).filter(isSpf);
        return { zone, text, cost: await countSpf(dns, zone, text) };
      }),
    );
    const theirs = await pyspf(counts.map(({ zone }) => zone));
    const told = counts.flatMap(({ zone, text, cost }) => {
      // A ptr of a sender that has no name is one in vain more, which nobody can know without the sender.
      if (JSON.stringify(zones.find((one) => one.zone === zone)?.records).includes("ptr")) return [];
      return (["ipv4", "ipv6"] as const).map((family) => {
        const ours = isPermerror(cost, [family]) ? "permerror" : "valid";
        const verdict = theirs[`${zone} ${SENDERS[family]}`] === "permerror" ? "permerror" : "valid";
        return { zone, text, family, ours, theirs: verdict };
      });
    });
    expect(told.length).toBeGreaterThan(ZONES);
    expect(told.filter((one) => one.ours !== one.theirs)).toEqual([]);
  },
);

(hasPyspf ? test : test.skip)(
  `SPF: the same results as pyspf's in ${ZONES} generated zones, for each sender`,
  async () => {
    const theirs = await pyspf(zones.map(({ zone }) => zone));
    const resolver = nodeResolver(dns);
    const told = await Promise.all(
      zones.flatMap(({ zone }) =>
        Object.values(SENDERS).map(async (ip) => {
          const { result } = await checkSpf({ ip, sender: `test@${zone}`, helo: zone }, resolver);
          return { zone, ip, ours: result, theirs: theirs[`${zone} ${ip}`] };
        }),
      ),
    );
    expect(told.filter((one) => one.ours !== one.theirs)).toEqual([]);
    const results = new Set(told.map(({ ours }) => ours));
    expect([...results].sort()).toEqual(["fail", "neutral", "pass", "permerror", "softfail"]);
  },
);

/** What pyspf says of each zone and sender, asked of the same records. */
async function pyspf(asked: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const records = Object.assign({}, ...zones.map((one) => one.records)) as Readonly<Record<string, RecordSet>>;
  const python = run("/usr/bin/python3", ["-c", PYSPF], { maxBuffer: 1e8 });
  python.child.stdin?.end(JSON.stringify({ records, asked }));
  return JSON.parse((await python).stdout);
}

const PYSPF = `
import json, sys, spf
given = json.load(sys.stdin)
records = given["records"]
def lookup(name, qtype, tcpfallback=True, timeout=30):
    name = name.lower().rstrip(".")
    chain, found = [], records.get(name, {})
    while "CNAME" in found:
        target = found["CNAME"][0]
        chain.append(((name, "CNAME"), target))
        name, found = target, records.get(target, {})
    values = found.get(qtype, [])
    if qtype == "TXT": values = [tuple(s.encode() for s in v) for v in values]
    if qtype == "MX": values = [(int(v.split()[0]), v.split()[1]) for v in values]
    return chain + [((name, qtype), value) for value in values]
spf.DNSLookup = lookup
told = {}
for zone in given["asked"]:
    for address in ${JSON.stringify(Object.values(SENDERS))}:
        told[zone + " " + address] = spf.check2(i=address, s="test@" + zone, h=zone, timeout=0)[0]
print(json.dumps(told))
`;

import { count } from "../run/cases";

interface Lookups {
  readonly count: number;
  readonly void: number;
}

const PTR = "ptr: mailauth looks the sender's address up, which has no name here; without a sender nobody can";

function same({ lookups, voids }: SpfCost, theirs: Lookups | undefined): boolean {
  return lookups === theirs?.count && voids.length === theirs.void;
}

/** The differences that are known. */
function whyDifferent(zone: string, cost: SpfCost, theirs: Lookups | undefined): string | undefined {
  const texts = JSON.stringify(zones.find((one) => one.zone === zone)?.records);
  const isOneVoidMore = cost.lookups === theirs?.count && cost.voids.length + 1 === theirs.void;
  return isOneVoidMore && texts.includes("ptr") ? PTR : undefined;
}

// dig is part of Debian's bind9-dnsutils, and not of every machine.
(hasDig ? test : test.skip)(`DNS and DMARC: the same answers as dig's in ${ZONES} generated zones`, async () => {
  const asked = zones.flatMap(({ zone }) => [`alias.${zone} CNAME`, `_dmarc.x.a.${zone} TXT`, `_dmarc.${zone} TXT`]);
  const told = await dig(asked);
  for (const { zone } of zones) {
    const alias = recordsAt(await dns.resolve(`alias.${zone}`, "CNAME"), `alias.${zone}`, "CNAME");
    const ours = alias.map(({ value }) => (value.kind === "host" ? `${value.host}.` : ""));
    expect([zone, ours]).toEqual([zone, told.get(`alias.${zone} CNAME`)]);
    const text = (of: string) =>
      (told.get(`_dmarc.${of} TXT`) ?? []).map((one) => one.replace(/^"|"$/g, "")).find(isDmarc);
    const own = text(`x.a.${zone}`);
    const expected = own ?? text(zone);
    expect([zone, (await walkDmarcTree(txtLookup(dns), `x.a.${zone}`)).applied?.text]).toEqual([zone, expected]);
  }
});

test("SPF: a term that matches every sender ends mailauth's evaluation, and not our count, which is of the worst case", async () => {
  const exists = {
    "127.0.0.2": { zones: { "early.example": { records: { "early.example": { A: ["192.0.2.1"] } } } } },
  };
  server.update({ servers: exists });
  const text = "v=spf1 exists:early.example a:early.example mx:early.example -all";
  const own = createDns({
    roots: [{ name: "root", addresses: ["127.0.0.1"] }],
    port: server.port,
    resolvers: [],
    clock: new FakeClock(),
  });
  const cost = await countSpf(own, "early.example", text);
  const resolver = nodeResolver(own);
  const theirs = await spf({
    sender: "test@early.example",
    ip: SENDER,
    helo: "early.example",
    mta: "mx.example",
    resolver: (async (name: string, type: string) => (type === "TXT" ? [[text]] : resolver(name, type))) as never,
  });
  own.close();
  expect([theirs.status.result, theirs.lookups?.count, cost.lookups]).toEqual(["pass", 1, 3]);
});

/** All questions in a few runs, straight to the authority; the values by question, in dig's short form. */
async function dig(questions: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const told = new Map<string, string[]>(questions.map((question) => [question, []]));
  for (let at = 0; at < questions.length; at += 60) {
    const args = questions.slice(at, at + 60).flatMap((question) => ["+noall", "+answer", ...question.split(" ")]);
    const { stdout } = await run("dig", ["@127.0.0.2", "-p", String(server.port), "+norecurse", ...args]);
    for (const line of stdout.split("\n")) {
      const [, owner = "", type = "", value = ""] = /^(\S+)\.\s+\d+\s+IN\s+(\S+)\s+(.*)$/.exec(line) ?? [];
      told.get(`${owner} ${type}`)?.push(value);
    }
  }
  return told;
}
