// What is no fault, and what belongs to a run as a whole; each fault has its scenario, see causes.test.ts.

import type { Domain } from "../../lib/dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../../lib/dns/domain-records";
import { createDns } from "../../lib/verify/dns/dns";
import type { VerifyOptions } from "../../lib/verify/options";
import { verify } from "../../lib/verify/verify";
import { ARTICLE, domainNamed } from "../helpers/domains";
import { FakeClock } from "../helpers/fake-clock";
import { rawServer, replyTo } from "./dns/raw-server";
import { LIVE, NOW, recordsOf, type ScenarioChanges, sesOf, verifyIn, world } from "./world";

const ELSEWHERE = "ns.elsewhere.example (127.0.0.4)";
const MX = ["10 mx.elsewhere.example"];
const of = (changes: Partial<Domain>): Partial<VerifyOptions> => {
  const domain = { ...ARTICLE, ...changes };
  return { domains: [domain], records: recordsOf(domain) };
};
const web = (name: string, proxied: boolean) =>
  of({ web: [{ name, target: "d111111abcdef8.cloudfront.net", proxied, ttl: 1 }] });
const extra = (record: Partial<Domain["records"][number]>) =>
  of({ records: [{ key: "one", type: "A", name: "one.example.com", proxied: false, ttl: 1, ...record }] });
const { dmarc: _, ...NO_DMARC } = ARTICLE;

test.each<readonly [what: string, changes: ScenarioChanges, props: Partial<VerifyOptions>]>([
  [
    "a proxied website answers with addresses",
    { records: { "www.example.com": { A: ["192.0.2.1"] } } },
    web("www.example.com", true),
  ],
  ["a CNAME at the apex is flattened", { records: { "example.com": { A: ["192.0.2.1"] } } }, web("example.com", false)],
  ["names in capitals", { records: { "bbb._domainkey.example.com": { CNAME: ["BBB.dkim.AmazonSES.com"] } } }, {}],
  ["a text in several strings", { records: { "_dmarc.example.com": { TXT: [["v=DMARC1; ", "p=no", "ne;"]] } } }, {}],
  [
    "texts for other ends beside a record at the apex",
    { records: { "example.com": { TXT: [["v=spf1 -all"], ["some words"]] } } },
    of({ spf: "v=spf1 -all" }),
  ],
  ["a null MX receives no mail", { records: { "example.com": { MX: ["0 ."] } } }, {}],
  [
    "a domain that receives mail and says how",
    {
      records: {
        "example.com": { MX },
        "_mta-sts.example.com": { TXT: [["v=STSv1; id=1;"]] },
        "_smtp._tls.example.com": { TXT: [["v=TLSRPTv1; rua=mailto:tls@example.com"]] },
      },
    },
    {},
  ],
  [
    "several MX at a name that is not MAIL FROM",
    {
      records: { "one.example.com": { MX: ["10 mx1.example.net", "20 mx2.example.net"] } },
    },
    extra({ type: "MX", content: "mx1.example.net", priority: 10 }),
  ],
  [
    "an address among others",
    { records: { "one.example.com": { A: ["192.0.2.1", "192.0.2.2"] } } },
    extra({ content: "192.0.2.2" }),
  ],
  [
    "reports to a name of the same organization",
    {
      records: { "_dmarc.example.com": { TXT: [["v=DMARC1; p=none; rua=mailto:in@reports.example.com;"]] } },
    },
    of({ dmarc: "v=DMARC1; p=none; rua=mailto:in@reports.example.com;" }),
  ],
  [
    "a parent's policy, where none of its own is wanted",
    {
      records: {
        ...Object.fromEntries(
          Object.entries(LIVE).map(([name, set]) => [name.replace(/example\.com$/, "news.example.com"), set]),
        ),
        "_dmarc.news.example.com": null,
      },
    },
    (() => {
      const mailFrom = { domain: "mail.news.example.com", onMxFailure: "use-default", spf: "~all" } as const;
      const domain: Domain = { ...NO_DMARC, domain: "news.example.com", web: [], mailFrom };
      const used = { domain: mailFrom.domain, status: "SUCCESS", behaviorOnMxFailure: "USE_DEFAULT_VALUE" } as const;
      return { domains: [domain], records: recordsOf(domain), ses: sesOf({ identity: { mailFrom: used } }) };
    })(),
  ],
  [
    "a name server that fails once, where the other answers",
    { servers: { "127.0.0.3": { faults: [{ kind: "servfail", name: "_dmarc.example.com" }] } } },
    {},
  ],
  ["CAA that names Amazon", { records: { "example.com": { CAA: ['0 issue "amazon.com"'] } } }, {}],
])("%s is no fault", async (_what, changes, props) => {
  const found = await verifyIn(world(changes), props);
  expect([found.causes, found.verdict]).toEqual([[], "live"]);
});

