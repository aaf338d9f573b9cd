// The live lookup counter against the RFC 7208 suite's cases, on a real DNS server: all that can be judged without a sender.

import { isSpf } from "../../../lib/dns/text/spf-parser";
import { createDns, type DnsRun } from "../../../lib/verify/dns/dns";
import { textsAt } from "../../../lib/verify/live/value";
import { countSpf, isPermerror } from "../../../lib/verify/mail/spf-count";
import { SECTIONS, type Section } from "../../dns/text/rfc7208-cases";
import { type RecordSet, startDns, type TestDns } from "../../helpers/dns-zones";
import { FakeClock } from "../../helpers/fake-clock";
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
      const { lookups, voids, faults } = await countSpf(dns, name, text);
      return [name.split(".")[0], lookups, voids.length, faults.length];
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
    const mx = { "mx.example.net": { MX: Array.from({ length: hosts }, (_, n) => `mx${n}.example.net`) } };
    return countSpf(memoryDns(mx), "example.com", "v=spf1 mx:mx.example.net -all");
  };
  expect([isPermerror(await count(10)), isPermerror(await count(11))]).toEqual([false, true]);
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

async function judge(dns: DnsRun, name: string): Promise<string> {
  const texts = textsAt(await dns.resolve(name, "TXT")).filter(isSpf);
  if (texts.length === 0) return "none";
  if (texts.length > 1) return "permerror";
  return isPermerror(await countSpf(dns, name, texts[0] ?? "")) ? "permerror" : "valid";
}

test("an include that finds no name, or a name without TXT, is looked up in vain", async () => {
  const zone = { "bare.example.net": { A: ["192.0.2.1"] }, "other.example.net": { TXT: ["words"] } };
  const text = "v=spf1 include:gone.example.net include:bare.example.net include:other.example.net -all";
  expect((await countSpf(memoryDns(zone), "example.com", text)).voids).toEqual([
    "include:gone.example.net",
    "include:bare.example.net",
  ]);
});

/** The section's zone, below one made-up name server. */
async function inZone({ zone, hosts, mx }: Section, run: (dns: DnsRun) => Promise<void>): Promise<void> {
  const records: Record<string, Record<string, unknown>> = {};
  const add = (name: string, type: string, values: readonly unknown[]) => {
    if (LEGAL.test(name)) records[name] = { ...records[name], [type]: values };
  };
  for (const [name, texts] of Object.entries(zone)) add(name, "TXT", texts.map(inStrings));
  for (const name of hosts) add(name, "A", ["192.0.2.1"]);
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
