import { parseConfiguration } from "../../lib/config/configuration";
import { foldFindings } from "../../lib/report/folded";

const DEFAULTS = "defaults: {aws: {region: us-east-1}, dmarc: {policy: reject, rua: d@reports.example.net}}";

function folded(...entries: string[]): string[] {
  const text = [DEFAULTS, "domains:", ...entries.map((entry) => `  - {${entry}}`)].join("\n");
  const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text }]);
  const domainOf = new Map(domains.map(({ entry, domain }) => [entry, domain]));
  return foldFindings(findings, (entry) => domainOf.get(entry)).map(([, line]) => line);
}

const named = (count: number) => Array.from({ length: count }, (_, index) => `domain: d${index}.example`);

test("the same warning for many domains is one line, with their number and the first of them", () => {
  expect(folded(...named(40))).toEqual([
    'domains.yaml:3:5: warning: dmarc of "d0.example" reports to "d@reports.example.net": the owner of "reports.example.net" must publish TXT "d0.example._report._dmarc.reports.example.net" with "v=DMARC1", or no reports are sent (dmarc-report-consent), and so for 39 more: d1.example, d2.example, d3.example and 36 more',
  ]);
  expect(folded(...named(3))).toEqual([expect.stringMatching(/, and so for 2 more: d1\.example, d2\.example$/)]);
});

test("two stay two, and what differs in more than the domain stays apart", () => {
  expect(folded(...named(2))).toHaveLength(2);
  const lines = folded(
    ...named(3),
    "domain: x.example, dmarc: {rua: other@reports.example.net}",
    "domain: y.example, dmarc: {rua: other@reports.example.net}",
  );
  expect(lines.map((line) => /"(\w+\.example)"/.exec(line)?.[1])).toEqual(["d0.example", "x.example", "y.example"]);
});

test("entries with names of their own are folded too, and named by them", () => {
  const lines = folded(...named(3).map((domain, index) => `${domain}, name: n${index}`));
  expect(lines).toEqual([expect.stringMatching(/and so for 2 more: n1, n2$/)]);
});

test("errors are never folded", () => {
  const lines = folded(...named(5).map((domain) => `${domain}, ttl: 5`));
  expect(lines.filter((line) => line.includes("error:")).map((line) => line.split(":")[1])).toEqual([
    "3",
    "4",
    "5",
    "6",
    "7",
  ]);
});