test("what is not known before an apply cannot be told, and is no fault", async () => {
  const records = domainRecords(ARTICLE, PLACEHOLDER_REFS);
  const found = await verifyIn(world({}), { records });
  expect([found.verdict, found.causes]).toEqual(["cannot-tell", []]);
  expect(found.records.map(({ status }) => status)).toEqual([
    "cannot-tell",
    "cannot-tell",
    "cannot-tell",
    "live",
    "live",
    "live",
    "live",
  ]);
  expect(found.unseen).toEqual([
    'records of "example.com" whose values are not known yet: apply first, or let SES be asked for its tokens',
  ]);
});

test("the result says that SES and the websites were not asked", async () => {
  const found = await verifyIn(world({}), { ses: undefined as never, tls: undefined as never });
  expect([found.verdict, found.identities.map(({ verified }) => verified)]).toEqual(["live", [null]]);
  expect(found.unseen).toEqual(["SES: it was not asked", "certificates of websites: they were not asked for"]);
});

test("records of a file, which domains.yaml does not know, are checked in DNS alone", async () => {
  const found = await verifyIn(world({}), { domains: [] });
  expect([found.verdict, found.accounts, found.unseen]).toEqual([
    "live",
    [],
    ['SES: it was not asked about "example.com", of which domains.yaml has no entry'],
  ]);
});

test.each(["silent", "servfail"] as const)("what Amazon's name servers do not tell (%s) is said", async (kind) => {
  const servers = { "127.0.0.4": { faults: [{ kind, name: "amazonses" }] } };
  const found = await verifyIn(world({ servers }), {}, { timeout: 200, tries: 1 });
  const how = kind === "silent" ? "did not answer within 0.2 s, 1 times" : "answered SERVFAIL";
  expect([found.verdict, found.causes]).toEqual(["live", []]);
  // Here the website's distribution is on the same server, and a silent one is asked no more.
  const web = kind === "silent" ? [`CAA and addresses of the website of "example.com": ${ELSEWHERE} ${how}`] : [];
  expect(found.unseen).toEqual([
    ...web,
    `DKIM keys of "example.com": ${ELSEWHERE} ${how}`,
    `SPF includes of "example.com": ${ELSEWHERE} ${how}`,
  ]);
});

test("if no name server answers, a resolver's negative answer proves nothing", async () => {
  const dead = [{ address: "127.0.0.77", port: 53 }];
  const found = await verifyIn(world({ records: { "_dmarc.example.com": null } }), {}, { nameServers: dead });
  expect([found.verdict, found.causes.map(({ rule }) => rule)]).toEqual(["cannot-tell", ["servers-silent"]]);
  expect(found.records.map(({ status }) => status)).toEqual([...Array(5).fill("live"), "cannot-tell", "live"]);
});

test.each([
  ["no such name", 3],
  ["refused", 5],
  ["an empty answer", 0],
])("where something on the way answers every question with %s, nothing is told of the zone", async (_what, rcode) => {
  const { server, stop } = await rawServer((query) => [replyTo(query, [], { flags: rcode })]);
  const dns = createDns({
    roots: [{ name: "a.root-servers.net", addresses: [server.address] }],
    port: server.port,
    resolvers: [server],
    clock: new FakeClock(),
  });
  const found = await verify({ domains: [], records: recordsOf(ARTICLE), dns, now: () => NOW });
  dns.close();
  await stop();
  expect([found.verdict, found.causes.map(({ rule }) => rule)]).toEqual(["cannot-tell", ["dns-intercepted"]]);
  expect(found.causes[0]?.message).toContain("something on the way answers instead of the name servers");
});

