import { checkBase } from "../../lib/config/base";
import { parseConfiguration } from "../../lib/config/configuration";
import { formatFinding } from "../../lib/dns/finding";

const parse = (file: string, ...entries: string[]) =>
  parseConfiguration([
    {
      file,
      text: ["defaults: {aws: {region: us-east-1}}", "domains:", ...entries.map((entry) => `  - {${entry}}`)].join(
        "\n",
      ),
    },
  ]);
const check = (before: string[], after: string[]) =>
  checkBase(parse("base.yaml", ...before), parse("domains.yaml", ...after)).map(formatFinding);

const A = "domain: a.example";
const B = "domain: b.example";

test.each([
  [
    [A, B],
    [A],
    'base.yaml:4:5: error: "b.example" is dropped, and its mail stops: set state: absent or state: released, apply that, and then remove the entry (base)',
  ],
  [
    [A, `${B}, stack: other`],
    [A],
    'base.yaml:4:5: error: "b.example" is dropped with its stack "other", which Terraform forgets without a plan: set state: absent or state: released, apply that, and then remove the entry (base)',
  ],
  [
    [A, B],
    [A, `${B}, stack: other`],
    'base.yaml:4:5: error: "b.example" moves from stack "mailzone" to "other", which would destroy it there and fail to create it here: keep "stack: mailzone", or release it first and import it (base)',
  ],
  [
    [A],
    [`${A}, name: new`],
    'base.yaml:3:5: error: "a.example" is now called "new", which destroys its records and creates them again: give it the name "a.example" (base)',
  ],
])("%j to %j is an error", (before, after, message) => {
  expect(check(before, after)).toEqual([message]);
});

test("a released record that is published again must be adopted", () => {
  expect(check([`${A}, dmarc: false, spf: false`, B], [`${A}, spf: {amazonses: true}`, `${B}, dmarc: false`])).toEqual(
    ["dmarc", "spf"].map(
      (record) =>
        `base.yaml:3:5: warning: "a.example" publishes ${record} again, which it left to somebody else: first take over the existing record with mailzone adopt --write (base)`,
    ),
  );
});

test.each([
  [
    [A, B],
    [B, A],
  ],
  [[A], [A, B]],
  [
    [A, B],
    [A, `${B}, state: absent, protect: false`],
  ],
  [[A, `${B}, state: absent, protect: false`], [A]],
  [[A, `${B}, state: released, stack: other`], [A]],
  [[`${A}, dmarc: false`], [`${A}, dmarc: false, spf: {amazonses: true}`]],
])("%j to %j is not", (before, after) => {
  expect(check(before, after)).toEqual([]);
});
