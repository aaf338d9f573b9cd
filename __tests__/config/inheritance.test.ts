// What an entry inherits from `defaults`, from anchors, and from other entries of its domain.
import { checkBase } from "../../lib/config/base";
import { parseConfiguration, validDomains } from "../../lib/config/configuration";
import { count } from "../run/cases";

const parse = (...lines: string[]) => parseConfiguration([{ file: "domains.yaml", text: lines.join("\n") }]);
const domains = (...lines: string[]) => validDomains(parse(...lines));
const one = (defaults: string, entry: string) =>
  domains(`defaults: {aws: {region: us-east-1}, ${defaults}}`, `domains: [{domain: a.example, ${entry}}]`)[0];

test("false in an entry takes away what the defaults give", () => {
  const domain = one(
    "web: {www: d1.cloudfront.net}, spf: {ip4: 192.0.2.1}, dmarc: {policy: reject, rua: d@a.example}, mailFrom: m",
    "web: false, spf: false, dmarc: false, mailFrom: false",
  );
  expect(domain?.web).toEqual([]);
  expect(domain).not.toHaveProperty("spf");
  expect(domain).not.toHaveProperty("dmarc");
  expect(domain).not.toHaveProperty("mailFrom");
});

test("a raw text and fields take each other's place", () => {
  expect(one("dmarc: {raw: v=DMARC1; p=none}", "dmarc: {policy: reject}")?.dmarc).toBe("v=DMARC1; p=reject;");
  expect(one("dmarc: {policy: reject}", "dmarc: {raw: v=DMARC1; p=none}")?.dmarc).toBe("v=DMARC1; p=none");
  expect(one("spf: {raw: v=spf1 -all}", "spf: {ip4: 192.0.2.1}")?.spf).toBe("v=spf1 ip4:192.0.2.1 ~all");
});

test("an end of spf takes the place of the other end", () => {
  expect(one("spf: {redirect: b.example}", "spf: {all: -all}")?.spf).toBe("v=spf1 -all");
  expect(one("spf: {all: -all}", "spf: {redirect: b.example}")?.spf).toBe("v=spf1 redirect=b.example");
});

test("redirect and all in one entry are a mistake", () => {
  const { findings } = parse(
    "domains: [{domain: a.example, aws: {region: us-east-1}, spf: {redirect: b.example, all: -all}}]",
  );
  expect(findings[0]?.message).toBe('"spf" of "a.example" ends in b.example and in -all: keep one of them');
});

test("a single name is short for a map of MAIL FROM", () => {
  expect(one("mailFrom: {onMxFailure: reject}", "mailFrom: bounce")?.mailFrom).toEqual({
    domain: "bounce.a.example",
    onMxFailure: "reject",
    spf: "~all",
  });
  expect(one("mailFrom: bounce", "mailFrom: {spf: -all}")?.mailFrom?.domain).toBe("bounce.a.example");
});

test("a second entry of a domain asks nothing of spf by the defaults alone", () => {
  const made = domains(
    "defaults: {spf: {raw: v=spf1 ip4:192.0.2.1 -all}}",
    "domains:",
    "  - {domain: a.example, aws: {region: us-east-1}}",
    "  - {domain: a.example, name: eu, mailFrom: eu, aws: {region: eu-west-1}}",
  );
  expect(made.map(({ spf }) => spf)).toEqual(["v=spf1 ip4:192.0.2.1 -all", undefined]);
});

test("one anchor serves thousands of entries", () => {
  const entries = Array.from(
    { length: count(400, 5000) },
    (_, index) => `  - {<<: *common, domain: d${index}.example}`,
  );
  const { findings } = parse("x-common: &common {aws: {region: us-east-1}, tll: 5}", "domains:", ...entries);
  expect(findings).toHaveLength(entries.length);
  expect(findings.at(-1)).toMatchObject({
    message: `unknown key "tll" in "d${entries.length - 1}.example": did you mean "ttl"?`,
    at: { line: 1, column: 46 },
  });
});

test("a key is a text as it is written, an anchor is the last one before its alias", () => {
  const [domain] = domains(
    "x-a: &a d1.cloudfront.net",
    "x-b: &a d2.cloudfront.net",
    "domains: [{domain: a.example, aws: {region: us-east-1}, web: {007: *a, 1e3: d3.cloudfront.net}}]",
  );
  expect(domain?.web.map(({ name, target }) => [name, target])).toEqual([
    ["007.a.example", "d2.cloudfront.net"],
    ["1e3.a.example", "d3.cloudfront.net"],
  ]);
});

test("an entry is not renamed where its domain's other entry was there before", () => {
  const other = "  - {domain: a.example, aws: {region: us-east-1}}";
  const before = parse("domains:", other, "  - {domain: a.example, name: eu, mailFrom: eu, aws: {region: eu-west-1}}");
  expect(checkBase(before, parse("domains:", other))[0]?.message).toMatch(/^"eu" is dropped/);
});