test("servers that are given by their addresses are not taken for those of another provider", async () => {
  const changes = world({ records: { "_dmarc.example.com": null } });
  const given = [{ address: "127.0.0.2", port: 53 }];
  const found = await verifyIn(changes, {}, { nameServers: given });
  expect(found.causes.map(({ rule }) => rule)).toEqual(["record-missing"]);
});

test("given name servers are not asked for a name that they have delegated", async () => {
  const servers = { "127.0.0.5": { name: "ns1.mailer.example", zones: { "mail.example.com": {} } } };
  const nameServers = ["127.0.0.2", "127.0.0.3"].map((address) => ({ address, port: 53 }));
  const found = await verifyIn(world({ records: { "mail.example.com": null }, servers }), {}, { nameServers });
  expect(found.causes.map(({ rule, severity, records }) => [rule, severity, records.map((one) => one.id)])).toEqual([
    ["name-delegated", "error", ["mail-from-mx", "mail-from-spf"]],
  ]);
});

test("Cloudflare's Foundation DNS is Cloudflare", async () => {
  const names = { "127.0.0.2": { name: "blue.foundationdns.com" }, "127.0.0.3": { name: "blue.foundationdns.net" } };
  const found = await verifyIn(world({ records: { "_dmarc.example.com": null }, servers: names }));
  expect(found.causes.map(({ rule }) => rule)).toEqual(["record-missing"]);
});

test("two entries of a zone that is not found have one cause between them", async () => {
  const other: Domain = { ...domainNamed("other.example.com"), zone: ARTICLE.zone };
  const servers = { "127.0.0.2": { zones: {} }, "127.0.0.3": { zones: {} } };
  const records = [...recordsOf(ARTICLE), ...recordsOf(other)];
  const found = await verifyIn(world({ servers }), { domains: [ARTICLE, other], records, ses: undefined as never });
  expect(found.causes.map(({ rule, records: named }) => [rule, named.length])).toEqual([
    ["zone-unregistered", records.length],
  ]);
});

test("an account is asked once for all its domains, and again in each region", async () => {
  const asked: string[] = [];
  const ses = sesOf({});
  const account: typeof ses.account = async (place) => {
    asked.push(place.region);
    return ses.account(place);
  };
  const domains = [ARTICLE, domainNamed("b.example"), domainNamed("c.example", { region: "eu-west-1" })];
  await verifyIn(world({}), { domains, ses: { ...ses, account } });
  expect(asked).toEqual(["us-east-1", "eu-west-1"]);
});

test("progress counts every record", async () => {
  const seen: string[] = [];
  await verifyIn(world({}), { onProgress: (done, total) => seen.push(`${done}/${total}`) });
  expect(seen).toEqual(["1/7", "2/7", "3/7", "4/7", "5/7", "6/7", "7/7"]);
});

test("a zone elsewhere with some of the records also gets the causes of the others", async () => {
  const servers = { "127.0.0.2": { name: "one.example.net" }, "127.0.0.3": { name: "two.example.net" } };
  const records = { "_dmarc.example.com": null, "example.com": { MX: ["10 mx.elsewhere.example"] } };
  const found = await verifyIn(world({ records, servers }));
  expect(found.causes.map(({ rule }) => rule)).toEqual([
    "zone-elsewhere",
    "record-missing",
    "mta-sts-absent",
    "tls-rpt-absent",
  ]);
});

test("the clock of a search that was begun again goes by that, where the key's age says that it is over", async () => {
  const keyMade = NOW - 100 * 3_600_000;
  const ses = sesOf({ dkim: { status: "PENDING", keyMade } });
  const deadlineWith = async (restarts: ReadonlyMap<string, number>) =>
    (await verifyIn(world({}), { ses, restarts })).identities.map(({ deadline }) => deadline);
  expect(await deadlineWith(new Map())).toEqual([null]);
  expect(await deadlineWith(new Map([[ARTICLE.entry, NOW]]))).toEqual([NOW + 72 * 3_600_000]);
});
