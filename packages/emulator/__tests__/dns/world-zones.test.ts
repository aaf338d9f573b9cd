import { AMAZON_ZONES } from "../../src/dns/providers/amazon-zones";
import { worldDns } from "../../src/dns/world-zones";
import { answerFromZones } from "../../src/dns/zones";
import { amazonKey } from "../../src/outbox/amazon-key";
import { deleteDistribution, ensureDistributions } from "../../src/services/aws/cloudfront";
import { createIdentity, deleteIdentity, putDkimSigning } from "../../src/services/aws/ses-identities";
import { keyPairOf } from "../../src/services/aws/ses-keys";
import { createRecord, deleteRecord, type RecordBody } from "../../src/services/cloudflare/records";
import { addZone, deleteZone, ensureZones } from "../../src/services/cloudflare/zones";
import type { CloudflareZone } from "../../src/world/entities";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";
import { lines } from "./client";

const ADDRESSES = { root: "127.0.0.1", cloudflare: ["127.0.0.2", "127.0.0.3"], amazon: "127.0.0.4" } as const;

let world: World;
let zone: CloudflareZone;
let ask: (address: string, name: string, type: string) => string[];
withFreshWorld((fresh) => {
  world = fresh;
  zone = addZone(world, "example.com");
  const dns = worldDns(world, ADDRESSES);
  ask = (address, name, type) => {
    const { rcode, authoritative, answers, authorities, additionals } = answerFromZones(dns.at(address), {
      name,
      type,
    });
    const sections = [...answers, ...authorities, ...additionals].filter((one) => one.type !== "SOA" || type === "SOA");
    return [`${rcode}${authoritative ? " aa" : ""}`, ...lines(sections as never)];
  };
});

const add = (name: string, type: string, more: Partial<RecordBody>) =>
  createRecord(world, zone.id, { name, type, ttl: 1, ...more });
const cloudflare = (name: string, type: string) => ask("127.0.0.2", name, type);
const amazon = (name: string, type: string) => ask("127.0.0.4", name, type);

test.each<[type: string, body: Partial<RecordBody>, served: string[]]>([
  ["A", { content: "192.0.2.1" }, ["x.example.com 300 A 192.0.2.1"]],
  ["A", { content: "192.0.2.1", ttl: 60 }, ["x.example.com 60 A 192.0.2.1"]],
  ["CNAME", { content: "WWW.Example.org." }, ["x.example.com 300 CNAME www.example.org"]],
  ["MX", { content: "mail.example.org", priority: 10 }, ["x.example.com 300 MX 10 mail.example.org"]],
  ["MX", { content: ".", priority: 0 }, ["x.example.com 300 MX 0 ."]],
  ["PTR", { content: "host.example.org" }, ["x.example.com 300 PTR host.example.org"]],
  ["TXT", { content: "v=spf1 -all" }, ['x.example.com 300 TXT "v=spf1 -all"']],
  ["TXT", { content: '"v=DMARC1; " "p=none"' }, ['x.example.com 300 TXT "v=DMARC1; " "p=none"']],
  ["TXT", { content: '"a\\"b\\\\c\\100"' }, ['x.example.com 300 TXT "a\\"b\\\\cd"']],
  ["TXT", { content: 'a "quoted" word' }, ['x.example.com 300 TXT "a \\"quoted\\" word"']],
  ["TXT", { content: `${"a".repeat(255)}b` }, [`x.example.com 300 TXT "${"a".repeat(255)}" "b"`]],
  ["CAA", { data: { flags: 0, tag: "issue", value: "amazon.com" } }, ['x.example.com 300 CAA 0 issue "amazon.com"']],
  [
    "SRV",
    { data: { priority: 1, weight: 2, port: 443, target: "a.example.org" } },
    ["x.example.com 300 SRV 1 2 443 a.example.org"],
  ],
  [
    "TLSA",
    { data: { usage: 3, selector: 1, matching_type: 1, certificate: "ABCD" } },
    ["x.example.com 300 TLSA 3 1 1 ABCD"],
  ],
  ["DS", { data: { key_tag: 1, algorithm: 13, digest_type: 2, digest: "ABCD" } }, ["x.example.com 300 DS 1 13 2 ABCD"]],
  [
    "SSHFP",
    { data: { algorithm: 4, type: 2, fingerprint: "AB".repeat(32) } },
    [`x.example.com 300 SSHFP 4 2 ${"AB".repeat(32)}`],
  ],
  [
    "NAPTR",
    { data: { order: 1, preference: 2, flags: "U", service: "E2U", regex: "!a!b!", replacement: "" } },
    ['x.example.com 300 NAPTR 1 2 "U" "E2U" "!a!b!" .'],
  ],
  [
    "HTTPS",
    { data: { priority: 1, target: ".", value: "port=443 alpn=h2" } },
    ['x.example.com 300 HTTPS 1 . alpn="h2" port="443"'],
  ],
  ["OPENPGPKEY", { content: "AQAB" }, ["x.example.com 300 OPENPGPKEY AQAB"]],
  // What is none of its type is served by nobody.
  ["HTTPS", { data: { priority: 1, target: ".", value: "alpn" } }, []],
])("%s %j is served as %j", (type, body, served) => {
  // A DS stands beside its NS, or Cloudflare refuses it.
  if (type === "DS") add("x.example.com", "NS", { content: "ns.example.org" });
  add("x.example.com", type, body);
  expect(cloudflare("x.example.com", type)).toEqual(["NOERROR aa", ...served]);
});

