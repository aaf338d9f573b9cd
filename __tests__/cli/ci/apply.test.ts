// mailzone ci apply, behind the gateway: it says so if Cloudflare's provider went past it. Terraform is played by the test.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { DIGEST } from "../../ci/pages";
import { FakeTerraform } from "../../helpers/fake-terraform";
import { runInProcess } from "../../helpers/in-process";
import { ARTICLE_YAML } from "../../helpers/project";
import { plan, record, txt } from "../../review/plans";

let cwd: string;
beforeEach(() => {
  cwd = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-ci-apply-")));
  fs.writeFileSync(path.join(cwd, "domains.yaml"), ARTICLE_YAML);
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

const dmarc = txt("_dmarc.example.com", "v=DMARC1; p=none;");
const CHANGED = record("dmarc", dmarc, { ...dmarc, ttl: 300 });
const CREATED = record("dmarc", null, dmarc);

test.each<[string, boolean, object, Readonly<Record<string, string>>]>([
  ["records were there to be read, and none was asked for", true, CHANGED, {}],
  ["there was nothing to read", false, CREATED, {}],
  ["there is no gateway", false, CHANGED, { MAILZONE_GATEWAY: "no" }],
])("where %s, saying so is %s", async (_, isSaid, change, more) => {
  const terraform = new FakeTerraform(plan([change], { applyable: true, complete: true }), ["mailzone"]);
  const env = { PATH: process.env.PATH, TERRAFORM_BINARY_NAME: "terraform", HOME: cwd, ...more };
  const { code, stdout, stderr } = await runInProcess(["ci", "apply", "--local-state"], {
    cwd,
    env: { ...env, EXPECT: `mailzone=${DIGEST}` },
    run: terraform.run,
  });
  // What is planned is not what was reviewed.
  expect({ code, applied: terraform.applied }).toEqual({ code: 1, applied: [] });
  expect(`${stdout}${stderr}`.includes("gateway: no request came through it: ")).toBe(isSaid);
});
