import { parseConfiguration, validDomains } from "../../lib/config/configuration";
import { formatFinding } from "../../lib/dns/finding";

const REGION = "defaults: {aws: {region: us-east-1}}";
const parse = (...lines: string[]) => parseConfiguration([{ file: "domains.yaml", text: lines.join("\n") }]);
const domains = (...lines: string[]) => validDomains(parse(...lines));
const errors = (...lines: string[]) =>
  parse(...lines)
    .findings.filter(({ severity }) => severity === "error")
    .map(formatFinding);

test("a zone may go without an id, and a domain without a zone: both are looked up by name", () => {
  const made = domains("zones: {example.com: }", REGION, "domains: [{domain: a.example.com}, {domain: example.org}]");
  expect(made.map(({ zone }) => zone)).toEqual([{ name: "example.com" }, { name: "example.org" }]);
});

test("if a domain is in two regions, the entry with the domain's name owns dmarc, web and spf", () => {
  const made = domains(
    "defaults: {web: {www: d1.cloudfront.net}, dmarc: {policy: reject, rua: d@example.com}}",
    "domains:",
    "  - {domain: example.com, name: eu, aws: {region: eu-west-1}, mailFrom: bounce-eu, spf: {ip4: 192.0.2.1}}",
    "  - {domain: example.com, aws: {region: us-east-1}, spf: {amazonses: true, all: -all}}",
  );
  expect(made.map(({ entry, dmarc, web, spf }) => [entry, dmarc, web.length, spf])).toEqual([
    ["eu", undefined, 0, undefined],
    [
      "example.com",
      "v=DMARC1; p=reject; rua=mailto:d@example.com;",
      1,
      "v=spf1 ip4:192.0.2.1 include:amazonses.com -all",
    ],
  ]);
});

test("a domain twice in one region and account is an error; in two accounts it is not", () => {
  const twice = (second: string) =>
    errors(
      "domains:",
      "  - {domain: example.com, aws: {region: us-east-1}}",
      `  - {domain: example.com, name: b, mailFrom: b, aws: {region: us-east-1${second}}}`,
    );
  expect(twice("")).toEqual([
    'domains.yaml:3:14: error: domain "example.com" stands twice, first at domains.yaml:2:14: keep one of them (schema)',
  ]);
  expect(twice(", profile: other")).toEqual([]);
  expect(
    errors(
      "domains:",
      "  - {domain: example.com, aws: {region: us-east-1}}",
      "  - {domain: example.com, aws: {region: eu-west-1}}",
    ),
  ).toEqual([
    'domains.yaml:3:14: error: name "example.com" stands twice, first at domains.yaml:2:14: give this one its own name (schema)',
  ]);
});

test.each([
  [
    "spf: {raw: v=spf1 -all, all: -all}",
    '"spf" of "example.com" is raw and cannot be merged, it has other fields too: write it in fields',
  ],
  [
    "dmarc: {raw: v=DMARC1; p=none, policy: none}",
    '"dmarc" of "example.com" has raw and policy: keep raw alone, or leave it out',
  ],
  ["web: {www: {proxied: true}}", 'web "www" of "example.com" needs target or distribution, one of the two'],
  ["records: {a: {type: A, name: a}}", 'record "a" of "example.com" needs content or data, one of the two'],
  [
    "state: absent",
    '"example.com" is to be absent and is protected: set protect: false as well, if its mail is to stop',
  ],
])("%s is refused", (field, message) => {
  expect(errors(REGION, "domains:", "  - domain: example.com", `    ${field}`)[0]).toMatch(message);
});

test.each(["192.0.2.1", "mail.*.com", "example.com:25", "com"])("%s is no domain", (name) => {
  expect(errors(REGION, "domains:", `  - domain: "${name}"`)).toEqual([
    `domains.yaml:3:13: error: "domain" of "${name}" is "${name}": expected a domain name such as example.com (schema)`,
  ]);
});