test("a proxied record answers with Cloudflare's addresses of both families, whatever it is", () => {
  add("a.example.com", "A", { content: "203.0.113.1", proxied: true });
  add("aaa._domainkey.example.com", "CNAME", { content: "aaa.dkim.amazonses.com", proxied: true });
  for (const name of ["a.example.com", "aaa._domainkey.example.com"]) {
    expect(cloudflare(name, "A")).toEqual(["NOERROR aa", `${name} 300 A 192.0.2.80`, `${name} 300 A 192.0.2.81`]);
    expect(cloudflare(name, "AAAA")).toEqual([
      "NOERROR aa",
      `${name} 300 AAAA 2001:db8:cf::80`,
      `${name} 300 AAAA 2001:db8:cf::81`,
    ]);
    expect(cloudflare(name, "CNAME")).toEqual(["NOERROR aa"]);
    expect(cloudflare(name, "TXT")).toEqual(["NOERROR aa"]);
  }
});

test("a CNAME at the apex is flattened to what its target has, beside TXT and MX", () => {
  ensureDistributions(world, ["E2QWRUHAPOMQZL"]);
  const [{ domainName = "" } = {}] = world.distributions.values();
  add("example.com", "CNAME", { content: domainName });
  add("example.com", "TXT", { content: "v=spf1 -all" });
  expect(cloudflare("example.com", "A")).toEqual([
    "NOERROR aa",
    "example.com 60 A 203.0.113.80",
    "example.com 60 A 203.0.113.81",
  ]);
  expect(cloudflare("example.com", "TXT")).toEqual(["NOERROR aa", 'example.com 300 TXT "v=spf1 -all"']);
  expect(cloudflare("example.com", "CNAME")).toEqual(["NOERROR aa"]);
  for (const [target, addresses] of [
    ["web.example.com", ["192.0.2.1"]],
    ["proxied.example.com", ["192.0.2.80", "192.0.2.81"]],
    ["elsewhere.example.net", ["192.0.2.200"]],
    ["none.example.com", []],
    ["example.com", []],
  ] as const) {
    for (const record of world.records.values()) deleteRecord(world, zone.id, record.id);
    add("web.example.com", "A", { content: "192.0.2.1" });
    add("proxied.example.com", "CNAME", { content: "web.example.com", proxied: true });
    add("example.com", "CNAME", { content: target });
    expect(cloudflare("example.com", "A")).toEqual([
      "NOERROR aa",
      ...addresses.map((one) => `example.com 300 A ${one}`),
    ]);
  }
});

test("elsewhere a CNAME is flattened where its settings say so", () => {
  add("www.example.com", "CNAME", { content: "d111111abcdef8.cloudfront.net", settings: { flatten_cname: true } });
  add("plain.example.com", "CNAME", { content: "d111111abcdef8.cloudfront.net" });
  expect(cloudflare("www.example.com", "A")).toEqual([
    "NOERROR aa",
    "www.example.com 60 A 203.0.113.80",
    "www.example.com 60 A 203.0.113.81",
  ]);
  expect(cloudflare("plain.example.com", "A")).toEqual([
    "NOERROR aa",
    "plain.example.com 300 CNAME d111111abcdef8.cloudfront.net",
  ]);
});

