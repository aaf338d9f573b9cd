import type { Domain } from "../../../lib/dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../../../lib/dns/domain-records";
import type { DnsRecord } from "../../../lib/dns/record";
import { CHECK_RULES, checkDomains, checkRecords } from "../../../lib/dns/rules/rules";
import { ARTICLE, domainNamed } from "../../helpers/domains";
import { count } from "../../run/cases";
import { type Cases, caa, mx, QUIET, txt, web, withDmarc, withRecords, withSpf } from "./cases";
import { CERTIFICATE_CASES, CERTIFICATE_PASSING } from "./certificate-cases";
import { EVENT_CASES } from "./event-cases";
import { NO_MAIL_CASES, NO_MAIL_PASSING } from "./no-mail-cases";
import { PASTED_CASES } from "./pasted-cases";
import { POLICY_CASES } from "./policy-cases";
import { RECORD_CASES } from "./record-cases";
import { SENDER_CASES } from "./sender-cases";
import { SHADOW_CASES } from "./shadow-cases";
import { TEST_ADDRESS_CASES, TEST_ADDRESS_PASSING } from "./test-address-cases";
import { DMARC_CASES, SPF_CASES } from "./text-cases";

const FAILING: Cases = {
  ...RECORD_CASES,
  ...PASTED_CASES,
  ...SHADOW_CASES,
  ...SPF_CASES,
  ...DMARC_CASES,
  ...EVENT_CASES,
  ...SENDER_CASES,
  ...TEST_ADDRESS_CASES,
  ...POLICY_CASES,
  ...NO_MAIL_CASES,
  ...CERTIFICATE_CASES,
};
const refs = { ...PLACEHOLDER_REFS, dkimTokens: ["aaa", "bbb", "ccc"] } as const;

const changedRecords = (domains: readonly Domain[], change: Partial<DnsRecord>) => {
  const [first, ...rest] = domains.flatMap((domain) => domainRecords(domain, refs));
  return first === undefined ? rest : [{ ...first, ...change }, ...rest];
};

/** Configurations near the failing ones that no rule has anything to say about. */
const PASSING: Readonly<Record<string, readonly Domain[]>> = {
  ...NO_MAIL_PASSING,
  ...CERTIFICATE_PASSING,
  "an address in two regions": TEST_ADDRESS_PASSING,
  "the article's domain with an address for reports": [QUIET],
  "the same domain in two regions": [
    QUIET,
    {
      ...QUIET,
      entry: "second",
      region: "eu-west-1",
      dmarc: undefined,
      web: [],
      mailFrom: { domain: "bounce.example.com", onMxFailure: "reject", spf: "-all" },
    },
  ],
  "the same domain twice in one region, of two accounts": [
    QUIET,
    { ...QUIET, entry: "second", account: { profile: "other" }, dmarc: undefined, web: [], mailFrom: undefined },
  ],
  "an entry that is absent clashes with none": [
    QUIET,
    { ...QUIET, entry: "second", state: "absent", ignore: { x: "y" } },
  ],
  "the zone's own name as website beside mail": [
    { ...withRecords(mx("mx.example.net"))[0]!, web: [web("example.com")], spf: "v=spf1 mx ~all" },
  ],
  "spf with ten lookups": withSpf("v=spf1 include:amazonses.com a mx a mx a mx a mx exists:%{i}.example.net -all"),
  "spf of 450 bytes, with networks and macros": withSpf(
    `v=spf1 ${"ip4:192.0.2.100 ".repeat(26)}ip4:192.0.2.0/24   -all`,
  ),
  "spf with a redirect": withSpf("v=spf1 ip6:2001:db8::/32 redirect=_spf.example.net"),
  "two names that cannot be found are allowed where they are ignored": [
    { ...withSpf("v=spf1 a:a.test a:b.test ~all")[0]!, ignore: { "spf-target": "of a test" } },
  ],
  "spf in one of several TXT records": withRecords(txt("v=spf1 -all"), txt("v=spf10"), txt("site-verification=1")),
  "dmarc with all of today's tags": withDmarc(
    "v=DMARC1; p=reject; sp=none; np=reject; t=y; psd=n; adkim=s; aspf=r; fo=1:d:s; rua=mailto:a@example.com; ruf=mailto:a@sub.example.com",
  ),
  "reports to a domain of ours that takes them": [
    ...withDmarc("v=DMARC1; p=reject; rua=mailto:a@reports.example.net"),
    domainNamed("example.net", {
      mailFrom: undefined,
      dmarc: undefined,
      records: [
        {
          key: "consent",
          type: "TXT",
          name: "example.com._report._dmarc.reports.example.net",
          content: "v=DMARC1;",
          proxied: false,
          ttl: 1,
        },
      ],
    }),
  ],
  "caa that names amazon, or only others by other tags": withRecords(
    caa("issue", "ca.example.net"),
    caa("issue", "AmazonTrust.com; "),
    caa("issuewild", ";"),
  ),
  "null mx of a domain whose owner knows what it means": [
    { ...withRecords(mx(".", 0))[0]!, ignore: { "null-mx-sends": "nobody answers our newsletter" } },
  ],
  "records of many types": withRecords(
    { type: "A", name: "a.example.com", content: "192.0.2.1", proxied: true },
    { type: "AAAA", name: "a.example.com", content: "2001:db8::1" },
    { type: "CNAME", name: "_acme.example.com", content: "_x.acm-validations.aws" },
    { type: "CNAME", name: "b.example.com", content: "a.example.com" },
    {
      type: "SRV",
      name: "_sip._tcp.example.com",
      data: { priority: 1, weight: 1, port: 5060, target: "a.example.com" },
    },
    { type: "DS", name: "c.example.com", data: { key_tag: 1, algorithm: 8, digest_type: 2, digest: "AB".repeat(32) } },
    { type: "URI", name: "d.example.com", priority: 1, data: { weight: 1, target: "https://example.com/" } },
    mx("b.example.net"),
  ),
  "records of a thousand and more characters": withRecords(
    ...["a", "b", "c", "d"].map((letter) => txt(letter.repeat(2000))),
  ),
  "an override of a record that is there": [
    { ...QUIET, overrides: { "dkim-1": { ttl: 300 }, "web-www": { comment: "x" } } },
  ],
};

