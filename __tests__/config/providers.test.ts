import fs from "node:fs";
import { parseConfiguration } from "../../lib/config/configuration";
import { isTested, TESTED_PROVIDERS } from "../../lib/config/schema/providers";
import { formatFinding } from "../../lib/dns/finding";

const REST = "domains: [{domain: example.com, aws: {region: us-east-1}, dmarc: {rua: d@example.com}}]";
const parse = (providers: string, ...more: string[]) =>
  parseConfiguration(
    [`providers: ${providers}\n${REST}`, ...more].map((text, index) => ({ file: `${"ab"[index]}.yaml`, text })),
  );
const findings = (...texts: [string, ...string[]]) => parse(...texts).findings.map(formatFinding);

test("versions within what was tested are taken, without a word", () => {
  expect(parse("{cloudflare: 5.22.0, aws: 6.25.0}")).toMatchObject({
    providers: { cloudflare: "5.22.0", aws: "6.25.0" },
    findings: [],
  });
  expect([isTested("cloudflare", "5.9.0"), isTested("cloudflare", "5.14.1"), isTested("cloudflare", "5.22.1")]).toEqual(
    [false, true, false],
  );
});

test("the page about other versions names the same range", () => {
  const [first, last] = TESTED_PROVIDERS.cloudflare;
  const page = fs.readFileSync("docs/upgrading-providers.md", "utf8");
  expect(page).toContain(`Tested are cloudflare ${first} to ${last} `);
  expect(page).toContain(`hashicorp/aws\` ${TESTED_PROVIDERS.aws[1]} and`);
});

test("other versions are accepted with a warning at their position", () => {
  expect(findings("{cloudflare: 5.23.0, aws: 6.24.0}")).toEqual([
    "a.yaml:1:38: warning: provider aws 6.24.0 was not tested: mailzone is made for 6.25.0, so try it with mailzone plan --emulated --providers real, or write one of these (provider-untested)",
    "a.yaml:1:25: warning: provider cloudflare 5.23.0 was not tested: mailzone is tested with 5.14.0 to 5.22.0, so try it with mailzone plan --emulated --providers real, or write one of these (provider-untested)",
  ]);
});

test.each([
  ["{cloudflare: 4.52.0}", "5.22.0"],
  ["{cloudflare: '~> 5.14'}", "5.22.0"],
  ["{cloudflare: 5.22}", "expected a text, put quotes around it"],
  ["{aws: v6.25.0}", "6.25.0"],
  ["{aws: '6.25.0\"'}", "6.25.0"],
])("%s is refused with what a version looks like", (providers, example) => {
  const { domains, findings } = parse(providers);
  expect(domains).toEqual([]);
  expect(findings.map(formatFinding)).toEqual([expect.stringContaining(example)]);
});

test("they may be in one file only", () => {
  expect(findings("{aws: 6.25.0}", "providers: {aws: 6.25.0}\n")).toEqual([
    'b.yaml:1:1: error: "providers" is also in "a.yaml": keep one of them, it applies to all files (schema)',
  ]);
});

test("an empty setting means no setting, and another provider is refused", () => {
  expect(findings("{}")).toEqual([]);
  expect(findings("{google: 6.25.0}")[0]).toContain("google");
});
