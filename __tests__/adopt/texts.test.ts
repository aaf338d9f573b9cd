// Existing SPF and DMARC texts in the words of domains.yaml: nothing is lost, and what has no words is said.
import fc from "fast-check";
import { inline, spfWithSes } from "../../lib/adopt/texts";
import { dmarcForm } from "../../lib/dns/kinds/dmarc";
import { spfForm } from "../../lib/dns/kinds/spf";
import { parseDmarc } from "../../lib/dns/text/dmarc";
import { parseSpf } from "../../lib/dns/text/spf-parser";
import { domains } from "./zones";

const published = (field: "spf" | "dmarc", value: unknown) =>
  domains(`{domain: example.com, ${field}: ${inline(value)}}`)[0]?.[field];

test.each([
  ["v=spf1 include:amazonses.com ~all", "{amazonses: true, all: ~all}", true],
  [
    "v=spf1 ip4:192.0.2.0/24 a mx include:_spf.example.net -all",
    '{ip4: [192.0.2.0/24], a: ["@"], mx: ["@"], include: [_spf.example.net], all: -all}',
    true,
  ],
  [
    "v=spf1 include:_spf.example.net ip4:192.0.2.1 ~all",
    "{ip4: [192.0.2.1], include: [_spf.example.net], all: ~all}",
    false,
  ],
  ["v=spf1 redirect=_spf.example.net", "{redirect: _spf.example.net}", true],
  ["v=spf1 ?include:_spf.example.net ptr -all", "{raw: v=spf1 ?include:_spf.example.net ptr -all}", true],
  [
    "v=spf1 include:_spf.example.net -all exp=x.example.net",
    "{raw: v=spf1 include:_spf.example.net -all exp=x.example.net}",
    true,
  ],
])("spf %j", (text, form, exact) => {
  const { value, exact: isExact } = spfForm(text);
  expect([inline(value), isExact]).toEqual([form, exact]);
  if (exact) expect(published("spf", value)).toBe(text);
});

test.each([
  ["v=DMARC1; p=none;", "{policy: none}", true],
  ["v=DMARC1; p=reject; sp=none; adkim=s; fo=1:d; rua=mailto:a@example.com,mailto:b@example.net;", undefined, true],
  ["v=DMARC1;p=quarantine;rua=mailto:a@example.com", "{policy: quarantine, rua: a@example.com}", false],
  ["v=DMARC1; p=none; pct=20; ri=3600", "{raw: v=DMARC1; p=none; pct=20; ri=3600}", true],
  ["v=DMARC1; p=none; rua=mailto:a@example.com!10m", undefined, true],
])("dmarc %j", (text, form, exact) => {
  const { value, exact: isExact } = dmarcForm(text);
  if (form !== undefined) expect(inline(value)).toBe(form);
  expect(isExact).toBe(exact);
  if (exact) expect(published("dmarc", value)).toBe(text);
  else expect(parseDmarc(published("dmarc", value) ?? "").dmarc).toEqual(parseDmarc(text).dmarc);
});

test("what has no words is said", () => {
  expect(dmarcForm("v=DMARC1; p=none; pct=20; rf=afrf; x=y").notes).toEqual([
    "dmarc has pct, rf, which RFC 9989 took away: raw keeps them",
    "dmarc has x, which has no words in domains.yaml: raw keeps it",
  ]);
  expect(dmarcForm("v=DMARC1; p=none; rua=https://example.net/r").notes).toEqual([
    "dmarc reports to https://example.net/r, which only raw can say",
  ]);
  expect(spfForm("v=spf1 ptr -all").notes).toEqual([
    "spf says what the words of domains.yaml do not, and stays as raw",
  ]);
  expect(spfForm("v=spf1 include:_spf.example.net ip4:192.0.2.1 ~all").notes).toEqual([
    'spf is written anew, with the same senders: "v=spf1 ip4:192.0.2.1 include:_spf.example.net ~all"',
  ]);
});

test("SES merged into an SPF, with the lookups before and after", () => {
  const termsAt = (name: string) => (name === "_spf.example.net" ? parseSpf("v=spf1 a mx ~all").terms : undefined);
  expect(spfWithSes("v=spf1 mx include:_spf.example.net -all", termsAt)).toEqual({
    value: { amazonses: true, mx: ["@"], include: ["_spf.example.net"], all: "-all" },
    text: "v=spf1 mx include:amazonses.com include:_spf.example.net -all",
    lookups: [4, 5],
  });
  expect(spfWithSes("v=spf1 ?mx ptr -all")).toMatchObject({
    text: "v=spf1 ?mx ptr include:amazonses.com -all",
    lookups: [2, 3],
  });
  expect(spfWithSes("v=spf1 include:amazonses.com ?mx -all").text).toBe("v=spf1 include:amazonses.com ?mx -all");
});

test("an exact form publishes the text, byte for byte; another one the same terms", () => {
  const term = fc.constantFrom(
    "a",
    "mx",
    "A:mail.example.net",
    "ip4:192.0.2.0/24",
    "ip6:2001:db8::/32",
    "+mx/24",
    "include:_spf.example.net",
    "include:amazonses.com",
    "exists:%{i}.example.net",
    "?ptr",
  );
  const end = fc.constantFrom("~all", "-all", "+all", "redirect=_spf.example.org", "");
  const terms = (text: string) =>
    new Set(
      parseSpf(text)
        .terms.map(({ name, value, cidr4 }) => `${name}:${value}/${cidr4}`)
        .filter((one) => !one.startsWith("all:")),
    );
  fc.assert(
    fc.property(fc.array(term, { maxLength: 5 }), end, (words, last) => {
      const text = ["v=spf1", ...words, last].join(" ").trim();
      const { value, exact } = spfForm(text);
      const now = published("spf", value) ?? "";
      if (exact) expect(now).toBe(text);
      else expect(terms(now)).toEqual(terms(text));
    }),
    { seed: 20_261_129 },
  );
});
