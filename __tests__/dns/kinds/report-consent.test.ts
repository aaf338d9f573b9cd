// Who publishes the consent to DMARC reports, for whom, and under which id (RFC 9990 §4).
import { domainRecords, PLACEHOLDER_REFS } from "../../../lib/dns/domain-records";
import { consentId, isSameOwner } from "../../../lib/dns/kinds/report-consent";
import { checkDomains } from "../../../lib/dns/rules/rules";
import { domains } from "../../adopt/zones";

const OTHER =
  "{domain: bücher.example, dmarc: {policy: reject, rua: [d@example.com, x@example.net], ruf: e@example.com}}";

function consents(...entries: readonly string[]) {
  return domains(...entries)
    .flatMap((domain) => domainRecords(domain, PLACEHOLDER_REFS))
    .filter(({ purpose }) => purpose === "report-consent")
    .map(({ entry, id, name, zone, content }) => [entry, id, name, zone, content].join(" "));
}

test("each pair of a domain and a receiver is published once, in the receiver's zone", () => {
  expect(consents("{domain: example.com, reportConsent: true}", OTHER)).toEqual([
    'example.com consent-xn--bcher-kva.example xn--bcher-kva.example._report._dmarc.example.com example.com "v=DMARC1"',
  ]);
  const second = "{domain: bücher.example, name: second, aws: {region: eu-west-1}, mailFrom: false, dmarc: false}";
  const consent = consents("{domain: example.com, reportConsent: true}", OTHER, second);
  expect(consent).toHaveLength(1);
});

test("no consent is published unless it is asked for and needed", () => {
  expect(consents("{domain: example.com}", OTHER)).toEqual([]);
  expect(consents("{domain: example.com, reportConsent: true, dmarc: {rua: d@example.com}}")).toEqual([]);
  const sub = "{domain: news.example.com, dmarc: {rua: d@example.com}}";
  expect(consents("{domain: example.com, reportConsent: true}", sub)).toEqual([]);
});

test("the entry closest to the receiver publishes it, with an id that names a receiver which is not its domain", () => {
  const other = "{domain: bücher.example, dmarc: {rua: [a@in.news.example.com, b@other.example.com]}}";
  const accepting = ["{domain: example.com, reportConsent: true}", "{domain: news.example.com, reportConsent: true}"];
  expect(consents(...accepting, other).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "example.com consent-xn--bcher-kva.example._report._dmarc.other",
    "news.example.com consent-xn--bcher-kva.example._report._dmarc.in",
  ]);
});

test("two consents never have one id", () => {
  const of = (domain: string, receiver: string) => consentId({ domain, receiver }, "example.com");
  const ids = [
    of("a.example", "example.com"),
    of("a.example", "b.example.com"),
    of("a.example.b", "example.com"),
    of("a.example", "example.net"),
  ];
  expect(new Set(ids).size).toBe(4);
});

test("check asks for it where it is missing, and is content where it is there", () => {
  const rules = (...entries: readonly string[]) =>
    checkDomains(domains(...entries)).flatMap(({ rule, message }) =>
      rule === "dmarc-report-consent" ? [message] : [],
    );
  const other = "{domain: bücher.example, dmarc: {policy: reject, rua: d@example.com}}";
  expect(rules("{domain: example.com}", other)).toEqual([
    expect.stringContaining('add reportConsent: true to "example.com"'),
  ]);
  expect(rules("{domain: example.com, reportConsent: true}", other)).toEqual([]);
});

test.each([
  ["example.com", "news.example.com", true],
  ["reports.example.com", "example.com", true],
  ["example.net", "example.com", false],
])("reports about %s to %s stay in one organisation: %j", (receiver, domain, expected) => {
  expect(isSameOwner(receiver, domain)).toBe(expected);
});
