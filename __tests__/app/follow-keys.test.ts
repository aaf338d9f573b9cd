// One apply for a changed DKIM key: it plans again and applies the records that follow, or says why not. With Terraform played by the test.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { applyStacks, createWorkspace, loadConfiguration, planDigest, planStacks } from "../../lib";
import { readPlan } from "../../lib/plan/plan";
import { FakeTerraform } from "../helpers/fake-terraform";
import { ARTICLE_YAML } from "../helpers/project";
import { change, dkim, dmarc, IDENTITY, identity, plan, record } from "../review/plans";

const planOf = (...changes: object[]) => plan(changes, { applyable: true, complete: true });
const keyed = (length: number) =>
  identity({ dkim_signing_attributes: [{ next_signing_key_length: `RSA_${length}_BIT` }] });
const KEY = planOf(change(`${IDENTITY}.example_com`, keyed(1024), keyed(2048)));
const now = identity({ dkim_signing_attributes: [{ tokens: ["new1", "new2", "new3"] }] });
const same = change(`${IDENTITY}.example_com`, now, now);
const records = [1, 2, 3].map((index) => record(`dkim-${index}`, dkim(`old${index}`), dkim(`new${index}`)));
const FOLLOW = planOf(same, ...records);
const MORE = planOf(same, ...records, record("dmarc", dmarc("v=DMARC1; p=none;"), dmarc("v=DMARC1; p=reject;")));
const HINT = /mail may be unsigned until they do, run mailzone plan, read it, and mailzone apply now$/;

let cwd: string;
let terraform: FakeTerraform;
beforeEach(() => {
  cwd = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-follow-")));
  fs.writeFileSync(path.join(cwd, "domains.yaml"), ARTICLE_YAML);
  terraform = new FakeTerraform(KEY);
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

/** Applies the changed key; what is planned after it is `second`. */
async function applyKey(second: string, request = {}) {
  const said: string[] = [];
  const env = { TERRAFORM_BINARY_NAME: "terraform", HOME: cwd };
  const workspace = createWorkspace({ cwd, env, run: terraform.run, say: (text) => void said.push(text) });
  const config = loadConfiguration(["domains.yaml"], cwd);
  const once = { parallel: 1, preflight: false };
  await planStacks(workspace, config, once);
  terraform.before = (command) => {
    if (command === "apply") terraform.plan = second;
  };
  const applied = await applyStacks(workspace, config, { ...once, ...request });
  return { applied, said, workspace };
}

test("the records follow in the same apply, and each is shown before", async () => {
  const { applied, said } = await applyKey(FOLLOW);
  expect(terraform.applied).toEqual([KEY, FOLLOW]);
  expect(applied).toMatchObject({ kind: "ended", isFollowed: true, results: [{ stack: "mail" }, { stack: "mail" }] });
  expect(said).toContain(
    '"example.com" in us-east-1: SES made new DKIM tokens, planning again for the records that follow them',
  );
  expect(said.filter((line) => line.startsWith("mail: ~ CNAME old"))).toHaveLength(3);
});

test("the digest of the first plan is enough where it was reviewed", async () => {
  const expect_ = new Map([["mail", planDigest(readPlan(KEY, "mail"))]]);
  const { applied } = await applyKey(FOLLOW, { expect: expect_ });
  expect([terraform.applied, applied.kind]).toEqual([[KEY, FOLLOW], "ended"]);
});

test("a plan that does anything else is not applied, is said, and is not kept for a later apply", async () => {
  const { applied, said, workspace } = await applyKey(MORE);
  expect(terraform.applied).toEqual([KEY]);
  expect(applied).toMatchObject({ kind: "ended", isFollowed: false, results: [{ status: "applied" }] });
  expect(said.at(-1)).toMatch(HINT);
  expect(said.at(-1)).toContain("because the plan does something else as well (~ TXT _dmarc.example.com");
  expect(workspace.plans.stacks()).not.toContain("mail");
});

test("nothing more is applied if nothing is left to follow", async () => {
  const still = await applyKey(planOf(same));
  expect([terraform.applied, still.applied]).toMatchObject([[KEY], { isFollowed: true }]);
});

test("a second plan that fails leaves no doubt about what is to be done", async () => {
  terraform.instead = ({ command }) =>
    command === "plan" && terraform.applied.length > 0 ? { code: 1, stderr: "no way" } : undefined;
  const { applied, said } = await applyKey(FOLLOW);
  expect(applied).toMatchObject({ kind: "ended", isFollowed: false });
  expect(said.at(-1)).toMatch(HINT);
  expect(said.at(-1)).toContain("because the plan for them failed");
});

test("a change that is no key's plans once", async () => {
  terraform.plan = planOf(record("dmarc", dmarc("v=DMARC1; p=none;"), { ...dmarc("v=DMARC1; p=none;"), ttl: 300 }));
  const { applied } = await applyKey(FOLLOW);
  expect([applied, terraform.applied.length]).toMatchObject([{ isFollowed: true }, 1]);
});
