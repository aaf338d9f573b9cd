// Whatever a command in the emulator runs, with the real cdktf and terraform: the project's states and files stay as they are.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ARTICLE_YAML, type Project, testWithCdktf, until, withProject } from "../helpers/project";
import { TERRAFORM, terraformFile } from "../helpers/terraform";

jest.setTimeout(180_000);

/** Stacks with every kind of backend, two of which read another's state; and one that names none. */
const APP = `const { App, TerraformStack, TerraformOutput, TerraformLocal, S3Backend, LocalBackend, HttpBackend, CloudBackend, NamedCloudWorkspace } = require("cdktf");
const app = new App();
class Plain extends TerraformStack {
  constructor(name, backend, other) {
    super(app, name);
    if (backend) backend(this);
    this.word = new TerraformLocal(this, "word", name);
    new TerraformOutput(this, "out", { value: other ? other.word.asString : name });
  }
}
const s3 = new Plain("with-s3", (stack) => new S3Backend(stack, { bucket: "b", key: "k", region: "us-east-1" }));
const none = new Plain("none", undefined, s3);
new Plain("cloud", (stack) => new CloudBackend(stack, { organization: "o", workspaces: new NamedCloudWorkspace("w") }), none);
new Plain("http", (stack) => new HttpBackend(stack, { address: "http://127.0.0.1:1/state" }));
new Plain("local", (stack) => new LocalBackend(stack, { path: __dirname + "/terraform.mail.tfstate" }));
app.synth();
`;
const HAND_WRITTEN = (backend: string) => `terraform {
  required_providers {
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "5.14.0"
    }
  }
  ${backend}
}
resource "cloudflare_dns_record" "one" {
  zone_id = "0123456789abcdef0123456789abcdef"
  name    = "one.example.com"
  type    = "TXT"
  content = "\\"one\\""
  ttl     = 60
}
`;

let project: Project;
withProject((fresh) => {
  project = fresh;
}, ARTICLE_YAML);

/** Every file of the project but the emulator's, with its content. */
function files(): Record<string, string> {
  const names = fs.readdirSync(project.folder, { recursive: true, encoding: "utf8" });
  const real = names.filter(
    (name) => !/^(\.mailzone|node_modules)/.test(name) && fs.statSync(project.path(name)).isFile(),
  );
  return Object.fromEntries(real.sort().map((name) => [name, project.read(name)]));
}

testWithCdktf("cdktf deploys and destroys an app with any backend, and the real states are not touched", async () => {
  fs.symlinkSync(path.resolve("node_modules"), project.path("node_modules"));
  project.write("main.js", APP);
  project.write(
    "cdktf.json",
    JSON.stringify({ language: "typescript", app: "node main.js", sendCrashReports: "false" }),
  );
  for (const name of ["none", "mail"]) project.write(`terraform.${name}.tfstate`, '{"serial": 7, "lineage": "real"}');
  const before = files();
  const deployed = await project.run("emulator", "--", "cdktf", "deploy", "*", "--auto-approve");
  expect({ ...deployed, stdout: "" }).toMatchObject({ code: 0 });
  expect(files()).toEqual(before);
  const states = fs.readdirSync(project.path(".mailzone", "sandbox")).filter((name) => name.endsWith(".tfstate"));
  expect(states.sort()).toEqual(
    ["cloud", "http", "local", "none", "with-s3"].map((name) => `terraform.${name}.tfstate`),
  );
  expect(JSON.parse(project.read(".mailzone", "sandbox", "terraform.cloud.tfstate")).outputs.out.value).toBe("none");
  expect(await project.run("emulator", "--", "cdktf", "destroy", "*", "--auto-approve")).toMatchObject({ code: 0 });
  expect(files()).toEqual(before);
});

