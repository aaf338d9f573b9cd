import { ConfigurationError, isReadable, parseConfiguration, validDomains } from "../../lib/config/configuration";
import { formatFinding } from "../../lib/dns/finding";
import { ARTICLE } from "../helpers/domains";

const ZONES = "zones: {example.com: 0123456789abcdef0123456789abcdef}";
const parse = (text: string) => parseConfiguration([{ file: "domains.yaml", text }]);
const errors = (text: string) => parse(text).findings.map(formatFinding);
/** A file with one entry, whose keys stand at column 5 from line 4 on. */
const entry = (...lines: string[]) =>
  [ZONES, "domains:", "  - domain: example.com", ...lines.map((line) => `    ${line}`)].join("\n");
const only = (text: string) => validDomains(parse(text))[0];

test("the shipped example is the article's domain", () => {
  expect(only(entry("aws: {region: us-east-1}", "web: {www: d111111abcdef8.cloudfront.net}"))).toEqual(ARTICLE);
});

test("every field is read", () => {
  const text = entry(
    "name: shop",
    "stack: eu",
    "aws: {region: eu-west-1, profile: mail, assumeRoleArn: 'arn:aws:iam::111122223333:role/mail', allowedAccountIds: ['111122223333'], tags: {team: mail}}",
    "dkim: {keyLength: 1024, signingHostedZone: dkim.cell.example.net}",
    "configurationSet: news",
    "mailFrom: {domain: bounce, onMxFailure: reject, spf: -all}",
    "dmarc: {policy: reject, subdomainPolicy: quarantine, nonexistentSubdomainPolicy: reject, testing: true, alignment: {dkim: strict, spf: relaxed}, failureOptions: ['1', d], rua: [dmarc@example.com, mailto:r@example.net], ruf: f@example.com}",
    "spf: {amazonses: true, include: _spf.example.net, ip4: [192.0.2.0/24], ip6: ['2001:db8::/32'], a: '@', mx: [mx.example.com], exists: '%{i}.e.example.com', all: -all}",
    "web: {'@': D111111ABCDEF8.cloudfront.net., shop.example.com: {distribution: E1EXAMPLE23, proxied: true}, a: {target: d2.cloudfront.net, ttl: 60}}",
    "records: {verify: {type: TXT, name: '@', content: proof}, caa: {type: CAA, name: '@', data: {flags: 0, tag: issue, value: amazon.com}, ttl: 600}, mx: {type: MX, name: '@', content: 'mx.example.com.', priority: 5}}",
    "overrides: {dkim-1: {ttl: 120}, dmarc: {comment: owned by security}}",
    "ttl: 300",
    "comment: mail",
    "protect: false",
    "ignore: {dmarc-no-reports: we read none}",
  );
  expect(parse(text).findings.filter(({ rule }) => rule === "schema" || rule === "yaml")).toEqual([]);
  expect(parse(text).domains[0]).toEqual({
    entry: "shop",
    domain: "example.com",
    state: "present",
    stack: "eu",
    zone: ARTICLE.zone,
    region: "eu-west-1",
    account: {
      profile: "mail",
      assumeRoleArn: "arn:aws:iam::111122223333:role/mail",
      allowedAccountIds: ["111122223333"],
    },
    tags: { team: "mail" },
    dkimKeyLength: 1024,
    signingHostedZone: "dkim.cell.example.net",
    configurationSet: "news",
    mailFrom: { domain: "bounce.example.com", onMxFailure: "reject", spf: "-all" },
    dmarc:
      "v=DMARC1; p=reject; sp=quarantine; np=reject; t=y; adkim=s; aspf=r; fo=1:d; rua=mailto:dmarc@example.com,mailto:r@example.net; ruf=mailto:f@example.com;",
    spf: "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 a mx:mx.example.com include:amazonses.com include:_spf.example.net exists:%{i}.e.example.com -all",
    web: [
      { name: "a.example.com", target: "d2.cloudfront.net", proxied: false, ttl: 60 },
      { name: "example.com", target: "d111111abcdef8.cloudfront.net", proxied: false, ttl: 300 },
      { name: "shop.example.com", distribution: "E1EXAMPLE23", proxied: true, ttl: 1 },
    ],
    records: [
      {
        key: "caa",
        type: "CAA",
        name: "example.com",
        data: { flags: 0, tag: "issue", value: "amazon.com" },
        proxied: false,
        ttl: 600,
      },
      { key: "mx", type: "MX", name: "example.com", content: "mx.example.com", priority: 5, proxied: false, ttl: 300 },
      { key: "verify", type: "TXT", name: "example.com", content: "proof", proxied: false, ttl: 300 },
    ],
    overrides: { "dkim-1": { ttl: 120 }, dmarc: { comment: "owned by security" } },
    ttl: 300,
    comment: "mail",
    protect: false,
    ignore: { "dmarc-no-reports": "we read none" },
  });
});

