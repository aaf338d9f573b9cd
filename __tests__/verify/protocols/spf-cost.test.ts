// The live lookup counter against the RFC 7208 suite's cases, on a real DNS server: all that can be judged without a sender.

import fc from "fast-check";
import { lookupCounter, SPF_LOOKUP_LIMIT } from "../../../lib/dns/text/spf";
import { isSpf, parseSpf } from "../../../lib/dns/text/spf-parser";
import { createDns, type DnsClient } from "../../../lib/verify/dns/dns";
import { textsAt } from "../../../lib/verify/live/value";
import { countSpf, type Family, isPermerror, voidsFor } from "../../../lib/verify/protocols/spf-cost";
import { SECTIONS, type Section } from "../../dns/text/rfc7208-cases";
import { type RecordSet, startDns, type TestDns } from "../../helpers/dns-zones";
import { FakeClock } from "../../helpers/fake-clock";
import { count as runs } from "../../run/cases";
import { memoryDns } from "../memory-dns";
import { inStrings } from "../world";

const LIMITS = SECTIONS.filter(({ section }) => section === "Processing limits");
/** A name that is no DNS name is the sender's fault and never looked up. */
const LEGAL = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/;

test.each(["Processing limits", "Include mechanism semantics and syntax", "MX mechanism syntax", "Record evaluation"])(
  "every case of the section %s",
  async (name) => {
    const section = SECTIONS.find((one) => one.section === name)!;
    const cases = section.cases.filter(([, domain]) => LEGAL.test(domain));
    expect(cases.length).toBeGreaterThan(4);
    await inZone(section, async (dns) => {
      const judged = await Promise.all(cases.map(async ([id, domain]) => [id, domain, await judge(dns, domain)]));
      expect(judged).toEqual(cases);
    });
  },
);

test("the counts at the limits", async () => {
  await inZone(LIMITS[0]!, async (dns) => {
    const cost = async (name: string) => {
      const [text = ""] = textsAt(await dns.resolve(name, "TXT"));
      const cost = await countSpf(dns, name, text);
      return [name.split(".")[0], cost.lookups, voidsFor(cost, "ipv4").length, cost.faults.length];
    };
    const names = ["e1", "e2", "e4", "e5", "e6", "e7", "e9", "e10", "e11", "e12"].map(
      (label) => `${label}.example.com`,
    );
    expect(await Promise.all(names.map(cost))).toEqual([
      ["e1", Number.POSITIVE_INFINITY, 0, 0],
      ["e2", Number.POSITIVE_INFINITY, 0, 0],
      ["e4", 1, 0, 1],
      ["e5", 1, 0, 0],
      ["e6", 10, 0, 0],
      // Its mx terms find nothing, either.
      ["e7", 11, 4, 0],
      ["e9", 11, 0, 0],
      ["e10", 1, 0, 0],
      ["e11", 3, 3, 0],
      ["e12", 2, 2, 0],
    ]);
  });
});

test("ten mx hosts are the most", async () => {
  const count = (hosts: number) => {
    const names = Array.from({ length: hosts }, (_, n) => `mx${n}.example.net`);
    const addresses = Object.fromEntries(names.map((name) => [name, { A: ["192.0.2.1"], AAAA: ["2001:db8::1"] }]));
    const zone = { "mx.example.net": { MX: names }, ...addresses };
    return countSpf(memoryDns(zone), "example.com", "v=spf1 mx:mx.example.net -all");
  };
  expect([isPermerror(await count(10)), isPermerror(await count(11))]).toEqual([false, true]);
});

// pyspf 2.0.14 refuses the same for a sender of that family, and mailauth does not: it asks for both families first.
test("a host that has no address of the sender's family is looked up in vain, also as one of an mx", async () => {
  const zone = {
    "four.example.net": { A: ["192.0.2.1"] },
    "six.example.net": { AAAA: ["2001:db8::1"] },
    "both.example.net": { A: ["192.0.2.1"], AAAA: ["2001:db8::1"] },
    "none.example.net": { TXT: ["words"] },
    "mx.example.net": { MX: ["four.example.net", "both.example.net", "none.example.net", "gone.example.net"] },
    "null.example.net": { MX: [""] },
    "alias.example.net": { CNAME: "four.example.net" },
  };
  const count = async (...terms: string[]) => {
    const cost = await countSpf(memoryDns(zone), "example.com", ["v=spf1", ...terms, "-all"].join(" "));
    const words = (family: Family) =>
      voidsFor(cost, family).map(({ term, host }) => (host === undefined ? term : host));
    return [words("ipv4"), words("ipv6"), isPermerror(cost, ["ipv4"]), isPermerror(cost, ["ipv6"]), cost.faults];
  };
  const four = ["a:four.example.net", "a:alias.example.net", "a:four.example.net/24"];
  expect(await count(...four)).toEqual([[], four, false, true, []]);
  expect(await count("a:six.example.net", "a:none.example.net")).toEqual([
    ["a:six.example.net", "a:none.example.net"],
    ["a:none.example.net"],
    false,
    false,
    [],
  ]);
  expect(await count("a:both.example.net", "a:gone.example.net", "exists:six.example.net")).toEqual([
    ["a:gone.example.net", "exists:six.example.net"],
    ["a:gone.example.net", "exists:six.example.net"],
    false,
    false,
    [],
  ]);
  expect(await count("mx:mx.example.net")).toEqual([
    ["none.example.net", "gone.example.net"],
    ["four.example.net", "none.example.net", "gone.example.net"],
    false,
    true,
    [],
  ]);
  expect(await count("mx:null.example.net", "mx:none.example.net")).toEqual([
    ["mx:none.example.net"],
    ["mx:none.example.net"],
    false,
    false,
    [],
  ]);
});

