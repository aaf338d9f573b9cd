// The next step of a ladder, written into domains.yaml: one policy, and no other byte.
import { raisePolicy } from "../../../lib/app/reports/climb";
import type { LadderStep } from "../../../lib/dns/dmarc-ladder";

const raise = (text: string, step: LadderStep, entry = "example.com") =>
  raisePolicy(text, { entry, step }, "domains.yaml");
const entry = (dmarc: string) =>
  `# ours\ndomains:\n  - domain: example.com # first\n${dmarc}    aws: {region: us-east-1}\n`;

test.each<readonly [string, string, LadderStep, string]>([
  [
    "a map",
    "    dmarc:\n      policy: none # for now\n      ladder: true\n",
    "quarantine-test",
    "    dmarc:\n      policy: quarantine # for now\n      testing: true\n      ladder: true\n",
  ],
  [
    "a map with a test that ends",
    "    dmarc:\n      testing: true # until May\n      policy: quarantine\n",
    "quarantine",
    "    dmarc:\n      testing: false # until May\n      policy: quarantine\n",
  ],
  [
    "a map in one line",
    "    dmarc: { policy: none, ladder: true } # a\n",
    "quarantine-test",
    "    dmarc: { policy: quarantine, testing: true, ladder: true } # a\n",
  ],
  [
    "a map without a policy",
    "    dmarc:\n      rua: a@example.com\n",
    "quarantine",
    "    dmarc:\n      rua: a@example.com\n      policy: quarantine\n",
  ],
  ["a policy alone", "    dmarc: none # for now\n", "reject", "    dmarc: reject # for now\n"],
  [
    "a policy alone that becomes a test",
    "    dmarc: none\n",
    "reject-test",
    "    dmarc: { policy: reject, testing: true }\n",
  ],
  [
    "nothing, where the defaults have the ladder",
    "",
    "quarantine-test",
    "    dmarc: { policy: quarantine, testing: true }\n",
  ],
  [
    "a quoted policy",
    "    dmarc: {policy: 'quarantine', testing: true, ladder: true}\n",
    "reject-test",
    "    dmarc: {policy: reject, testing: true, ladder: true}\n",
  ],
])("%s is changed and every other byte is kept", (_, dmarc, step, expected) => {
  expect(raise(entry(dmarc), step)).toBe(entry(expected));
  expect(raise(entry(dmarc).replaceAll("\n", "\r\n"), step)).toBe(entry(expected).replaceAll("\n", "\r\n"));
});

test.each<readonly [string, string, string]>([
  [
    "an alias",
    "    dmarc: *shared\n",
    '"dmarc" of "example.com" is an alias or has an anchor: write dmarc: {policy: reject} by hand',
  ],
  [
    "an anchor that others use",
    "    dmarc: &shared {policy: none}\n",
    '"dmarc" of "example.com" is an alias or has an anchor: write dmarc: {policy: reject} by hand',
  ],
  [
    "a policy with an anchor",
    "    dmarc: {policy: &p none}\n",
    '"dmarc" of "example.com" is written in a way that cannot be changed here: write dmarc: {policy: reject} by hand',
  ],
])("%s is refused at its place", (_, dmarc, message) => {
  const text = `x-shared: &other {policy: none}\n${entry(dmarc)}`.replace("*shared", "*other");
  expect(() => raise(text, "reject")).toThrow(`domains.yaml:4:5: ${message}`);
});