test("false switches off, and a MAIL FROM may be a label or a full name", () => {
  const region = "aws: {region: us-east-1}";
  expect(only(entry(region, "mailFrom: false", "dmarc: false"))).not.toHaveProperty("mailFrom");
  expect(only(entry(region, "mailFrom: false", "dmarc: false"))).not.toHaveProperty("dmarc");
  expect(only(entry(region, "mailFrom: b"))?.mailFrom?.domain).toBe("b.example.com");
  expect(only(entry(region, "mailFrom: b.example.com"))?.mailFrom?.domain).toBe("b.example.com");
  expect(only(entry(region, "ttl: auto"))?.ttl).toBe(1);
});

test("defaults hold where an entry says nothing, and maps are merged key by key", () => {
  const text = [
    ZONES,
    "defaults: {aws: {region: eu-west-1}, dmarc: {policy: quarantine, rua: d@example.com}, protect: false}",
    "domains:",
    "  - {domain: example.com, dmarc: {policy: reject}}",
    "  - {domain: b.example.com, aws: {region: us-east-1}, protect: true}",
  ].join("\n");
  const [first, second] = validDomains(parse(text));
  expect(first).toMatchObject({
    region: "eu-west-1",
    dmarc: "v=DMARC1; p=reject; rua=mailto:d@example.com;",
    protect: false,
  });
  expect(second).toMatchObject({ region: "us-east-1", dmarc: "v=DMARC1; p=quarantine; rua=mailto:d@example.com;" });
});

test("a domain lies in the longest zone that fits it", () => {
  const text = [
    "zones: {example.com: 00000000000000000000000000000001, mail.example.com: 00000000000000000000000000000002}".replaceAll(
      /0{31}\d/g,
      '"$&"',
    ),
    "defaults: {aws: {region: us-east-1}}",
    "domains: [{domain: a.mail.example.com}, {domain: b.example.com}]",
  ].join("\n");
  expect(validDomains(parse(text)).map(({ zone }) => zone.name)).toEqual(["mail.example.com", "example.com"]);
});

test("international names become punycode, in zones too", () => {
  const text =
    "zones: {bücher.example: 0123456789abcdef0123456789abcdef}\ndomains: [{domain: Bücher.example, aws: {region: us-east-1}}]";
  expect(validDomains(parse(text))[0]).toMatchObject({
    entry: "xn--bcher-kva.example",
    domain: "xn--bcher-kva.example",
    zone: { name: "xn--bcher-kva.example" },
  });
});

test("everything that does not fit the schema is reported at once, each with its position", () => {
  const text = `zones:
  example.com: 0123
defualts:
  ttl: 1
domains:
  - domain: example.com
    dmrac: false
    aws: {region: 5}
    dmarc: {policy: quarantene, foo: 1, rua: [x]}
    mailFrom: 7
    web:
      www: foo
    ttl: 1.5
    protect: yes please
    comment: "a\\nb"
  - domian: foo
`;
  expect(errors(text)).toEqual([
    'domains.yaml:2:16: error: zone "example.com" is 0123: expected a text, put quotes around it (schema)',
    'domains.yaml:3:1: error: unknown key "defualts" in the file: did you mean "defaults"? (schema)',
    'domains.yaml:7:5: error: unknown key "dmrac" in "example.com": did you mean "dmarc"? (schema)',
    'domains.yaml:8:19: error: "aws.region" of "example.com" is 5: expected a text, put quotes around it (schema)',
    'domains.yaml:9:21: error: "dmarc.policy" of "example.com" is "quarantene": did you mean "quarantine"? (schema)',
    'domains.yaml:9:33: error: unknown key "foo" in "dmarc" of "example.com": the known keys are policy, subdomainPolicy, nonexistentSubdomainPolicy, testing, alignment, failureOptions, rua, ruf, ladder, raw (schema)',
    'domains.yaml:9:47: error: "dmarc.rua[0]" of "example.com" is "x": expected an e-mail address such as dmarc@example.com (schema)',
    'domains.yaml:10:15: error: "mailFrom" of "example.com" is 7: write a label such as mail, for a name below the domain, or false for none (schema)',
    'domains.yaml:12:12: error: "web.www" of "example.com" is "foo": expected a CloudFront domain name such as d111111abcdef8.cloudfront.net (schema)',
    'domains.yaml:13:10: error: "ttl" of "example.com" is 1.5: expected auto or a whole number (schema)',
    'domains.yaml:14:14: error: "protect" of "example.com" is "yes please": expected true or false (schema)',
    'domains.yaml:15:14: error: "comment" of "example.com" is "a\\nb": expected one line (schema)',
    'domains.yaml:16:5: error: "domain" of domain 2 of the list is missing: add it (schema)',
    'domains.yaml:16:5: error: unknown key "domian" in domain 2 of the list: did you mean "domain"? (schema)',
  ]);
});

