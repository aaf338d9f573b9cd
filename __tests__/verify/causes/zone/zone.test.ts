// What hangs on servers, where a whole world would only show part of it.

import { cacheProblem } from "../../../../lib/verify/causes/zone/caches";
import { delegationProblem } from "../../../../lib/verify/causes/zone/delegation";
import { serverProblems } from "../../../../lib/verify/causes/zone/servers";
import type { Answer, Dns } from "../../../../lib/verify/dns/answer";
import { cname, failed, noName, recordWith, seen, serverNamed } from "../../answers";

const record = recordWith("dkim-1");
const right = cname(record, "aaa.dkim.amazonses.com");

function dnsOf(changes: Partial<Dns>): Dns {
  const nobody = async () => {
    throw new Error("not to be asked");
  };
  return {
    zoneOf: nobody,
    authoritativeAnswers: nobody,
    referrals: nobody,
    resolverAnswers: nobody,
    resolve: nobody,
    ...changes,
  };
}

test.each([
  [["one.example.net", "two.example.net"], "zone-elsewhere"],
  [["ada.ns.cloudflare.com", "one.example.net"], undefined],
  [["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"], undefined],
])("a zone at %j, where a record differs: %s", async (nameServers, expected) => {
  const servers = nameServers.map(serverNamed);
  const dns = dnsOf({ zoneOf: async () => ({ zone: "example.com", servers, nameServers, signed: false }) });
  const found = await delegationProblem(dns, "example.com", [seen(record, [cname(record, "old.example.net")])]);
  expect(found?.rule).toBe(expected);
});

test.each([
  ["192.0.2.80", true, "zone-elsewhere"],
  ["104.16.0.1", true, undefined],
  ["192.0.2.80", false, undefined],
])("a zone at other servers, and a record at %s that is proxied (%s): %s", async (address, proxied, expected) => {
  const nameServers = ["one.example.net"];
  const servers = nameServers.map(serverNamed);
  const dns = dnsOf({ zoneOf: async () => ({ zone: "example.com", servers, nameServers, signed: false }) });
  const web = { ...recordWith("dkim-1"), type: "A" as const, name: "www.example.com", content: "192.0.2.80", proxied };
  const answer: Answer = {
    status: "answer",
    server: serverNamed("one.example.net"),
    authoritative: true,
    authenticated: false,
    records: [{ name: web.name, type: "A", ttl: 300, value: { kind: "address", address } }],
  };
  expect((await delegationProblem(dns, "example.com", [seen(web, [answer])]))?.rule).toBe(expected);
});

test.each([
  ["example.com", "com", "zone-unregistered", "register the domain, or correct its name in domains.yaml"],
  ["example.co.uk", "co.uk", "zone-unregistered", "register the domain, or correct its name in domains.yaml"],
  [
    "news.example.com",
    "com",
    "zone-unregistered",
    'register "example.com", or correct the zone\'s name in domains.yaml',
  ],
  [
    "news.example.co.uk",
    "co.uk",
    "zone-unregistered",
    'register "example.co.uk", or correct the zone\'s name in domains.yaml',
  ],
  ["example.exmaple", "", "zone-unregistered", 'register "exmaple", or correct the zone\'s name in domains.yaml'],
  ["news.example.com", "example.com", "zone-undelegated", undefined],
  ["news.shop.example.co.uk", "example.co.uk", "zone-undelegated", undefined],
])('a zone "%s" of which "%s" knows nothing: %s', async (zone, above, id, fix) => {
  const servers = [serverNamed("ns.above.example")];
  const dns = dnsOf({
    zoneOf: async () => ({ zone: above, servers, nameServers: ["ns.above.example"], signed: false }),
    resolve: async () => noName(60),
  });
  const found = await delegationProblem(dns, zone, [seen(record, [noName(60)])]);
  expect(found?.rule).toBe(id);
  if (fix !== undefined) expect(found?.fix).toBe(fix);
  else expect(found?.fix).toContain(`add NS records for "${zone}" to the zone "${above}"`);
});

