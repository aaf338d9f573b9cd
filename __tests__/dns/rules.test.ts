import type { Domain } from "../../lib/dns/domain";
import { domainRecords } from "../../lib/dns/domain-records";
import type { DnsRecord } from "../../lib/dns/record";
import { checkDomains, checkRecords, RULES } from "../../lib/dns/rules";
import { ARTICLE, domainNamed } from "../helpers/domains";

const refs = { dkimTokens: ["aaa", "bbb", "ccc"] } as const;
const target = "d111111abcdef8.cloudfront.net";

/** Each rule with configurations that it refuses, and what it says. */
const FAILING: Record<
  string,
  readonly [domains: readonly Domain[], change: Partial<DnsRecord> | undefined, message: string][]
> = {
  "region-known": [
    [
      [{ ...ARTICLE, region: "eu-wset-1" }],
      undefined,
      '"example.com" is in "eu-wset-1", where SES is not known to be: did you mean "eu-west-1"?',
    ],
  ],
  "record-name": [
    [
      [
        domainNamed(`${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(32)}`, {
          mailFrom: undefined,
          dmarc: undefined,
        }),
      ],
      undefined,
      `record "dkim-1" of "${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(32)}": the name "${"1".repeat(32)}._domainkey.${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(32)}" is 259 characters long, the limit is 253: shorten or correct it`,
    ],
  ],
  "record-in-zone": [
    [
      [{ ...ARTICLE, web: [{ name: "www.example.org", target }] }],
      undefined,
      'record "web-www.example.org" of "example.com": "www.example.org" does not lie in the zone "example.com": use a name below it',
    ],
  ],
  "ttl-range": [
    [[ARTICLE], { ttl: 59 }, 'record "dkim-1" of "example.com": the ttl is 59: use 1 (automatic) or 60 to 86400'],
  ],
  "ttl-proxied": [
    [
      [ARTICLE],
      { ttl: 300, proxied: true, purpose: "web" },
      'record "dkim-1" of "example.com": the record is proxied and has the ttl 300: proxied records take ttl 1',
    ],
  ],
  "mail-proxied": [
    [
      [ARTICLE],
      { proxied: true, name: "aaa._domainkey.example.com" },
      'record "dkim-1" of "example.com": CNAME "aaa._domainkey.example.com" is proxied, mail would not find it: set proxied to false',
    ],
  ],
  "mail-from-subdomain": [
    [
      [{ ...ARTICLE, mailFrom: { domain: "example.com", onMxFailure: "reject" } }],
      undefined,
      'mailFrom "example.com" is not a subdomain of "example.com": use a name such as "mail.example.com"',
    ],
    [
      [domainNamed("a.example", { mailFrom: { domain: "mail.b.example", onMxFailure: "reject" } })],
      undefined,
      'mailFrom "mail.b.example" is not a subdomain of "a.example": use a name such as "mail.a.example"',
    ],
  ],
  "mail-from-alone": [
    [
      [{ ...ARTICLE, web: [{ name: "mail.example.com", target }] }],
      undefined,
      'mailFrom "mail.example.com" is also the name of record "web-mail" of "example.com": give mailFrom a name of its own',
    ],
  ],
  "mail-from-one-mx": [
    [
      [ARTICLE],
      { type: "MX", name: "mail.example.com" },
      'mailFrom "mail.example.com" has 2 MX records, SES wants exactly one: record "dkim-1" of "example.com", record "mail-from-mx" of "example.com"',
    ],
  ],
  "cname-alone": [
    [
      [
        domainNamed("example.com", { web: [{ name: "www.example.com", target }] }),
        domainNamed("www.example.com", {
          stack: "other",
          zone: ARTICLE.zone,
          web: [{ name: "www.example.com", target }],
        }),
      ],
      undefined,
      'CNAME "www.example.com" shares its name with record "web-www" of "example.com": a CNAME stands alone, keep one of them',
    ],
  ],
};

const records = (domains: readonly Domain[], change: Partial<DnsRecord> | undefined) => {
  const all = domains.flatMap((domain) => domainRecords(domain, refs));
  return change === undefined ? all : all.map((record, index) => (index === 0 ? { ...record, ...change } : record));
};

test("the article's domain has no findings", () => {
  expect(checkDomains([ARTICLE])).toEqual([]);
});

test("every rule has a failing case here", () => {
  expect(Object.keys(FAILING).sort()).toEqual(RULES.map(({ id }) => id).sort());
});

describe.each(RULES.map(({ id }) => id))("%s", (id) => {
  test.each(FAILING[id] ?? [])("refuses, case %#", (domains, change, message) => {
    const findings = change === undefined ? checkDomains(domains) : checkRecords(domains, records(domains, change));
    expect(findings.filter(({ rule }) => rule === id)[0]?.message).toBe(message);
  });
});

test("findings come in the order of the domains", () => {
  const bad = (name: string) => domainNamed(name, { ttl: 5, dmarc: undefined, mailFrom: undefined });
  const domains = checkDomains([bad("b.example"), bad("a.example")]).map(({ domain }) => domain);
  expect(domains).toEqual(["b.example", "b.example", "b.example", "a.example", "a.example", "a.example"]);
});
