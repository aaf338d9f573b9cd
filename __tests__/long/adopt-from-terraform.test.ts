// docs/adopt-from-terraform.md, command by command: what other Terraform code made comes to mailzone, and nothing is destroyed.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Run } from "../helpers/in-process";
import { articleRecords, HandMadeWorld } from "../helpers/made-by-hand";
import { domainsYaml, entryOf, type Project, withProject } from "../helpers/project";

jest.setTimeout(180_000);

const page = fs.readFileSync("docs/adopt-from-terraform.md", "utf8");
const OLD = path.resolve("__tests__", "fixtures", "other-terraform");
const STATE = "terraform.tfstate";

let project: Project;
let world: HandMadeWorld;
withProject(
  (fresh) => {
    project = fresh;
    world = new HandMadeWorld(project);
  },
  domainsYaml(entryOf("example.com", "us-east-1")),
);

/** The block behind a marker of the page. */
function block(marker: string): string {
  const start = page.indexOf(`<!-- ${marker} -->`);
  if (start === -1) throw new Error(`the page has no ${marker}`);
  const [, text = ""] = /```\w+\n([\s\S]*?)```/.exec(page.slice(start)) ?? [];
  return text;
}

/** The folder that the page's commands are run in: the emulator keeps the old code's state as well. */
function own(...parts: string[]): string {
  const folder = project.path(".mailzone", "sandbox", "own");
  fs.mkdirSync(path.join(folder, "old"), { recursive: true });
  return path.join(folder, ...parts);
}

/** Runs the commands of the page as they stand, in the emulator. */
async function follow(marker: string): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const command of block(`run: ${marker}`).trim().split("\n")) {
    const run = await one(command);
    if (run.code !== 0) throw new Error(`${command} ended with ${run.code}: ${run.stdout}${run.stderr}`);
    runs.push(run);
  }
  return runs;
}

async function one(command: string): Promise<Run> {
  const inEmulator = command
    .replaceAll("cdktf.out/", `${project.path(".mailzone", "sandbox", "out")}/`)
    .replaceAll("$PWD", own())
    .replaceAll(/["']/g, "");
  const [words = "", file] = inEmulator.split(" > ");
  const [program, ...args] = words.split(" ");
  if (program === "rm") {
    fs.rmSync(project.path(args[0] ?? ""));
    return { code: 0, stdout: "", stderr: "" };
  }
  const run =
    program === "npx"
      ? await project.run(...args.slice(2), "--emulated")
      : await project.run("emulator", "--", "sh", "-c", 'cd "$0" && exec "$@"', own(), program ?? "", ...args);
  if (file !== undefined) fs.writeFileSync(own(file), run.stdout);
  return run;
}

async function applyOld(): Promise<void> {
  fs.cpSync(OLD, own("old"), { recursive: true });
  expect(await one("terraform -chdir=old init")).toMatchObject({ code: 0 });
  expect(await one("terraform -chdir=old apply -auto-approve")).toMatchObject({ code: 0 });
}

/** A state of resources that these providers do not have, as an older provider left it. */
function writeOldState(types: readonly (readonly [type: string, name: string, provider: string])[]): void {
  fs.writeFileSync(own("old", "main.tf"), "");
  const resources = types.map(([type, name, provider]) => ({
    mode: "managed",
    type,
    name,
    provider: `provider["registry.terraform.io/${provider}"]`,
    instances: [{ schema_version: 0, attributes: { id: `${type}-${name}` } }],
  }));
  const state = { version: 4, terraform_version: "1.11.4", serial: 1, lineage: "00000000-0000-4000-8000-000000000001" };
  fs.writeFileSync(own("old", STATE), JSON.stringify({ ...state, outputs: {}, resources, check_results: null }));
}

test("another module of the same providers: imported, then forgotten by removed blocks", async () => {
  await applyOld();
  const before = await project.world();
  const adopted = await follow("adopt");
  expect(adopted[1]?.stdout).toContain("8 to import, 0 to add, 3 to change, 0 to destroy");
  fs.writeFileSync(own("old", "main.tf"), block("write: old/main.tf"));
  const [plan] = await follow("removed");
  expect(plan?.stdout).toMatch(/will no longer be managed by Terraform/);
  await follow("after");
  expect(await project.world()).toEqual(before);
});

test("records of provider 4: adopted, then taken out of the old state without its provider", async () => {
  world.records(articleRecords(world.identity()).slice(0, 6));
  writeOldState(["dkim", "mx", "spf", "dmarc"].map((name) => ["cloudflare_record", name, "cloudflare/cloudflare"]));
  const before = world.all();
  const adopted = await follow("adopt");
  expect(adopted[1]?.stdout).toContain("8 to import, 0 to add, 0 to change, 0 to destroy");
  await follow("cloudflare_record");
  await one("terraform -chdir=old init");
  await follow("after");
  expect(world.all()).toEqual(before);
});

test("an identity of SES's first API: it is the same identity, with the same tokens", async () => {
  world.records(articleRecords(world.identity()).slice(0, 6));
  writeOldState(
    ["aws_ses_domain_identity", "aws_ses_domain_dkim", "aws_ses_domain_mail_from"].map((type) => [
      type,
      "this",
      "hashicorp/aws",
    ]),
  );
  const before = await project.world();
  await follow("adopt");
  await follow("aws_ses");
  await one("terraform -chdir=old init");
  await follow("after");
  expect(await project.world()).toEqual(before);
});

test("states can be moved instead: the plan after it creates nothing", async () => {
  await applyOld();
  const before = await project.world();
  const runs = await follow("move");
  expect(runs.at(-1)?.stdout).toContain("0 to import, 0 to add, 3 to change, 0 to destroy");
  expect(await project.world()).toEqual(before);
  expect((await one("terraform -chdir=old state list")).stdout).toBe("");
});

test("the page's code for removed blocks is what terraform takes", () => {
  const file = project.path("removed.tf");
  fs.writeFileSync(file, block("write: old/main.tf"));
  expect(spawnSync("terraform", ["fmt", "-check", file], { encoding: "utf8" })).toMatchObject({
    status: 0,
    stdout: "",
  });
});