test("the servers of a zone are not queried if all its records are there", async () => {
  expect(await delegationProblem(dnsOf({}), "example.com", [seen(record, [right])])).toBeUndefined();
});

test.each([
  [[failed("lame", "a"), failed("refused", "b")], [["servers-lame", "error"]]],
  [
    [failed("lame", "a"), failed("timeout", "b")],
    [
      ["servers-silent", "warning"],
      ["servers-lame", "warning"],
    ],
  ],
  [[failed("without-authority", "a"), failed("lame", "b")], [["servers-lame", "error"]]],
  [[failed("intercepted", "")], [["dns-intercepted", "warning"]]],
  [[failed("gave-up", "")], [["dns-endless", "warning"]]],
  [[failed("outside", "")], [["dns-outside", "warning"]]],
  [[failed("private", "a"), failed("private", "b")], [["servers-private", "warning"]]],
  [
    [failed("private", "a"), failed("refused", "b")],
    [
      ["servers-private", "warning"],
      ["servers-lame", "warning"],
    ],
  ],
  [[failed("servfail", "a"), { ...right, server: serverNamed("b") } as typeof right], [["servers-lame", "warning"]]],
])("failures of name servers %#", (authorities, expected) => {
  const found = serverProblems("example.com", [seen(record, authorities)]);
  expect(found.map(({ rule, severity }) => [rule, severity])).toEqual(expected);
});

test.each([
  [
    "all are silent",
    [failed("timeout", "a")],
    [],
    "try again, from another network if it persists: the state of these records is not known",
  ],
  [
    "all are silent, and resolvers have the record",
    [failed("timeout", "a")],
    [right],
    "try again, from another network if it persists: only the resolvers say that the records are live",
  ],
  [
    "one is silent",
    [failed("timeout", "a"), right],
    [],
    "tell its operator; until then resolvers ask the other name servers",
  ],
])("what to do where %s", (_, authorities, resolvers, fix) => {
  expect(serverProblems("example.com", [seen(record, authorities, resolvers)]).map((one) => one.fix)).toEqual([fix]);
});

test.each([
  ["every resolver takes its answers", [right], "warning"],
  ["no resolver is asked", [], "error"],
  ["a resolver does not", [right, failed("servfail", "r")], "error"],
  ["a resolver has an older answer", [right, noName(60)], "error"],
])("a zone whose servers have answers without authority: %s", (_, resolvers, severity) => {
  const dark = seen(record, [failed("without-authority", "a"), failed("without-authority", "b")], resolvers);
  expect(serverProblems("example.com", [dark]).map((one) => [one.rule, one.severity])).toEqual([
    ["servers-lame", severity],
  ]);
});

const late = (...resolvers: Parameters<typeof seen>[2] & object) => seen(record, [right], resolvers);
const asCache = (answer: ReturnType<typeof noName>) => ({ ...answer, authoritative: false }) as typeof answer;

test.each([
  ["an older answer", [asCache(noName(60, "r"))], ["cache-old"]],
  ["a no that nobody keeps", [asCache(noName(null, "r"))], ["resolver-differs"]],
  ["a no whose time is over", [asCache(noName(0, "r"))], ["resolver-differs"]],
  ["a word of its own", [noName(60, "r")], ["resolver-differs"]],
  [
    "one of each",
    [asCache(noName(60, "a")), asCache(noName(null, "b")), noName(60, "c")],
    ["cache-old", "resolver-differs", "resolver-differs"],
  ],
  ["no answer", [failed("servfail", "r")], []],
])("resolvers that have not the record, but %s: %j", (_, resolvers, expected) => {
  const found = cacheProblem("example.com", [late(...resolvers)]);
  expect(found.map(({ rule }) => rule)).toEqual(expected);
  expect(found.flatMap(({ message }) => message.match(/\b0 s/) ?? [])).toEqual([]);
});
