// What mailzone drift and ci drift read of domains.yaml: what was applied is compared, whatever the rules say about the file now.
import fs from "node:fs";
import path from "node:path";
import { addCheck } from "../../lib/cli/check";
import { addCi } from "../../lib/cli/ci/ci";
import { addDrift } from "../../lib/cli/drift";
import { UserError } from "../../lib/user-error";
import { Checkout } from "../helpers/checkout";

// The other half of ci drift, which asks name servers.
jest.mock("../../lib/app/verify/verify", () => ({
  verifyDomains: () => Promise.reject(new UserError("nobody is asked here")),
}));

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

/** A CNAME has no record beside it. */
const BROKEN = `zones: {example.com: 0123456789abcdef0123456789abcdef}
domains:
  - domain: example.com
    aws: {region: us-east-1}
    records:
      alias: {type: CNAME, name: www, content: other.example.net}
      beside: {type: TXT, name: www, content: text}
`;

test("a rule that errs ends check, and neither drift nor ci drift", async () => {
  fs.writeFileSync(path.join(checkout.folder, "domains.yaml"), BROKEN);
  const said = async (...[add, args, env]: Parameters<Checkout["run"]>) => {
    const { code, out, err } = await checkout.run(add, args, env);
    return { code, text: out + err };
  };
  expect(await said(addCheck, ["check"])).toEqual({ code: 1, text: expect.stringContaining("(cname-alone)") });
  const summary = checkout.path("summary.md");
  const drift = await said(addDrift, ["drift"]);
  const nightly = await said(addCi, ["ci", "drift"], { GITHUB_STEP_SUMMARY: summary });
  // There is no state, which both say; of the rule they say nothing.
  for (const { code, text } of [drift, { ...nightly, text: nightly.text + fs.readFileSync(summary, "utf8") }]) {
    expect(code).toBe(2);
    expect(text).toContain("does not exist: nothing was applied yet");
    expect(text).not.toContain("cname-alone");
  }
});
