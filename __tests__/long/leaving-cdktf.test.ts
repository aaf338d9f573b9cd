// The ways out of CDKTF: the same stacks by cdktn, which goes on where CDKTF ended, and as plain JSON of Terraform, for those who keep no CDK at
// all. All examples have the same resources, addresses and plan.
import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Emulator, startEmulator } from "../../packages/emulator/index";
import { createIdentity, putMailFrom, World } from "../../packages/emulator/internals/world";
import { ZONE_ID } from "../helpers/domains";
import { PackedProject } from "../helpers/packed-project";
import { TERRAFORM } from "../helpers/terraform";

jest.setTimeout(240_000);

const ROOT = path.resolve(__dirname, "..", "..");
const CDKTN = path.join(ROOT, "tools", "cdktn");
const isInstalled = fs.existsSync(path.join(CDKTN, "node_modules", "cdktf"));
const EXAMPLES = fs.readdirSync(path.join(ROOT, "examples"));
/** The example that is an app of its own, with the zone of its own stack. */
const APP = "library";
const APP_ZONE = { fedcba9876543210fedcba9876543210: "example.org" };

let folder: string;
let emulator: Emulator;
let app: PackedProject;
beforeAll(async () => {
  app = PackedProject.of(APP);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-leaving-"));
  const account = { default: "111122223333" };
  makeIdentityOfOthers(path.join(folder, "world"), account.default);
  emulator = await startEmulator({
    folder: path.join(folder, "world"),
    zones: { [ZONE_ID]: "example.com", ...APP_ZONE },
    profiles: account,
  });
});

/** The identity that the example identity-elsewhere reads. */
function makeIdentityOfOthers(world: string, account: string): void {
  const opened = World.open(world);
  const key = { account, region: "eu-west-1", name: "example.com" };
  createIdentity(opened, { ...key, configurationSetName: null, tags: {}, dkim: {} });
  putMailFrom(opened, key, "mail.example.com");
  opened.close();
}

afterAll(async () => {
  await emulator.stop();
  fs.rmSync(folder, { recursive: true });
  app.remove();
});

/** Synthesises an example, each in an out folder of its own. */
function synthesize(example: string, way: string, env: Readonly<Record<string, string>>): string {
  const out = path.join(folder, example, way);
  if (fs.existsSync(out)) return out;
  fs.mkdirSync(out, { recursive: true });
  if (example === APP) {
    app.synth(out, env);
    return out;
  }
  const MAILZONE_CONFIG = path.join(ROOT, "examples", example, "domains.yaml");
  const given = { ...process.env, MAILZONE_CONFIG, CDKTF_OUTDIR: out, ...env };
  execFileSync(process.execPath, [path.join(ROOT, "bin", "run.js"), "main.ts"], { cwd: ROOT, env: given });
  return out;
}

const stacksOf = (out: string) => fs.readdirSync(path.join(out, "stacks"));

/** A stack's JSON without what CDKTF notes about itself. */
function jsonOf(out: string, stack: string): unknown {
  const { "//": _, ...rest } = JSON.parse(fs.readFileSync(path.join(out, "stacks", stack, "cdk.tf.json"), "utf8"));
  return JSON.parse(JSON.stringify(rest, (key, value) => (key === "//" ? undefined : value)));
}

/** What a plan does: every change, what stands afterwards, and the outputs. */
async function planOf(out: string, stack: string): Promise<unknown> {
  const cwd = path.join(out, "stacks", stack);
  fs.writeFileSync(
    path.join(cwd, "override.tf"),
    'terraform {\n  backend "local" {\n    path = "own.tfstate"\n  }\n}\n',
  );
  await terraform(cwd, "init", "-input=false");
  await terraform(cwd, "plan", "-input=false", "-out=plan");
  const { resource_changes, planned_values, output_changes } = JSON.parse(
    await terraform(cwd, "show", "-json", "plan"),
  );
  return { resource_changes, planned_values, output_changes };
}

function terraform(cwd: string, ...args: string[]): Promise<string> {
  const env = emulator.environment(process.env);
  return new Promise((resolve, reject) => {
    execFile(TERRAFORM, args, { cwd, env, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(stdout + stderr)),
    );
  });
}

const usual = new Map<string, Promise<ReadonlyMap<string, unknown>>>();

/** The plans of an example as CDKTF makes it, by stack. */
function usualPlans(example: string, out: string): Promise<ReadonlyMap<string, unknown>> {
  const known = usual.get(example) ?? plansOf(out);
  usual.set(example, known);
  return known;
}

async function plansOf(out: string): Promise<ReadonlyMap<string, unknown>> {
  const plans = new Map<string, unknown>();
  for (const stack of stacksOf(out)) plans.set(stack, await planOf(out, stack));
  return plans;
}

(isInstalled ? test : test.skip).each(EXAMPLES)("%s is the same by cdktn, under cdktf's name", async (example) => {
  const [cdktf, cdktn] = [
    synthesize(example, "cdktf", {}),
    synthesize(example, "cdktn", { NODE_OPTIONS: `--require ${path.join(CDKTN, "resolve.js")}` }),
  ];
  const version = (out: string) => JSON.parse(fs.readFileSync(path.join(out, "manifest.json"), "utf8")).version;
  expect([version(cdktf), version(cdktn)]).toEqual(["0.21.0", "0.24.0"]);
  expect(stacksOf(cdktn)).toEqual(stacksOf(cdktf));
  for (const stack of stacksOf(cdktf)) expect(jsonOf(cdktn, stack)).toEqual(jsonOf(cdktf, stack));
  expect(await plansOf(cdktn)).toEqual(await usualPlans(example, cdktf));
});

test.each(EXAMPLES)("%s is the same as plain JSON, with nothing of CDKTF beside it", async (example) => {
  const out = synthesize(example, "cdktf", {});
  const plain = path.join(folder, example, "plain");
  for (const stack of stacksOf(out)) {
    fs.mkdirSync(path.join(plain, "stacks", stack), { recursive: true });
    fs.writeFileSync(path.join(plain, "stacks", stack, "main.tf.json"), JSON.stringify(jsonOf(out, stack)));
  }
  expect(await plansOf(plain)).toEqual(await usualPlans(example, out));
});