test("a term with a macro is counted and named, as its name depends on the sender", async () => {
  const found = await countSpf(
    nowhere(),
    "example.com",
    "v=spf1 exists:%{i}._spf.example.com include:%{d2}.example.net -all",
  );
  expect(found).toEqual({
    lookups: 2,
    voids: [],
    faults: [],
    open: ["exists:%{i}._spf.example.com", "include:%{d2}.example.net"],
    failures: [],
  });
});

test("check, which knows the file alone, counts the same lookups as verify does in DNS", async () => {
  const name = fc.constantFrom("a.example", "b.example", "c.example", "d.example", "e.example");
  const terms = fc.oneof(
    { weight: 3, arbitrary: name.map((at) => `include:${at}`) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("a", "mx", "ptr", "exists:%{i}.example.net", "ip4:192.0.2.1", "a:A.EXAMPLE."),
    },
  );
  const end = fc.oneof(
    fc.constantFrom("~all", "-all", ""),
    name.map((at) => `redirect=${at}`),
  );
  const record = fc
    .tuple(fc.array(terms, { maxLength: 3 }), end)
    .map(([some, last]) => ["v=spf1", ...some, last].join(" ").trim());
  const zone = fc.dictionary(name, record, { minKeys: 5, maxKeys: 5 });
  await fc.assert(
    fc.asyncProperty(zone, async (texts) => {
      const count = lookupCounter((at) => (texts[at] === undefined ? undefined : parseSpf(texts[at]).terms));
      const dns = memoryDns(Object.fromEntries(Object.entries(texts).map(([at, text]) => [at, { TXT: [text] }])));
      for (const [at, text] of Object.entries(texts)) {
        const known = count(parseSpf(text).terms);
        const live = (await countSpf(dns, at, text)).lookups;
        // Above the limit both only have to be above it.
        expect(live > SPF_LOOKUP_LIMIT ? "too many" : live).toBe(known > SPF_LOOKUP_LIMIT ? "too many" : known);
      }
    }),
    { seed: 20_261_129, numRuns: runs(80, 300) },
  );
});

async function judge(dns: DnsClient, name: string): Promise<string> {
  const texts = textsAt(await dns.resolve(name, "TXT")).filter(isSpf);
  if (texts.length === 0) return "none";
  if (texts.length > 1) return "permerror";
  // The suite's senders have IPv4 addresses.
  return isPermerror(await countSpf(dns, name, texts[0] ?? ""), ["ipv4"]) ? "permerror" : "valid";
}

test("an include that finds no name, or a name without TXT, is looked up in vain", async () => {
  const zone = { "bare.example.net": { A: ["192.0.2.1"] }, "other.example.net": { TXT: ["words"] } };
  const text = "v=spf1 include:gone.example.net include:bare.example.net include:other.example.net -all";
  const { voids } = await countSpf(memoryDns(zone), "example.com", text);
  expect(voids.map(({ term }) => term)).toEqual(["include:gone.example.net", "include:bare.example.net"]);
});

/** The section's zone, below one made-up name server. */
async function inZone({ zone, hosts, mx }: Section, run: (dns: DnsClient) => Promise<void>): Promise<void> {
  const records: Record<string, Record<string, unknown>> = {};
  const add = (name: string, type: string, values: readonly unknown[]) => {
    if (LEGAL.test(name)) records[name] = { ...records[name], [type]: values };
  };
  for (const [name, texts] of Object.entries(zone)) add(name, "TXT", texts.map(inStrings));
  const addresses = [...hosts, ...Array.from({ length: 11 }, (_, n) => `mx${n}.example.com`)];
  for (const name of addresses) add(name, "A", ["192.0.2.1"]);
  for (const [name, count] of Object.entries(mx))
    add(
      name,
      "MX",
      Array.from({ length: count }, (_, n) => `10 mx${n}.example.com`),
    );
  const tops = new Set(Object.keys(records).map((name) => name.split(".").slice(-2).join(".")));
  const zones = Object.fromEntries(
    [...tops].map((top) => [
      top,
      {
        records: Object.fromEntries(Object.entries(records).filter(([name]) => name.endsWith(top))) as Record<
          string,
          RecordSet
        >,
      },
    ]),
  );
  const servers: TestDns = await startDns({ servers: { "127.0.0.2": { name: "ns.server.test", zones } } });
  const roots = servers.roots.map(({ name, address }) => ({ name, addresses: [address] }));
  const dns = createDns({ roots, port: servers.port, resolvers: [], clock: new FakeClock() });
  try {
    await run(dns);
  } finally {
    dns.close();
    await servers.close();
  }
}

function nowhere() {
  return {
    resolve: async () => {
      throw new Error("nothing is to be asked");
    },
  };
}
