// DMARC's names, and its texts in the words of domains.yaml: nothing is lost, and what has no words is said.
import { inlineYaml } from "../../../lib/adopt/texts";
import {
  dmarcDomain,
  dmarcName,
  dmarcSetting,
  isDmarcName,
  isReportAuthorizationName,
  reportAuthorizationName,
} from "../../../lib/dns/kinds/dmarc";
import { parseDmarc } from "../../../lib/dns/text/dmarc";
import { domains } from "../../adopt/zones";

const published = (value: unknown) => domains(`{domain: example.com, dmarc: ${inlineYaml(value)}}`)[0]?.dmarc;

test.each([
  ["v=DMARC1; p=none;", "{policy: none}", true],
  ["v=DMARC1; p=reject; sp=none; adkim=s; fo=1:d; rua=mailto:a@example.com,mailto:b@example.net;", undefined, true],
  ["v=DMARC1;p=quarantine;rua=mailto:a@example.com", "{policy: quarantine, rua: a@example.com}", false],
  ["v=DMARC1; p=none; pct=20; ri=3600", "{raw: v=DMARC1; p=none; pct=20; ri=3600}", true],
  ["v=DMARC1; p=none; rua=mailto:a@example.com!10m", undefined, true],
])("dmarc %j", (text, form, exact) => {
  const { value, exact: isExact } = dmarcSetting(text);
  if (form !== undefined) expect(inlineYaml(value)).toBe(form);
  expect(isExact).toBe(exact);
  if (exact) expect(published(value)).toBe(text);
  else expect(parseDmarc(published(value) ?? "").dmarc).toEqual(parseDmarc(text).dmarc);
});

test("tags and addresses that only raw can keep are noted", () => {
  expect(dmarcSetting("v=DMARC1; p=none; pct=20; rf=afrf; x=y").notes).toEqual([
    "dmarc has pct, rf, which RFC 9989 removed: raw keeps them",
    "dmarc has x, which no field of domains.yaml has: raw keeps it",
  ]);
  expect(dmarcSetting("v=DMARC1; p=none; rua=https://example.net/r").notes).toEqual([
    "dmarc reports to https://example.net/r, which only raw can contain",
  ]);
});

test.each([
  ["_dmarc.example.com", true],
  ["_dmarc", true],
  ["_dmarcs.example.com", false],
  ["x._dmarc.example.com", false],
])("%s is a name of DMARC: %j", (name, is) => {
  expect(isDmarcName(name)).toBe(is);
});

test("names of consent are no names of records, and each name leads back to its domain", () => {
  expect(isReportAuthorizationName(reportAuthorizationName("example.com", "reports.example"))).toBe(true);
  expect(isReportAuthorizationName(reportAuthorizationName("*", "reports.example"))).toBe(true);
  expect(isReportAuthorizationName(dmarcName("example.com"))).toBe(false);
  expect([dmarcDomain(dmarcName("example.com")), dmarcDomain("www.example.com")]).toEqual([
    "example.com",
    "www.example.com",
  ]);
});
