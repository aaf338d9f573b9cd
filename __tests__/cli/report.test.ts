// check and review with --format sarif and github: exit codes as ever, files named from the repository's top.
import { addCheck } from "../../lib/cli/check";
import { addReview } from "../../lib/cli/review";
import { addVerify } from "../../lib/cli/verify";
import { Checkout } from "../helpers/checkout";
import { dmarc, plan, record } from "../review/plans";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
  checkout.write({
    "my mail/dömains.yaml": "domains:\n  - domain: example.com\n    zonId: x\n",
    "my mail/plan.json": plan([record("dmarc", dmarc("v=DMARC1; p=none;"), dmarc("v=DMARC1; p=reject;"))]),
  });
});
afterEach(() => checkout.remove());

test("check names the file from the repository's top, and refuses as ever", async () => {
  const run = (format: string) =>
    checkout.run(
      addCheck,
      ["check", "--config", "dömains.yaml", "--format", format],
      { GITHUB_WORKSPACE: checkout.folder },
      "my mail",
    );
  const sarif = await run("sarif");
  expect(sarif.code).toBe(2);
  expect(JSON.parse(sarif.out).runs[0].results[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: "my%20mail/d%C3%B6mains.yaml", uriBaseId: "%SRCROOT%" },
    region: { startLine: 3, startColumn: 5 },
  });
  const github = await run("github");
  expect(github.code).toBe(2);
  expect(github.out).toContain("error file=my mail/dömains.yaml,line=3,col=5,title=schema::unknown key");
});

test("review is about the plan where its configuration cannot be read, says so, and fails as ever", async () => {
  const args = ["review", "my mail/plan.json", "--format", "github", "--fail-on", "danger", "--config", "nope.yaml"];
  const { code, out, err } = await checkout.run(addReview, args);
  expect(code).toBe(1);
  expect(out).toContain("error file=my mail/plan.json,title=dmarc-rejects::");
  expect(err).toContain('cannot read "nope.yaml"');
});

test.each(["sarif", "github"])("a message has no --format %s", async (format) => {
  const { code, out, err } = await checkout.run(addVerify, ["verify", "--message", "x.eml", "--format", format]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(
    `verify got --message with --format ${format} or --out, which it does not have: leave them out`,
  );
});