test.each(Object.entries(PASSING))("%s passes all rules", (_, domains) => {
  expect(checkDomains(domains)).toEqual([]);
});

test("the article's domain, which asks for no reports, gets that finding and no other", () => {
  expect(checkDomains([ARTICLE]).map(({ rule, severity }) => [rule, severity])).toEqual([["dmarc-unreported", "note"]]);
});

test("a consent that a zone of the configuration can publish is reported as such, and no longer once it is published", () => {
  const dmarc = "v=DMARC1; p=reject; rua=mailto:a@reports.example.org";
  const ours = { ...domainNamed("example.org"), dmarc: "v=DMARC1; p=reject" };
  const asking = { ...domainNamed("example.com"), dmarc };
  expect(checkDomains([asking, ours]).map(({ message }) => message)).toEqual([
    'dmarc of "example.com" reports to "a@reports.example.org": its zone "example.org" is yours, and has to say that it takes them, or no reports are sent: add reportConsent: true to "example.org"',
  ]);
  const name = "example.com._report._dmarc.reports.example.org";
  const record = { key: "dmarc-consent", type: "TXT", name, content: "v=DMARC1", proxied: false, ttl: 1 } as const;
  expect(checkDomains([asking, { ...ours, records: [record] }])).toEqual([]);
});

test("every rule has a failing case, and an id, a reference and a sentence of its own", () => {
  expect(Object.keys(FAILING).sort()).toEqual(CHECK_RULES.map(({ id }) => id).sort());
  expect(new Set(CHECK_RULES.map(({ summary }) => summary)).size).toBe(CHECK_RULES.length);
  for (const { id, reference, summary } of CHECK_RULES) {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
    expect(reference).not.toBe("");
    expect(summary).toMatch(/\.$/);
  }
});

describe.each(CHECK_RULES.map(({ id }) => id))("%s", (id) => {
  // One object a case: jest takes a third parameter that has no value for its callback.
  test.each((FAILING[id] ?? []).map(([domains, message, change]) => ({ domains, message, change })))(
    "refuses, case %#",
    ({ domains, message, change }) => {
      const findings =
        change === undefined ? checkDomains(domains) : checkRecords(domains, changedRecords(domains, change));
      const { severity } = CHECK_RULES.find((rule) => rule.id === id)!;
      expect(findings.filter(({ rule }) => rule === id)[0]).toMatchObject({ message, severity });
    },
  );
});

test("findings come in the order of the domains", () => {
  const bad = (name: string) => domainNamed(name, { ttl: 5, dmarc: undefined, mailFrom: undefined });
  const domains = checkDomains([bad("b.example"), bad("a.example")]).map(({ domain }) => domain);
  expect(domains).toEqual(["b.example", "b.example", "b.example", "a.example", "a.example", "a.example"]);
});

test("an entry ignores a rule for itself only, and none that is fixed", () => {
  const bad = (name: string, ignore: Record<string, string>) =>
    domainNamed(name, { dmarc: "v=DMARC1; p=reject; pct=1;", mailFrom: undefined, ttl: 5, ignore });
  const reasons = { "dmarc-removed": "of old receivers", "ttl-range": "no" };
  const found = checkDomains([bad("a.example", reasons), bad("b.example", {})]).map(
    ({ domain, rule }) => `${domain} ${rule}`,
  );
  expect([...new Set(found)]).toEqual([
    "a.example ttl-range",
    "a.example ignore-known",
    "b.example ttl-range",
    "b.example dmarc-removed",
  ]);
});

test("a mistake in the defaults of very many domains is one short finding", () => {
  const domains = Array.from({ length: count(100, 1000) }, (_, index) =>
    domainNamed(`d${index}.example`, {
      dmarc: "v=DMARC1; p=reject;",
      mailFrom: { domain: "mail.example.com", onMxFailure: "reject", spf: "~all" },
    }),
  );
  const findings = checkDomains(domains);
  expect(Math.max(...findings.map(({ message }) => message.length))).toBeLessThan(400);
});
