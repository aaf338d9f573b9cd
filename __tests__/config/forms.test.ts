import { parseConfiguration } from "../../lib/config/configuration";
import { BEFORE, ENTRY, FIELDS } from "./field-forms";
import { WHOLE } from "./file-forms";

const parse = (text: string) => parseConfiguration([{ file: "domains.yaml", text }]);
const indented = (text: string) => text.replace(/^/gm, "    ");
const errors = (text: string) =>
  parse(text)
    .findings.filter(({ severity }) => severity === "error")
    .map(({ at, message }) => `${at?.line}:${at?.column} ${message}`);
const field = (text: string) => parse(`${ENTRY}${indented(text)}\n`);

test.each(FIELDS)("%j has one answer", (written, answer) => {
  expect(errors(`${ENTRY}${indented(written)}\n`)).toEqual([answer]);
});

test.each(WHOLE)("the file %j has one answer", (written, answer) => {
  const text = answer.startsWith("+") ? BEFORE + written : written;
  expect(errors(text)).toEqual([answer.replace(/^\+/, "")]);
});

test.each([
  ["dmarc: none", "dmarc: {policy: none}"],
  ["dmarc: quarantine", "dmarc: {policy: quarantine}"],
  ["dmarc: reject", "dmarc: {policy: reject}"],
  ['dmarc: "v=DMARC1; p=reject;"', 'dmarc: {raw: "v=DMARC1; p=reject;"}'],
  ['spf: "v=spf1 include:_spf.example.net ~all"', 'spf: {raw: "v=spf1 include:_spf.example.net ~all"}'],
  ["web: {www: E1EXAMPLE23}", "web: {www: {distribution: E1EXAMPLE23}}"],
  ["mailFrom: bounce", "mailFrom: {domain: bounce}"],
  ["mailFrom: true", ""],
  ["dkim: true", ""],
])("%s is short for %s", (short, long) => {
  const [domain] = field(short).domains;
  expect(domain).toBeDefined();
  expect(domain).toEqual(field(long).domains[0]);
});

test("a short form takes from the defaults what it does not say", () => {
  const of = (defaults: string, own: string) =>
    parse(`defaults: {aws: {region: us-east-1}, ${defaults}}\ndomains: [{domain: example.com, ${own}}]`).domains[0];
  expect(of("dmarc: {policy: reject, rua: d@example.com}", "dmarc: none")?.dmarc).toMatch(
    /p=none; rua=mailto:d@example/,
  );
  expect(of('dmarc: "v=DMARC1; p=reject;"', "dmarc: none")?.dmarc).toBe("v=DMARC1; p=none;");
  expect(of("dmarc: reject", 'dmarc: "v=DMARC1; p=none; fo=1;"')?.dmarc).toBe("v=DMARC1; p=none; fo=1;");
  expect(of("mailFrom: {domain: bounce, spf: -all}", "mailFrom: true")?.mailFrom).toMatchObject({ spf: "-all" });
  expect(of("mailFrom: false", "mailFrom: true")?.mailFrom?.domain).toBe("mail.example.com");
  expect(of("dkim: {keyLength: 1024}", "dkim: true")?.dkimKeyLength).toBe(1024);
});

test("a secret in a form that is not taken is not repeated", () => {
  const key = "AKIAEXAMPLEEXAMPLE00";
  for (const text of [
    `domains: {example.com: {token: ${key}}}`,
    `cloudflare: {token: ${key}}`,
    `zones: [{name: example.com, token: ${key}}]`,
  ])
    expect(errors(text).join()).not.toContain(key);
  expect(errors(`domains:\n  - domain:${key}\n    ttl: 5`)).toEqual([
    '2:5 no blank stands after the colon of "domain": add one',
  ]);
});

const zones = (...lines: string[]) =>
  parse(
    ["zones:", ...lines, "domains: [{domain: mail.example.com, aws: {region: us-east-1}, dmarc: reject}]"].join("\n"),
  ).findings.map(({ at, severity, rule, message }) => `${at?.line} ${severity} ${rule}: ${message}`);

test("a zone without a domain is reported, with the name that is probably meant", () => {
  const id = "0123456789abcdef0123456789abcdef";
  expect(zones(`  example.com: ${id}`)).toEqual([]);
  expect(zones(`  example.com: ${id}`, `  example.org: ${id}`)).toEqual([
    '3 warning zone-unused: zone "example.org" serves none of the domains: add a domain in it, or take it out',
  ]);
  expect(zones(`  mail.exmaple.com: ${id}`)).toEqual([
    '2 warning zone-unused: zone "mail.exmaple.com" serves none of the domains: did you mean "mail.example.com"?',
  ]);
});

test("a zone without an id is reported, unless null says that it is looked up", () => {
  expect(zones("  example.com:")).toEqual([
    '2 warning zone-id: zone "example.com" has no id: write the 32 hexadecimal digits on its overview page, or null to have it looked up, which takes Zone Read',
  ]);
  expect(zones("  example.com: null")).toEqual([]);
  expect(zones("  example.com: ~")).toEqual([]);
});

test("names that nothing takes apart stay one mistake however strange they are", () => {
  const keys = ["constructor", "toString", "hasOwnProperty", "valueOf"];
  for (const key of keys)
    for (const text of [
      `spf: {all: ${key}}`,
      `ttl: 5${key}`,
      `records: {a: {${key}: 1}}`,
      `dmarc: {${key}: 1}`,
      `${key}: 1`,
    ])
      expect(errors(`${ENTRY}    ${text}\n`).join()).not.toMatch(/function|object Object|undefined/);
});
