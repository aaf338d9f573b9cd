// Names outside the emulator's world: verify says that it cannot see them here, and never that they do not exist.

import { FakeClock } from "../../../../__tests__/helpers/fake-clock";
import { createDns, type DnsClient } from "../../../../lib/verify/dns/dns";
import { txtLookup, walkDmarcTree } from "../../../../lib/verify/protocols/dmarc-tree-walk";
import { countSpf } from "../../../../lib/verify/protocols/spf-cost";
import { OUTSIDE, outsideOf } from "../../src/dns/outside";
import { serveWorldDns, type WorldDnsServer } from "../../src/dns/world-server";
import { createRecord } from "../../src/services/cloudflare/records";
import { addZone, deleteZone } from "../../src/services/cloudflare/zones";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

let world: World;
let servers: WorldDnsServer;
let dns: DnsClient;
withFreshWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  const { id } = addZone(world, "example.com");
  addZone(world, "shop.example.co.uk");
  deleteZone(world, addZone(world, "deleted.example"));
  const txt = { type: "TXT", ttl: 60 };
  createRecord(world, id, { ...txt, name: "example.com", content: '"v=spf1 include:_spf.example.com -all"' });
  createRecord(world, id, { ...txt, name: "_dmarc.example.com", content: '"v=DMARC1; p=none"' });
  servers = await serveWorldDns(world);
  const roots = servers.roots.map(({ name, address }) => ({ name, addresses: [address] }));
  dns = createDns({
    roots,
    port: servers.port,
    resolvers: [servers.resolver],
    outsideCode: OUTSIDE,
    clock: new FakeClock(),
  });
});
afterEach(async () => {
  dns.close();
  await servers.stop();
});

test.each([
  ["_spf.google.com", true],
  ["google.com", true],
  ["example.com._report._dmarc.reports.example.net", true],
  ["example.co.uk.example", true],
  ["other.co.uk", true],
  // In the world, or above what is.
  ["example.com", false],
  ["none.example.com", false],
  ["example.co.uk", false],
  ["_dmarc.example.co.uk", false],
  ["x.dkim.amazonses.com", false],
  ["com", false],
  ["", false],
  // Nobody has these.
  ["_dmarc.com", false],
  ["_dmarc.co.uk", false],
  ["_dmarc.org", false],
  // It was there: that it is gone is so.
  ["www.deleted.example", false],
])("%j is outside: %s", (name, expected) => {
  expect(outsideOf(world)(name)).toBe(expected);
});

const extendedErrorOf = async (name: string, type: string) => {
  const answer = await dns.resolve(name, type);
  return answer.status === "failed" ? `${answer.failure.kind}: ${answer.failure.text}` : answer.status;
};

test("it is a failure of its own kind; what is not there in the world is not there", async () => {
  expect(await extendedErrorOf("_spf.google.com", "TXT")).toBe(
    'outside: "google.com" is outside the emulator and cannot be seen here',
  );
  expect(await extendedErrorOf("none.example.com", "TXT")).toBe("no-name");
  expect(await extendedErrorOf("deleted.example", "NS")).toBe("no-name");
  expect(await extendedErrorOf("_dmarc.com", "TXT")).toBe("no-name");
  const [resolver] = await dns.resolverAnswers("_spf.google.com", "TXT");
  expect(resolver).toMatchObject({ status: "failed", failure: { kind: "outside" } });
  expect(await dns.zoneOf("mail.example.net")).toMatchObject({ kind: "outside" });
});

test("an include of another's name is no fault of the SPF record, one of a name that is missing here is", async () => {
  const outside = await countSpf(
    dns,
    "example.com",
    "v=spf1 include:_spf.google.com mx:mx.example.net a:x.example.org -all",
  );
  expect({ ...outside, failures: outside.failures.length }).toEqual({
    lookups: 3,
    voids: [],
    faults: [],
    open: [],
    failures: 3,
  });
  expect(await countSpf(dns, "example.com", "v=spf1 include:_spf.example.com -all")).toMatchObject({
    faults: ['"include:_spf.example.com" leads to no spf record'],
    failures: [],
  });
});

test("the walk for a policy comes to its end above a zone of the world, and ends early outside", async () => {
  const walk = (domain: string) => walkDmarcTree(txtLookup(dns), domain);
  expect(await walk("mail.example.com")).toMatchObject({
    organization: "example.com",
    applied: { domain: "example.com" },
  });
  expect((await walk("mail.example.com")).failure).toBeUndefined();
  expect(await walk("shop.example.co.uk")).toEqual({ records: [], organization: "shop.example.co.uk" });
  expect((await walk("reports.example.net")).failure?.kind).toBe("outside");
});

test("without the option, as in the real world, the code means nothing", async () => {
  const roots = servers.roots.map(({ name, address }) => ({ name, addresses: [address] }));
  const real = createDns({ roots, port: servers.port, resolvers: [servers.resolver], clock: new FakeClock() });
  expect((await real.resolve("_spf.google.com", "TXT")).status).toBe("no-name");
  real.close();
});
