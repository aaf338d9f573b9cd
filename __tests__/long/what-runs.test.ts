// What the real terraform says of programs, in modules and under for_each, is what the review reads. Terraform's own provider
// is enough: no other has to be installed.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { planDigest } from "../../lib/plan/digest";
import { readPlan } from "../../lib/plan/plan";
import { RUN_RULES } from "../../lib/review/rules/run-rules";
import { domainsYaml, Project } from "../helpers/project";
import { judged, rules } from "../review/plans";

jest.setTimeout(60_000);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true });
});

/** The plan's JSON of these files, in a folder of its own. */
function planned(files: Readonly<Record<string, string>>, ...args: readonly string[]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-runs-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  const config = path.join(folder, "terraform.rc");
  fs.writeFileSync(config, "");
  const env = { PATH: process.env.PATH, HOME: folder, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: config };
  const terraform = (...words: string[]) => execFileSync("terraform", words, { cwd: folder, env, encoding: "utf8" });
  terraform("init", "-input=false");
  terraform("plan", "-input=false", "-out=plan.tfplan", ...args);
  return terraform("show", "-json", "plan.tfplan");
}

const CHILD = `
variable "keys" { type = set(string) }
variable "pin" {
  type      = string
  sensitive = true
}
resource "terraform_data" "shell" {
  for_each = var.keys
  input    = var.pin
  provisioner "local-exec" { command = "true" }
}
data "terraform_remote_state" "later" {
  backend    = "local"
  config     = { path = "none.tfstate" }
  depends_on = [terraform_data.shell]
}
`;
const root = (pin: string) => `
module "outer" {
  source   = "./child"
  for_each = toset(["a.b[0]"])
  keys     = ["x\\"]"]
  pin      = "${pin}"
}
check "never" {
  assert {
    condition     = length(keys(module.outer)) == 2
    error_message = "not two"
  }
}
output "leak" { value = file("secret.txt") }
`;
const files = (pin: string) => ({ "main.tf": root(pin), "child/main.tf": CHILD, "secret.txt": "hidden-word" });

test("a provisioner in a module with for_each, data that is read by the apply, a check and an output", () => {
  const text = planned(files("1234"));
  expect(judged(text)).toBe("danger check-failed data-read foreign-changed output-changed provisioner-runs");
});

test("the digest is the same in another folder and with another sensitive input, and another with another command", () => {
  const digest = (text: string) => planDigest(readPlan(text, "mail"));
  const first = digest(planned(files("1234")));
  expect(digest(planned(files("5678")))).toBe(first);
  const other = { ...files("1234"), "child/main.tf": CHILD.replace('"true"', '"false"') };
  expect(digest(planned(other))).not.toBe(first);
});

test("our own stacks run nothing and go nowhere else: several accounts, records with parts, the first plan and the next", async () => {
  const project = new Project();
  const role = "arn:aws:iam::111122223333:role/mail/x.y";
  const text = (caa: string) =>
    domainsYaml(
      `{domain: example.com, aws: {region: us-east-1}, records: {caa: {type: CAA, name: "@", data: {flags: 0, tag: issue, value: ${caa}}}}}`,
      "{domain: a.example.com, aws: {region: eu-west-1, profile: other}}",
      `{domain: b.example.com, aws: {region: eu-west-1, assumeRoleArn: "${role}", allowedAccountIds: ["111122223333"]}}`,
    );
  const told = async (yaml: string) => {
    project.write("domains.yaml", yaml);
    await project.run("plan", "--emulated");
    return rules(project.read(".mailzone", "sandbox", "plans", "mailzone", "plan.json"));
  };
  const ids = RUN_RULES.map(({ id }) => id);
  try {
    const first = await told(text("amazon.com"));
    expect(first).toContain("identity-created");
    await project.run("apply", "--emulated");
    const next = await told(text("letsencrypt.org"));
    expect(next).toContain("record-changed");
    expect([...first, ...next].filter((rule) => ids.includes(rule))).toEqual([]);
  } finally {
    project.remove();
  }
});