test("a zone has Cloudflare's SOA and name servers, whatever NS stand at its apex", () => {
  add("example.com", "NS", { content: "ns1.example.net" });
  expect(cloudflare("example.com", "NS")).toEqual([
    "NOERROR aa",
    "example.com 86400 NS ada.ns.cloudflare.com",
    "example.com 86400 NS bob.ns.cloudflare.com",
  ]);
  expect(cloudflare("example.com", "SOA")).toEqual([
    "NOERROR aa",
    "example.com 1800 SOA ada.ns.cloudflare.com dns.sandbox.invalid 1 10000 2400 604800 1800",
  ]);
});

test("wildcards, empty non-terminals, delegated names and names that are not there", () => {
  add("*.example.com", "TXT", { content: "wild" });
  add("a.b.example.com", "A", { content: "192.0.2.1" });
  add("sub.example.com", "NS", { content: "ns1.example.net" });
  expect(cloudflare("x.example.com", "TXT")).toEqual(["NOERROR aa", 'x.example.com 300 TXT "wild"']);
  expect(cloudflare("b.example.com", "TXT")).toEqual(["NOERROR aa"]);
  expect(cloudflare("x.b.example.com", "TXT")).toEqual(["NXDOMAIN aa"]);
  expect(cloudflare("x.sub.example.com", "TXT")).toEqual(["NOERROR", "sub.example.com 300 NS ns1.example.net"]);
  expect(cloudflare("example.org", "TXT")).toEqual(["REFUSED"]);
});

test("root and top-level domains delegate the world's zones and Amazon's, and nothing else", () => {
  addZone(world, "example.co.uk");
  const referral = (name: string) => [
    `${name} 86400 NS ada.ns.cloudflare.com`,
    `${name} 86400 NS bob.ns.cloudflare.com`,
    "ada.ns.cloudflare.com 86400 A 127.0.0.2",
    "bob.ns.cloudflare.com 86400 A 127.0.0.3",
  ];
  const root = (name: string, type = "NS") => ask("127.0.0.1", name, type);
  expect(root("")).toEqual(["NOERROR aa", " 86400 NS a.root-servers.net"]);
  expect(root("com")).toEqual(["NOERROR aa", "com 86400 NS ns-1.com"]);
  expect(root("www.example.com", "A")).toEqual(["NOERROR", ...referral("example.com")]);
  expect(root("example.co.uk")).toEqual(["NOERROR", ...referral("example.co.uk")]);
  expect(root("co.uk")).toEqual(["NOERROR aa"]);
  expect(root("ada.ns.cloudflare.com", "A")).toEqual(["NOERROR", ...referral("cloudflare.com")]);
  expect(root("a.root-servers.net", "A")).toEqual(["NOERROR aa", "a.root-servers.net 86400 A 127.0.0.1"]);
  expect(root("example.com", "DS")).toEqual(["NOERROR aa"]);
  expect(cloudflare("ada.ns.cloudflare.com", "A")).toEqual(["NOERROR aa", "ada.ns.cloudflare.com 86400 A 127.0.0.2"]);
  for (const amazons of AMAZON_ZONES) {
    expect(root(amazons)).toEqual([
      "NOERROR",
      `${amazons} 86400 NS ns-1.${amazons}`,
      `ns-1.${amazons} 86400 A 127.0.0.4`,
    ]);
    expect(amazon(amazons, "NS")).toEqual(["NOERROR aa", `${amazons} 86400 NS ns-1.${amazons}`]);
  }
  deleteZone(world, zone);
  expect(root("www.example.com", "A")).toEqual(["NXDOMAIN aa"]);
  expect(cloudflare("www.example.com", "A")).toEqual(["REFUSED"]);
});

test("where the machine has one address only, one server is an authority for everything", () => {
  const one = "127.0.0.1";
  const dns = worldDns(world, { root: one, cloudflare: [one, one], amazon: one });
  add("www.example.com", "CNAME", { content: "d111111abcdef8.cloudfront.net" });
  const names = ["", "com", "example.com", "amazonses.com", "ada.ns.cloudflare.com"].map((name) => {
    const { rcode, authoritative } = answerFromZones(dns.at(one), { name, type: "SOA" });
    return `${rcode} ${authoritative}`;
  });
  expect(new Set(names)).toEqual(new Set(["NOERROR true"]));
  const { answers } = answerFromZones(dns.at(one), { name: "www.example.com", type: "A" });
  expect(answers.map(({ type }) => type)).toEqual(["CNAME", "A", "A"]);
  expect(answerFromZones(dns.at(one), { name: "none.example", type: "A" }).rcode).toBe("NXDOMAIN");
});

