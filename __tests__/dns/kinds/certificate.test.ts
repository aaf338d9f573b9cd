// certificate in domains.yaml: its names, its records, and what it needs.
import { parseConfiguration } from "../../../lib/config/configuration";
import { domainRecords, hasPlaceholder, PLACEHOLDER_REFS } from "../../../lib/dns/domain-records";
import {
  CERTIFICATE_KIND,
  certificateId,
  isValidationRecord,
  validatedNames,
} from "../../../lib/dns/kinds/certificate";

const WEB = "web: {www: d1.cloudfront.net, '@': d1.cloudfront.net, '*': d1.cloudfront.net}";
const read = (settings: string) =>
  parseConfiguration([
    {
      file: "a.yaml",
      text: `zones: {example.com: null}\ndomains:\n  - {domain: example.com, aws: {region: eu-west-1}, ${settings}}\n`,
    },
  ]);
const certificateOf = (settings: string) => read(settings).domains[0]?.certificate;

test("it has all names of web, in an order that does not depend on the file, and wildcards last", () => {
  const names = ["example.com", "www.example.com", "*.example.com"];
  expect(certificateOf(`${WEB}, certificate: true`)).toEqual({ names, wait: false });
  expect(certificateOf(`certificate: {wait: true}, ${WEB}`)).toEqual({ names, wait: true });
  expect(certificateOf(`${WEB}, certificate: {}`)).toEqual({ names, wait: false });
  expect([certificateOf(WEB), certificateOf(`${WEB}, certificate: false`)]).toEqual([undefined, undefined]);
});

test("it waits for the given time", () => {
  expect(certificateOf(`${WEB}, certificate: {wait: 2h}`)).toMatchObject({ wait: true, timeout: "2h" });
  for (const wrong of ["0m", "'2 h'", "90", "1d", "''", "'${x}'"]) {
    const [error] = read(`${WEB}, certificate: {wait: ${wrong}}`).findings;
    expect([wrong, error?.severity, error?.message]).toEqual([wrong, "error", expect.stringContaining("wait")]);
    expect(error?.at).toMatchObject({ file: "a.yaml", line: 3 });
  }
});

test("a name and its wildcard have one record", () => {
  expect(validatedNames(["example.com", "www.example.com", "*.example.com", "*.shop.example.com"])).toEqual([
    "example.com",
    "www.example.com",
    "shop.example.com",
  ]);
  const [domain] = read(`${WEB}, certificate: true`).domains;
  const ofCertificate = domainRecords(domain!, {
    ...PLACEHOLDER_REFS,
    validation: (name) => ({ name: `_a.${name}`, target: `_b.${name.length}.acm-validations.aws` }),
  }).filter(({ purpose }) => purpose === "certificate");
  expect(ofCertificate.map(({ id, type, name, content, proxied }) => [id, type, name, content, proxied])).toEqual([
    ["certificate-@", "CNAME", "_a.example.com", "_b.11.acm-validations.aws", false],
    ["certificate-www", "CNAME", "_a.www.example.com", "_b.15.acm-validations.aws", false],
  ]);
});

test("before the apply its records have placeholders, also for those who give no refs for them", () => {
  const [domain] = read(`${WEB}, certificate: true`).domains;
  const { validation: _, ...refs } = PLACEHOLDER_REFS;
  for (const known of [PLACEHOLDER_REFS, refs]) {
    const records = domainRecords(domain!, known).filter(({ purpose }) => purpose === "certificate");
    expect(records.map(hasPlaceholder)).toEqual([true, true]);
  }
});

test("a domain without mail may have one, and needs no region", () => {
  const { domains, findings } = read(`mail: none, ${WEB.replace("'*': d1.cloudfront.net", "")}, certificate: true`);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(domains[0]?.certificate?.names).toEqual(["example.com", "www.example.com"]);
});

test.each([`${WEB}, certificate: yes please`, `${WEB}, certificate: {region: eu-west-1}`])(
  "%s is refused",
  (settings) => {
    const errors = read(settings).findings.filter(({ severity }) => severity === "error");
    expect(errors.map(({ message, at }) => [message.includes("certificate"), at?.line])).toEqual([[true, 3]]);
  },
);

const caa = (key: string, tag: string, value: string, more = "") =>
  `${key}: {type: CAA, name: '@', data: {flags: 0, tag: ${tag}, value: '${value}'}${more}}`;