test.each([
  'backend "s3" {\n bucket = "b"\n key = "k"\n region = "us-east-1"\n}',
  'backend "http" { address = "http://127.0.0.1:1" }',
  'backend "local" { path = "terraform.tfstate" }',
  "",
])("a hand-written stack with %j is refused in one line, and nothing is made", async (backend) => {
  fs.mkdirSync(project.path("infra"));
  project.write("infra/main.tf", HAND_WRITTEN(backend));
  const before = files();
  for (const command of ["init", "plan", "apply -auto-approve", "destroy -auto-approve"]) {
    const { code, stderr } = await project.run("emulator", "--", "sh", "-c", `cd infra; terraform ${command}`);
    expect(code).toBe(1);
    expect(stderr.split("\n").filter((line) => line.includes("would leave the emulator"))).toHaveLength(1);
    expect(files()).toEqual(before);
  }
});

test("a copy of it in the emulator runs with the override that the refusal names, also where the environment was emptied", async () => {
  fs.mkdirSync(project.path(".mailzone", "sandbox", "own"), { recursive: true });
  const text = HAND_WRITTEN('backend "http" { address = "http://127.0.0.1:1" }');
  project.write("main.tf", text);
  project.write(".mailzone/sandbox/own/main.tf", text);
  const { stderr } = await project.run("emulator", "--", "terraform", "init");
  const [, override = "", name = ""] = /, with (\S+) in its (\S+)$/m.exec(stderr) ?? [];
  project.write(`.mailzone/sandbox/own/${name}`, override);
  const run = (script: string) => project.run("emulator", "--", "sh", "-c", `cd .mailzone/sandbox/own && ${script}`);
  const applied = await run(
    "terraform init -input=false && env -u TF_REATTACH_PROVIDERS terraform apply -auto-approve",
  );
  expect({ ...applied, stdout: "" }).toMatchObject({ code: 0 });
  expect((await project.world()).records).toEqual(['TXT one.example.com "one"']);
  expect(await run("terraform plan -out=p && terraform apply p")).toMatchObject({ code: 0 });
});

test("a plan that was made elsewhere is refused, though it was copied into the emulator", async () => {
  const real = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-real-"));
  try {
    fs.writeFileSync(
      path.join(real, "main.tf"),
      `terraform {\n  backend "local" {\n    path = "${real}/real.tfstate"\n  }\n}\noutput "a" {\n  value = "b"\n}\n`,
    );
    const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
    for (const args of [["init"], ["plan", "-out=real.tfplan"]])
      expect(spawnSync(TERRAFORM, args, { cwd: real, env }).status).toBe(0);
    fs.cpSync(real, project.path(".mailzone", "sandbox", "own"), { recursive: true });
    fs.rmSync(project.path(".mailzone", "sandbox", "own", ".terraform"), { recursive: true });
    project.write(".mailzone/sandbox/own/override.tf", 'terraform {\n  backend "local" {}\n}\n');
    const run = await project.run("emulator", "--", TERRAFORM, "-chdir=.mailzone/sandbox/own", "apply", "real.tfplan");
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain(`the local state "${real}/real.tfstate" (real.tfplan) leads outside`);
    expect(fs.existsSync(path.join(real, "real.tfstate"))).toBe(false);
  } finally {
    fs.rmSync(real, { recursive: true });
  }
});

test("a terraform that the command names with its folder is guarded too", async () => {
  expect(await project.run("emulator", "--", terraformFile(), "plan")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`"plan" in "${project.folder}" would leave the emulator`),
  });
  expect(await project.run("emulator", "--", terraformFile(), "version")).toMatchObject({ code: 0 });
});

