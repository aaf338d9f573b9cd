// SPF texts in the words of domains.yaml: nothing is lost, and what has no words is said.
import fc from "fast-check";
import { inlineYaml } from "../../../lib/adopt/texts";
import { includesSes, spfSetting } from "../../../lib/dns/kinds/spf";
import { parseSpf } from "../../../lib/dns/text/spf-parser";
import { domains } from "../../adopt/zones";
import { count } from "../../run/cases";

const published = (value: unknown) => domains(`{domain: example.com, spf: ${inlineYaml(value)}}`)[0]?.spf;

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
  const { value, exact: isExact } = spfSetting(text);
  expect([inlineYaml(value), isExact]).toEqual([form, exact]);
  if (exact) expect(published(value)).toBe(text);
});

test("terms that no setting of domains.yaml has, and another spelling, are noted", () => {
  expect(spfSetting("v=spf1 ptr -all").notes).toEqual([
    "spf has terms that no field of domains.yaml has, and stays as raw",
  ]);
  expect(spfSetting("v=spf1 include:_spf.example.net ip4:192.0.2.1 ~all").notes).toEqual([
    'spf is spelled differently, with the same senders: "v=spf1 ip4:192.0.2.1 include:_spf.example.net ~all"',
  ]);
});

test.each([
  ["v=spf1 include:AmazonSES.com ~all", true],
  ["v=spf1 ?include:amazonses.com -all", true],
  ["v=spf1 include:amazonses.com.example.net ~all", false],
  ["v=spf1 include:notamazonses.com ~all", false],
  ["include:amazonses.com", false],
])("SES is a sender of %j: %j", (text, is) => {
  expect(includesSes(text)).toBe(is);
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
      const { value, exact } = spfSetting(text);
      const now = published(value) ?? "";
      if (exact) expect(now).toBe(text);
      else expect(terms(now)).toEqual(terms(text));
    }),
    { seed: 20_261_129, numRuns: count(15, 100) },
  );
});