test("raw texts are published as they are", () => {
  const [domain] = domains(
    REGION,
    "domains:",
    "  - {domain: example.com, dmarc: {raw: 'v=DMARC1; p=none; rua=mailto:d@example.com'}, spf: {raw: v=spf1 ip4:192.0.2.1 -all}}",
  );
  expect(domain).toMatchObject({
    dmarc: "v=DMARC1; p=none; rua=mailto:d@example.com",
    spf: "v=spf1 ip4:192.0.2.1 -all",
  });
});

test("anchors and merge keys work, and errors in their values have the position of the anchor", () => {
  const text = [
    "x-common: &common",
    "  aws: {region: us-east-1}",
    "  ttl: 300",
    "domains:",
    "  - {<<: *common, domain: example.com}",
    "  - {<<: *common, domain: example.org, ttl: 60}",
  ];
  expect(domains(...text).map(({ ttl }) => ttl)).toEqual([300, 60]);
  expect(errors(...text.map((line) => line.replace("ttl: 300", "ttl: 5")))[0]).toMatch(
    /^domains\.yaml:3:8: error: record "dkim-1" of "example\.com": the ttl is 5/,
  );
});

test("a text that looks like a secret is refused with the variable to use, and never repeated", () => {
  const found = errors(
    "backend: {type: raw, name: s3, config: {secret_key: hunter2, bucket: state}}",
    "defaults: {aws: {region: us-east-1, accessKey: AKIAEXAMPLEEXAMPLE00}}",
    "apiToken: hunter3",
    "domains: [{domain: example.com, comment: AKIAEXAMPLEEXAMPLE00, records: {token: {type: TXT, name: '@', content: x}}}]",
  );
  expect(found).toEqual([
    'domains.yaml:1:41: error: "secret_key" looks like a secret, and this file is read by many: set AWS_SECRET_ACCESS_KEY in the environment instead (schema)',
    'domains.yaml:2:37: error: "accessKey" looks like a secret, and this file is read by many: set AWS_ACCESS_KEY_ID in the environment instead (schema)',
    'domains.yaml:3:1: error: "apiToken" looks like a secret, and this file is read by many: set CLOUDFLARE_API_TOKEN in the environment instead (schema)',
    'domains.yaml:4:33: error: "comment" looks like a secret, and this file is read by many: set AWS_ACCESS_KEY_ID in the environment instead (schema)',
  ]);
  expect(found.join()).not.toMatch(/hunter|AKIA/);
});

test("several files share zones and one backend, each with defaults of its own", () => {
  const config = parseConfiguration([
    {
      file: "a.yaml",
      text: "zones: {example.com: 0123456789abcdef0123456789abcdef}\nbackend: {type: local, folder: state}\ndefaults: {aws: {region: us-east-1}}\ndomains: [{domain: example.com}]",
    },
    { file: "b.yaml", text: "defaults: {aws: {region: eu-west-1}}\ndomains: [{domain: b.example.com}]" },
  ]);
  expect(validDomains(config).map(({ region, zone }) => [region, zone.id])).toEqual([
    ["us-east-1", "0123456789abcdef0123456789abcdef"],
    ["eu-west-1", "0123456789abcdef0123456789abcdef"],
  ]);
  expect(config.backend).toEqual({ type: "local", folder: "state" });

  const clash = parseConfiguration([
    { file: "a.yaml", text: `backend: {type: local}\n${REGION}\ndomains: [{domain: example.com}]` },
    { file: "b.yaml", text: `backend: {type: local}\n${REGION}\ndomains: [{domain: example.com}]` },
  ]);
  expect(clash.findings.map(formatFinding)).toEqual([
    'b.yaml:1:1: error: "backend" is also in "a.yaml": keep one of them, it applies to all files (schema)',
    'b.yaml:3:20: error: domain "example.com" stands twice, first at a.yaml:3:20: keep one of them (schema)',
  ]);
});
