// certificate in domains.yaml: its names, its records, and what it needs.
import { parseConfiguration } from "../../../lib/config/configuration";
import { domainRecords, hasPlaceholder, PLACEHOLDER_REFS } from "../../../lib/dns/domain-records";
import { certificateId, isValidationRecord, validatedNames } from "../../../lib/dns/kinds/certificate";

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

test("without a website there is none, which is said", () => {
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