test("two runs at once follow each other, and both find what they made", async () => {
  fs.mkdirSync(project.path(".mailzone", "sandbox", "a"), { recursive: true });
  fs.mkdirSync(project.path(".mailzone", "sandbox", "b"), { recursive: true });
  for (const name of ["a", "b"])
    project.write(`.mailzone/sandbox/${name}/main.tf`, HAND_WRITTEN('backend "local" {}').replaceAll(/\bone\b/g, name));
  const script = (name: string, first: string) =>
    `${first} cd .mailzone/sandbox/${name} && "$TERRAFORM_BINARY_NAME" init && "$TERRAFORM_BINARY_NAME" apply -auto-approve`;
  const held = "touch held; while [ ! -e go ]; do sleep 0.1; done;";
  const one = project.start("emulator", "--", "sh", "-c", script("a", held));
  await until(() => fs.existsSync(project.path("held")), "the first run");
  const other = project.start("emulator", "--", "sh", "-c", script("b", ""));
  await until(() => other.stderr().includes("is in use by process"), "the second run to say that it waits");
  project.write("go", "");
  expect([(await one.ended).code, (await other.ended).code]).toEqual([0, 0]);
  expect((await project.world()).records).toEqual(['TXT a.example.com "a"', 'TXT b.example.com "b"']);
});

testWithCdktf("a run that is killed in the middle leaves the real state alone, and the next one goes on", async () => {
  fs.symlinkSync(path.resolve("node_modules"), project.path("node_modules"));
  project.write("terraform.mailzone.tfstate", '{"serial": 7, "lineage": "real"}');
  const before = files();
  // All of them: a record that is made in the moment of the kill is in no state, and in the way of the next run.
  const records = ["--operation", "create", "--type", "cloudflare_dns_record", "--times", "0"];
  await project.run("emulator", "fault", "delay", "60s", ...records);
  const { child, ended } = project.start("emulator", "--", "cdktf", "deploy", "--auto-approve");
  const journal = project.path(".mailzone", "sandbox", "world.jsonl");
  await until(
    () => fs.existsSync(journal) && /"identity|EMULATED|dkim/i.test(fs.readFileSync(journal, "utf8")),
    "an identity",
  );
  child.kill("SIGKILL");
  await ended;
  expect(files()).toEqual(before);
  await project.run("emulator", "fault", "clear");
  await project.run("emulator", "edit", "delete", "identity", "example.com");
  const again = await project.run("emulator", "--", "cdktf", "deploy", "--auto-approve");
  expect({ ...again, stdout: "" }).toMatchObject({ code: 0 });
  expect((await project.world()).identities).toEqual(["example.com us-east-1 SUCCESS"]);
  expect(files()).toEqual(before);
});

test("links below .mailzone are refused in one line, and what they lead to is not emptied", async () => {
  const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-elsewhere-"));
  try {
    fs.writeFileSync(path.join(elsewhere, "kept"), "kept");
    for (const place of [".mailzone", ".mailzone/sandbox", ".mailzone/sandbox/out", ".mailzone/sandbox/world.jsonl"]) {
      fs.rmSync(project.path(".mailzone"), { recursive: true, force: true });
      fs.mkdirSync(path.dirname(project.path(place)), { recursive: true });
      fs.symlinkSync(elsewhere, project.path(place));
      for (const args of [
        ["emulator", "reset"],
        ["plan", "--emulated"],
        ["emulator", "--", "true"],
        ["emulator", "status"],
      ])
        expect(await project.run(...args)).toEqual({
          code: 2,
          stdout: "",
          stderr: expect.stringMatching(/^"[^"\n]+" is a link, and mailzone follows none [^\n]+: remove it\n$/),
        });
      expect(fs.readdirSync(elsewhere)).toEqual(["kept"]);
    }
  } finally {
    fs.rmSync(elsewhere, { recursive: true });
  }
});

test("a folder without write permission gives one line", async () => {
  // A file in its place stops root too, whom permissions do not.
  project.write(".mailzone", "");
  for (const args of [
    ["emulator", "reset"],
    ["plan", "--emulated"],
    ["emulator", "--", "true"],
    ["emulator", "demo"],
  ]) {
    const { code, stderr } = await project.run(...args);
    expect({ args, code, lines: stderr.trim().split("\n"), stderr }).toMatchObject({
      code: 2,
      lines: [expect.stringMatching(/move (?:it|that file) away/)],
    });
  }
});