test("a CAA record for Amazon joins those that name other issuers, and is not published without such records", () => {
  const apex = "web: {www: d1.cloudfront.net, '@': d1.cloudfront.net}";
  const wild = "web: {'*': d1.cloudfront.net}";
  const issue = ["certificate-@:issue", "issue", 300];
  const issuewild = ["certificate-@:issuewild", "issuewild", 1];
  const cases: [web: string, caa: readonly string[], made: unknown[], rules: string[]][] = [
    [apex, [], [], []],
    [apex, [caa("a", "iodef", "mailto:x@example.com")], [], []],
    [apex, [caa("a", "issue", "ca.example.net", ", ttl: 300")], [issue], []],
    [apex, [caa("a", "issue", ";", ", ttl: 300"), caa("b", "issue", "ca.example.net; x=1")], [issue], []],
    [apex, [caa("a", "issue", "ca.example.net"), caa("b", "ISSUE", "AmazonTrust.com")], [], []],
    [apex, [caa("a", "issuewild", "ca.example.net")], [], []],
    [wild, [caa("a", "issue", "ca.example.net", ", ttl: 300")], [issue], []],
    [wild, [caa("a", "issue", "amazon.com"), caa("b", "issuewild", "ca.example.net")], [issuewild], []],
    [
      WEB,
      [caa("a", "issue", "ca.example.net", ", ttl: 300"), caa("b", "issuewild", "x.example")],
      [issue, issuewild],
      [],
    ],
    [apex, [caa("a", "issue", ";")], [], ["certificate-caa"]],
    [apex, [caa("a", "issue", "amazon.com; accounturi=https://ca.example/1")], [], ["certificate-caa"]],
    [
      WEB,
      [caa("a", "issue", "ca.example.net", ", ttl: 300"), caa("b", "issuewild", ";")],
      [issue],
      ["certificate-caa"],
    ],
  ];
  for (const [web, records, made, rules] of cases) {
    const settings = `certificate: true, ${web}, records: {${records.join(", ")}}`;
    const { domains, findings } = read(settings);
    const published = domainRecords(domains[0]!, PLACEHOLDER_REFS).filter(
      ({ type, id }) => type === "CAA" && !id.startsWith("record-"),
    );
    const found = findings.flatMap(({ rule, severity }) => (severity === "error" ? rule : []));
    expect([settings, published.map(({ id, data, ttl }) => [id, data?.tag, ttl]), found]).toEqual([
      settings,
      made,
      rules,
    ]);
    for (const { data, name } of published)
      expect([data, name]).toMatchObject([{ flags: 0, value: "amazon.com" }, "example.com"]);
  }
});

test("it is published once by the entry with the CAA records, for all certificates that they govern", () => {
  const entry = (domain: string, more: string) => `  - {domain: ${domain}, aws: {region: eu-west-1}, ${more}}\n`;
  const certified = "web: {www: d1.cloudfront.net}, certificate: true";
  const own = `records: {${caa("a", "issue", "ca.example.net")}}`;
  const made = (...entries: string[]) =>
    parseConfiguration([
      { file: "a.yaml", text: `zones: {example.com: null, z.example.com: null}\ndomains:\n${entries.join("")}` },
    ]).domains.map(({ entry, certificateIssuers }) => [entry, certificateIssuers?.map(({ name }) => name)]);
  const [a, z] = [entry("a.example.com", certified), entry("z.example.com", certified)];
  expect(made(a, z, entry("example.com", own))).toEqual([
    ["a.example.com", undefined],
    // Its zone is another, and CAA is looked for above it all the same.
    ["z.example.com", undefined],
    ["example.com", ["example.com"]],
  ]);
  expect(made(entry("a.example.com", `${certified}, ${own}`), z, entry("example.com", own))).toEqual([
    ["a.example.com", ["a.example.com"]],
    ["z.example.com", undefined],
    ["example.com", ["example.com"]],
  ]);
  for (const state of ["released", "absent, protect: false"]) {
    const gone = entry("a.example.com", `${certified}, state: ${state}`);
    expect(made(gone, entry("example.com", own))[1]).toEqual(["example.com", undefined]);
    expect(made(a, entry("example.com", `${own}, state: ${state}`))).toEqual([
      ["a.example.com", undefined],
      ["example.com", undefined],
    ]);
  }
});

test("the table says what it is for", () => {
  const { descriptions } = CERTIFICATE_KIND;
  const say = (id: string) => Object.values(descriptions).map((of) => of({ id, domain: "example.com" }));
  expect(say("certificate-@:issue")).toEqual([
    "certificate: Amazon may issue for example.com",
    "証明書（example.comへのAmazonによる発行の許可）",
  ]);
  expect(say("certificate-www:issuewild")[0]).toBe("certificate: Amazon may issue for www.example.com");
});

test("an entry without a website has no certificate, and a message says so", () => {
  const { domains, findings } = read("certificate: true");
  expect(domains[0]?.certificate?.names).toEqual([]);
  expect(findings.map(({ rule }) => rule)).toContain("certificate-web");
});

test("a record of ACM is known by its name and its target", () => {
  const name = `_${"0123456789abcdef".repeat(2)}.www.example.com`;
  const target = "_x.mhbtsbpdnt.acm-validations.aws";
  expect(isValidationRecord(name, target, "www.example.com")).toBe(true);
  for (const [one, to, of] of [
    [name, target, "example.com"],
    ["_abc.www.example.com", target, "www.example.com"],
    [name, "host.example.net", "www.example.com"],
    [name, "acm-validations.aws.example.net", "www.example.com"],
  ] as const)
    expect(isValidationRecord(one, to, of)).toBe(false);
});

test("an id is the name relative to the domain", () => {
  expect([certificateId("example.com", "example.com"), certificateId("a.b.example.com", "example.com")]).toEqual([
    "certificate-@",
    "certificate-a.b",
  ]);
});
