// One entry is released; every other byte of the file stays.
import fc from "fast-check";
import { releaseEntry } from "../../lib/adopt/release";
import { parseConfiguration } from "../../lib/config/configuration";
import { count } from "../run/cases";
import { ZONE_ID } from "./zones";

const release = (text: string, name = "example.com") => releaseEntry(text, name, "domains.yaml");
const fault = (text: string, name = "example.com") => {
  try {
    return release(text, name);
  } catch (error) {
    return (error as Error).message;
  }
};

const cases: readonly [what: string, before: string, after: string][] = [
  [
    "a block entry",
    "# ours\ndomains:\n  - domain: example.com # the shop\n    aws: {region: us-east-1}\n\n  # the other\n  - domain: example.org\n",
    "# ours\ndomains:\n  - domain: example.com # the shop\n    state: released\n    aws: {region: us-east-1}\n\n  # the other\n  - domain: example.org\n",
  ],
  [
    "a domain that is not the first key",
    "domains:\n-   aws: {region: us-east-1}\n    domain:   'example.com'\n    ttl: 60\n",
    "domains:\n-   aws: {region: us-east-1}\n    domain:   'example.com'\n    state: released\n    ttl: 60\n",
  ],
  [
    "a file without a line feed at its end",
    "domains:\n  - domain: example.com",
    "domains:\n  - domain: example.com\n    state: released",
  ],
  [
    "line ends of Windows",
    "domains:\r\n  - domain: example.com\r\n    ttl: 60\r\n",
    "domains:\r\n  - domain: example.com\r\n    state: released\r\n    ttl: 60\r\n",
  ],
  [
    "a mark of byte order, letters of all kinds before it",
    "\uFEFF# bücher, 🙂\ndomains:\n  - domain: example.com\n",
    "\uFEFF# bücher, 🙂\ndomains:\n  - domain: example.com\n    state: released\n",
  ],
  [
    "a flow entry",
    "domains: [ {domain: example.com,  ttl: 60}, {domain: example.org} ] # both\n",
    "domains: [ {domain: example.com, state: released,  ttl: 60}, {domain: example.org} ] # both\n",
  ],
  [
    "a state that it has",
    "domains:\n  - {domain: example.com, state: present } # why\n",
    "domains:\n  - {domain: example.com, state: released } # why\n",
  ],
  [
    "one that is released already",
    "domains: [{domain: example.com, state: released}]\n",
    "domains: [{domain: example.com, state: released}]\n",
  ],
  [
    "an entry with an anchor and a merge",
    "x-a: &a {ttl: 60}\ndomains:\n  - &b\n    <<: *a\n    domain: example.com\n  - domain: example.org\n",
    "x-a: &a {ttl: 60}\ndomains:\n  - &b\n    <<: *a\n    domain: example.com\n    state: released\n  - domain: example.org\n",
  ],
];

test.each(cases)("%s", (_what, before, after) => {
  expect(release(before)).toBe(after);
});

test("an entry is found by its key, by its domain where that is enough, and in its own letters", () => {
  const text = "domains:\n  - {domain: example.com, name: one}\n  - {domain: bücher.example}\n";
  expect(release(text, "one")).toContain("{domain: example.com, state: released, name: one}");
  expect(release(text, "example.com")).toBe(release(text, "one"));
  expect(release(text, "bücher.example")).toBe(release(text, "xn--bcher-kva.example"));
});

test("an edit that is impossible is reported with its place", () => {
  expect(fault("domains:\n  - {domain: example.com}\n", "example.net")).toBe(
    'domains.yaml: "example.net" is not one of its entries, which are example.com: name one of them',
  );
  expect(fault("domains:\n  - {domain: example.com, name: a}\n  - {domain: example.com, name: b}\n")).toBe(
    'domains.yaml: "example.com" has several entries: name one of a, b',
  );
  expect(fault("x-e: &e {domain: example.com}\ndomains:\n  - <<: *e\n    ttl: 60\n")).toBe(
    'domains.yaml:3:5: "example.com" has its domain by a merge: write "state: released" to it by hand',
  );
  expect(fault("x-s: &s present\ndomains:\n  - domain: example.com\n    state: *s\n")).toBe(
    'domains.yaml:3:5: "state" of "example.com" is no plain value: write it out',
  );
  expect(fault("x-e: &e {domain: example.com}\ndomains:\n  - *e\n")).toBe(
    'domains.yaml:3:5: "example.com" is an alias: write "state: released" to it by hand, in what it stands for',
  );
  expect(fault("x-d: &d [{domain: example.com}]\ndomains: *d\n")).toBe(
    'domains.yaml:1:1: "domains" is no list that can be written to: write "state: released" to it by hand',
  );
  expect(fault("domains:\n  - ? domain\n    : example.com\n")).toBe(
    'domains.yaml:2:5: "example.com" is written in a way that cannot be changed here: write "state: released" to it by hand',
  );
  expect(
    fault("domains:\n  - domain: example.com\n    state: &s present\n  - domain: example.org\n    state: *s\n"),
  ).toBe('domains.yaml:2:5: "state" of "example.com" has an anchor that others may use: write it out');
  expect(fault("domains:\n  - domain: [\n")).toBe(
    'domains.yaml:2:13: "[" is not closed, or its "]" stands too far left: add it, or indent it',
  );
});

test("only the entry's state changes in the file, whatever its layout", () => {
  const gap = fc.constantFrom("", " # a note", "   ");
  const line = fc.constantFrom(
    "ttl: 300",
    "aws: {region: us-east-1}",
    "comment: 'a: b'",
    "web: {www: d111111abcdef8.cloudfront.net}",
  );
  const item = (domain: string) =>
    fc.tuple(fc.uniqueArray(line, { maxLength: 3 }), fc.nat(3), gap, fc.boolean()).map(([lines, at, end, flow]) => {
      const fields = [...lines.slice(0, at), `domain: ${domain}`, ...lines.slice(at)];
      if (flow) return `  - {${fields.join(", ")}}${end}\n`;
      return fields.map((field, index) => `${index === 0 ? "  - " : "    "}${field}${end}\n`).join("");
    });
  fc.assert(
    fc.property(item("example.com"), item("example.org"), (first, second) => {
      const text = `# head\nzones: {example.com: ${ZONE_ID}, example.org: null}\ndefaults: {aws: {region: us-east-1}}\ndomains:\n${first}${second}`;
      const states = (of: string) => {
        const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text: of }]);
        expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
        return domains.map(({ state, ...rest }) => [state, rest]);
      };
      const released = release(text, "example.org");
      expect(released.replace(/(?:\n {4}|, )state: released/, "")).toBe(text);
      const [before, after] = [states(text), states(released)];
      expect(after).toEqual([before[0], ["released", before[1]?.[1]]]);
    }),
    { numRuns: count(15, 100), seed: 20_261_129 },
  );
});
