import { parseConfiguration } from "../../lib/config/configuration";
import { legibleText } from "../../lib/dns/finding";

const findings = (...lines: string[]) =>
  parseConfiguration([{ file: "domains.yaml", text: lines.join("\n") }]).findings;
const messages = (...lines: string[]) => findings(...lines).map(({ message }) => message);

test.each([
  ['"xn--bcher-kva.example" is gone', '"xn--bcher-kva.example" ("bücher.example") is gone'],
  ['record "_dmarc.XN--bcher-kva.example"', 'record "_dmarc.XN--bcher-kva.example" ("_dmarc.bücher.example")'],
  ['"xn--a.example" is no name', '"xn--a.example" is no name'],
  ['"xn--bcher-kva.example" ("bücher.example") is gone', '"xn--bcher-kva.example" ("bücher.example") is gone'],
  ["one\ntwo\u0000\u202e\u2028", "one\\u000atwo\\u0000\\u202e\\u2028"],
  [`"${"x".repeat(1000)}" is long: shorten it`, `"${"x".repeat(49)}…" is long: shorten it`],
  ["x".repeat(1000), `${"x".repeat(399)}…`],
])("%j is told as %j", (message, expected) => {
  expect(legibleText(message)).toBe(expected);
});

test("findings show international names in both forms", () => {
  expect(messages("domains: [{domain: bücher.example, aws: {region: us-east-1}, ttl: 5}]")[0]).toMatch(
    /^record "dkim-1" of "xn--bcher-kva\.example" \("bücher\.example"\): the ttl is 5/,
  );
});

test("a label of two alphabets is meant where it is written as punycode", () => {
  const name = (domain: string) => findings(`domains: [{domain: ${domain}, aws: {region: us-east-1}}]`);
  expect(name("p\u0430ypal.example").map(({ message }) => message)).toEqual([
    '"p\u0430ypal.example" has the label "p\u0430ypal" of Latin and Cyrillic letters: type it again, or write "xn--pypal-4ve" ("p\u0430ypal") if it is meant',
  ]);
  expect(name("xn--pypal-4ve.example").filter(({ severity }) => severity === "error")).toEqual([]);
});

test("a secret is not repeated where it is also of the wrong type or shape", () => {
  const key = "AKIAEXAMPLEEXAMPLE00";
  const found = messages(
    `zones: {example.com: ${key}}`,
    `backend: {type: http, address: "https://user:hunter2@state.example.com/{stack}"}`,
    "x-mine: {client_secret: hunter3, tokens: none}",
    `defaults: {aws: {region: ${key}, allowedAccountIds: [${key}]}, comment: "a\\n${key}"}`,
    "apiToken: [hunter4]",
    "password: {is: hunter5}",
    "domains: [{domain: example.com}]",
  );
  expect(found.map((message) => /^"([^"]*)"/.exec(message)?.[1])).toEqual([
    "example.com",
    "address",
    "client_secret",
    "region",
    "allowedAccountIds.0",
    "comment",
    "apiToken",
    "password",
  ]);
  expect(found.join()).not.toMatch(/hunter|AKIA/);
});

test("a long random word is never shown whole, no matter what is wrong with it", () => {
  const token = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d";
  const found = messages(
    `zones: {example.com: ${token}}`,
    `foo: ${token}`,
    `domains: [{domain: example.com, bar: [${token}], aws: {region: ${token}}}]`,
  );
  expect(found).toHaveLength(4);
  expect(found[0]).toMatch('zone "example.com" is "aB3d…", 40 characters: expected the 32 hexadecimal digits');
  expect(found.join()).not.toContain(token);
});

test("mistakes of YAML, of the schema and of several files are said at once", () => {
  const config = parseConfiguration([
    { file: "a.yaml", text: "ttl: 1\nttl: 2\ndomains: [{domain: a.example, tlt: 1}]" },
    { file: "b.yaml", text: "domains: [{domain: b.example, web: {www: x}}]" },
  ]);
  expect(config.findings.map(({ message, at }) => `${at?.file}:${at?.line}: ${message}`)).toEqual([
    'a.yaml:1: unknown key "ttl" in the file: write it below "defaults", for all domains, or below one of the domains',
    'a.yaml:2: key "ttl" stands twice: keep one of them',
    'a.yaml:3: unknown key "tlt" in "a.example": did you mean "ttl"?',
    'b.yaml:1: "web.www" of "b.example" is "x": expected a CloudFront domain name such as d111111abcdef8.cloudfront.net',
  ]);
});

test("all errors of one entry are reported at once", () => {
  expect(
    messages(
      "domains:",
      "  - {domain: a.example, state: absent, mailFrom: xn--a, dmarc: {raw: x, policy: none}, web: {a: {}, xn--b: d1.cloudfront.net}, records: {r: {type: A, name: a}}}",
    ),
  ).toEqual([
    expect.stringMatching(/has no region/),
    expect.stringMatching(/absent and is protected/),
    expect.stringMatching(/^mailFrom "xn--a"/),
    expect.stringMatching(/has raw and policy/),
    expect.stringMatching(/^web "a"/),
    expect.stringMatching(/^web "xn--b"/),
    expect.stringMatching(/^record "r"/),
  ]);
});
