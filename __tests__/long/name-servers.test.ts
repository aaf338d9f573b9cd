// verify among strangers: each state of a domain as BIND, NSD, Knot DNS and PowerDNS serve it, and as unbound and BIND resolve it.
import fs from "node:fs";
import { domainRecords, PLACEHOLDER_REFS } from "../../lib/dns/domain-records";
import { createDns } from "../../lib/verify/dns/dns";
import { type Verification, verdictOf } from "../../lib/verify/verification";
import { verify } from "../../lib/verify/verify";
import { domainNamed } from "../helpers/domains";
import { AUTHORITIES, type Case, domainOf, nextTo, slug } from "../helpers/name-servers/case";
import { CASES } from "../helpers/name-servers/cases";
import { type Network, startNetwork } from "../helpers/name-servers/network";
import { type Authority, MISSING } from "../helpers/name-servers/programs";
import { ADDRESSES, RESOLVERS, ROOT } from "../helpers/name-servers/zones";
import { Project } from "../helpers/project";
import { TOKENS } from "../verify/world";

const played = CASES.flatMap((one) => (one.by ?? AUTHORITIES).map((by) => ({ one, by, title: `${one.name}, ${by}` })));
const suite = MISSING.length === 0 ? describe : describe.skip;

suite(`real name servers${MISSING.length === 0 ? "" : `, without ${MISSING.join(", ")}`}`, () => {
  let network: Network;
  const found: Verification[] = [];
  beforeAll(async () => {
    network = await startNetwork(CASES);
    const { port, resolvers } = network;
    for (const root of [undefined, "unbound"] as const) {
      const address = root === undefined ? ROOT : RESOLVERS[root];
      const dns = createDns({ roots: [{ name: address, addresses: [address] }], port, resolvers });
      const records = played.filter(({ one }) => one.root === root).flatMap(({ one, by }) => recordsOf(one, by));
      found.push(await verify({ domains: [], records, dns, now: Date.now }));
      dns.close();
    }
  });
  afterAll(() => network?.stop());

  test("good domains and bad ones by the command line, from a root of one's own", async () => {
    const project = new Project();
    try {
      const told = CASES.filter(({ name }) => name === "good" || name === "missing");
      const value = told.flatMap((one) => recordsOf(one, "NSD"));
      project.write("outputs.json", JSON.stringify({ records: { sensitive: false, type: "dynamic", value } }));
      fs.rmSync(project.path("domains.yaml"));
      const resolver = network.resolvers[0]!;
      const args = ["verify", "--from", "outputs.json", "--resolver", `${resolver.address}:${resolver.port}`, "--json"];
      const { code, stdout, stderr } = await project.run(...args, "--root", `${ROOT}:${network.port}`);
      expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
      const { causes } = JSON.parse(stdout) as { causes: { id: string; domain: string }[] };
      expect(causes.map(({ id, domain }) => [id, domain])).toEqual([["record-missing", "missing-nsd.example"]]);
      project.env = { MAILZONE_DNS_ROOT: `${ROOT}:${network.port}` };
      expect(await project.run(...args, "good-nsd.example")).toMatchObject({ code: 0, stderr: "" });
    } finally {
      project.remove();
    }
  });

  test("every resolver was asked to the end, no matter which servers it waited for", () => {
    const silent = found.flatMap(({ unseen }) => unseen.filter((one) => one.startsWith("resolver ")));
    expect(silent.filter((one) => one.includes("was not asked again") || !one.includes(" records: "))).toEqual([]);
  });

  test.each(played)("$title", ({ one, by }) => {
    const zone = domainOf(one, by);
    const records = found.flatMap((one) => one.records).filter(({ record }) => record.zone === zone);
    const all = found.flatMap((one) => one.causes);
    const causes = all.filter(({ domain }) => domain === zone || domain.endsWith(`.${zone}`));
    const told = causes.map(({ rule, severity, message }) => `${severity}: ${rule}: ${message}`);
    expect({ causes: causes.map(({ rule }) => rule), told }).toEqual({ causes: one.causes, told });
    expect(verdictOf({ records, causes })).toBe(one.verdict);
  });

  test("given name servers are asked, and no query goes to the root", async () => {
    const { port, resolvers } = network;
    const nameServers = [{ address: ADDRESSES.NSD, port }];
    const dns = createDns({ nameServers, roots: [], port, resolvers });
    const names = ["good", "missing", "away-foreign", "away-dead", "shop", "ds-left", "signature-missing", "above"];
    const some = CASES.filter(({ name }) => names.includes(name));
    const seen = await verify({
      domains: [],
      records: some.flatMap((one) => recordsOf(one, "NSD")),
      dns,
      now: Date.now,
    });
    dns.close();
    const told = some.map((one) => {
      const causes = seen.causes.filter(({ domain }) => domain === domainOf(one, "NSD"));
      return [one.name, causes.map(({ rule }) => rule)];
    });
    expect(told).toEqual(some.map(({ name, causes }) => [name, causes]));
  });

  test("nothing is left of it", async () => {
    expect(fs.existsSync(network.folder)).toBe(true);
    await network.stop();
    expect(fs.existsSync(network.folder)).toBe(false);
    const dns = createDns({ resolvers: network.resolvers, timeout: 500, tries: 1 });
    const answers = await dns.resolverAnswers("example", "SOA");
    dns.close();
    expect(answers.map((one) => one.status === "failed" && one.failure.kind)).toEqual(answers.map(() => "unreachable"));
  });
});

function recordsOf(one: Case, by: Authority) {
  const zone = domainOf(one, by);
  const records = (one.publishes ?? []).map((role, index) => {
    const content = `${slug(role === "own" ? by : nextTo(by))}.ns.cloudflare.com`;
    return { key: `ns-${index}`, type: "NS" as const, name: `shop.${zone}`, content, proxied: false, ttl: 1 };
  });
  return domainRecords(domainNamed(zone, { records }), { ...PLACEHOLDER_REFS, dkimTokens: [...TOKENS] });
}