test("if two zones have one name, the one whose id was given is served", () => {
  add("example.com", "TXT", { content: "made up" });
  ensureZones(world, { ["a".repeat(32)]: "example.com" }, []);
  expect(cloudflare("example.com", "TXT")).toEqual(["NOERROR aa"]);
  createRecord(world, "a".repeat(32), { name: "example.com", type: "TXT", content: "told", ttl: 1 });
  expect(cloudflare("example.com", "TXT")).toEqual(["NOERROR aa", 'example.com 300 TXT "told"']);
});

test("SES publishes an identity's keys for as long as it has the tokens", () => {
  const key = { account: "000000000000", region: "eu-central-2", name: "example.com" };
  const first = createIdentity(world, {
    ...key,
    configurationSetName: null,
    tags: {},
    dkim: { nextKeyLength: "RSA_1024_BIT" },
  });
  const { publicKey } = keyPairOf(world, first);
  const [token, second] = first.dkim.tokens;
  const own = (name: string | undefined) => `${name}.dkim.eu-central-2.amazonses.com`;
  expect(amazon(own(token), "TXT")).toEqual(["NOERROR aa", `${own(token)} 1800 TXT "p=${publicKey}"`]);
  expect(amazon(own(second), "TXT")).toEqual(["NOERROR aa", `${own(second)} 1800 TXT "p=${publicKey}"`]);
  expect(amazon(`${token}.dkim.amazonses.com`, "TXT")).toEqual(["NXDOMAIN aa"]);
  expect(amazon("dkim.eu-central-2.amazonses.com", "TXT")).toEqual(["NOERROR aa"]);

  putDkimSigning(world, key, { nextKeyLength: "RSA_2048_BIT" });
  expect(amazon(own(token), "TXT")).toEqual(["NXDOMAIN aa"]);
  const [identity] = world.identities.values();
  const [, answer = ""] = amazon(own(identity?.dkim.tokens[0]), "TXT");
  const strings = [...answer.matchAll(/"([^"]*)"/g)].map(([, text]) => text ?? "");
  expect(strings.map(({ length }) => length)).toEqual([255, 139]);
  expect(strings.join("")).toBe(`p=${keyPairOf(world, identity!).publicKey}`);

  deleteIdentity(world, key);
  expect(amazon(own(identity?.dkim.tokens[0]), "TXT")).toEqual(["NXDOMAIN aa"]);
});

test("SES has a key of its own, and a MAIL FROM for who has none", () => {
  const name = "sandbox._domainkey.amazonses.com";
  const [, answer = ""] = amazon(name, "TXT");
  expect(answer.replaceAll('" "', "")).toBe(`${name} 1800 TXT "p=${amazonKey(world).publicKey}"`);
  expect(amazon("_domainkey.amazonses.com", "TXT")).toEqual(["NOERROR aa"]);
  for (const [domain, region] of [
    ["amazonses.com", "us-east-1"],
    ["eu-west-1.amazonses.com", "eu-west-1"],
  ]) {
    expect(amazon(domain!, "TXT")).toEqual([
      "NOERROR aa",
      `${domain} 900 TXT "v=spf1 ip4:198.51.100.0/25 ip4:203.0.113.0/26 -all"`,
    ]);
    expect(amazon(domain!, "MX")).toEqual(["NOERROR aa", `${domain} 900 MX 10 feedback-smtp.${region}.amazonses.com`]);
  }
});

test("Amazon's other names are there", () => {
  for (const host of [
    "feedback-smtp.us-east-1.amazonses.com",
    "feedback-smtp.us-gov-east-1.amazonses.com",
    "inbound-smtp.eu-west-1.amazonaws.com",
    "r.eu-west-1.awstrack.me",
  ]) {
    expect(amazon(host, "A")).toEqual(["NOERROR aa", `${host} 300 A 198.51.100.10`]);
  }
  expect(amazon("feedback-smtp.us-east-1.amazonaws.com", "A")).toEqual(["NXDOMAIN aa"]);
  expect(amazon("none.amazonses.com", "A")).toEqual(["NXDOMAIN aa"]);
  ensureDistributions(world, ["E1"]);
  const [{ domainName = "" } = {}] = world.distributions.values();
  expect(amazon(domainName, "A")).toHaveLength(3);
  expect(amazon("d111111abcdef8.cloudfront.net", "AAAA")).toHaveLength(3);
  deleteDistribution(world, "E1");
  expect(amazon(domainName, "A")).toEqual(["NXDOMAIN aa"]);
});
