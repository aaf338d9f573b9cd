// Expectations of an apply that are refused, before anything runs or when the stacks are known. Terraform is played by the test.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { FakeTerraform } from "../helpers/fake-terraform";
import { runInProcess } from "../helpers/in-process";
import { ARTICLE_YAML } from "../helpers/project";
import { plan } from "../review/plans";

let cwd: string;
let terraform: FakeTerraform;
beforeEach(() => {
  cwd = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-expectations-")));
  fs.writeFileSync(path.join(cwd, "domains.yaml"), ARTICLE_YAML);
  terraform = new FakeTerraform(plan([], { applyable: false, complete: true }), ["mailzone"]);
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

test.each([
  [["--expect", "mailzone"], '"mailzone" is no expectation: write STACK=DIGEST, as in the review'],
  [["--expect", "mailzone=a", "--expect", "mailzone=b"], 'stack "mailzone" is expected with two digests: name one'],
  [["mailzone", "--expect", "mailzone=a"], "apply got stack names and expectations: --expect names the stacks already"],
  [["--expect", "nope=a"], 'stack "nope" is not in the configuration: the stacks are mailzone'],
  [
    ["--expect", `mailzone=v1-${"0".repeat(64)}`],
    'stack "mailzone" was reviewed with a digest of version v1, this mailzone makes v2: review the plan again, and expect the digest of that review',
  ],
  [["--expect-file", "nothing"], 'cannot read "nothing": it is not there (ENOENT): name a file of STACK=DIGEST lines'],
])("apply %j is refused", async (args, message) => {
  const env = { TERRAFORM_BINARY_NAME: "terraform", HOME: cwd };
  expect(await runInProcess(["apply", ...args], { cwd, env, run: terraform.run })).toEqual({
    code: 2,
    stdout: "",
    stderr: `${message}\n`,
  });
  expect(terraform.calls.filter((command) => command !== "synth")).toEqual([]);
});