test.each([
  ["", "domains.yaml:1:1: error: the file is empty: expected a map of keys and values (schema)"],
  ["a: [", 'domains.yaml:1:4: error: "[" is not closed, or its "]" stands too far left: add it, or indent it (yaml)'],
  [`${ZONES}\ndomains: []`, 'domains.yaml:2:10: error: "domains" is empty: list at least one domain (schema)'],
  [
    `${ZONES}\ndomains: [{domain: 7}]`,
    'domains.yaml:2:20: error: "domain" of domain 1 of the list is 7: expected a text, put quotes around it (schema)',
  ],
  [`${ZONES}\n${ZONES}`, 'domains.yaml:2:1: error: key "zones" stands twice: keep one of them (yaml)'],
  [
    entry("ttl: 60"),
    'domains.yaml:3:5: error: "example.com" has no region: add "aws: {region: eu-west-1}", with your region, to it or to "defaults" (schema)',
  ],
  [
    `${entry("aws: {region: us-east-1}")}\n  - {domain: Example.com, aws: {region: us-east-1}}`,
    'domains.yaml:5:14: error: domain "example.com" stands twice, first at domains.yaml:3:13: keep one of them (schema)',
  ],
  [
    `${entry("name: x", "aws: {region: us-east-1}")}\n  - {domain: b.example.com, name: x, aws: {region: us-east-1}}`,
    'domains.yaml:6:35: error: name "x" stands twice, first at domains.yaml:4:11: keep one of them (schema)',
  ],
  [
    entry("aws: {region: us-east-1}", "web: {www: d1.cloudfront.net, www.example.com: d2.cloudfront.net}"),
    'domains.yaml:5:52: error: web "www.example.com" of "example.com" names "www.example.com" a second time: keep one of them (schema)',
  ],
])("%j is refused", (text, message) => {
  expect(errors(text)[0]).toBe(message);
  expect(isReadable(parse(text))).toBe(false);
  expect(() => validDomains(parse(text))).toThrow(ConfigurationError);
});

test("what a rule finds has its place in the file", () => {
  expect(
    errors(entry("aws: {region: eu-wset-1}", "mailFrom: example.org", "ttl: 5", "web:", "  mail: d1.cloudfront.net")),
  ).toEqual(
    expect.arrayContaining([
      'domains.yaml:4:19: warning: "example.com" is in "eu-wset-1", where SES is not known to be: did you mean "eu-west-1"? (region-known)',
      expect.stringMatching(/^domains\.yaml:6:10: error: record "dkim-1" of "example\.com": the ttl is 5: /),
      expect.stringMatching(/^domains\.yaml:5:5: error: mailFrom "example\.org" is not a subdomain of "example\.com"/),
    ]),
  );
});

test("the domains are valid if there are only warnings", () => {
  expect(only(entry("aws: {region: mx-central-9}"))?.region).toBe("mx-central-9");
});

test("the domains are read without the rules, and what cannot be read is reported", () => {
  const read = (text: string) => parseConfiguration([{ file: "domains.yaml", text }], [], { rules: false });
  const text = entry("aws: {region: us-east-1}", "mailFrom: example.org", "ttl: 5");
  expect(parse(text).findings.filter(({ severity }) => severity === "error")).not.toEqual([]);
  expect(read(text)).toMatchObject({ domains: parse(text).domains, findings: [] });
  const broken = entry("aws: {region: us-east-1}", "mailfrom: bounce");
  expect(read(broken).findings).toEqual(parse(broken).findings);
  expect(read(broken).findings).toHaveLength(1);
});
