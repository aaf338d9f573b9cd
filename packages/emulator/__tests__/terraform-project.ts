// A Terraform project with its own emulator. Its configuration is written by hand, so these tests need nothing else of mailzone.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TERRAFORM } from "../../../__tests__/helpers/terraform";
import { type EmulatorOptions, startEmulator } from "../src/emulator";

export const ZONE = "0123456789abcdef0123456789abcdef";
const base = mkdtempSync(path.join(tmpdir(), "emulator-providers-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

export type Resources = Record<string, Record<string, object>>;

export const locked = (folder: string, purpose: string) => ({ folder, purpose, pid: process.pid, log: () => {} });

/** A project with its own world: `terraform` runs in it, each time in an emulator of its own, as commands do. */
export function project(name: string, options: Partial<EmulatorOptions> = {}) {
  const folder = path.join(base, name, ".mailzone/sandbox");
  const cwd = path.join(base, name, "stack");
  mkdirSync(cwd, { recursive: true });
  const write = (resource: Resources, rest: object = {}) => {
    const required_providers = {
      aws: { source: "hashicorp/aws", version: "6.25.0" },
      cloudflare: { source: "cloudflare/cloudflare", version: "5.14.0" },
    };
    const terraform = { required_providers, backend: { local: { path: "terraform.tfstate" } } };
    // Terraform takes an empty `resource` for a block without a label.
    const blocks = Object.keys(resource).length === 0 ? {} : { resource };
    const provider = { aws: [{ region: "eu-west-1" }], cloudflare: [{}] };
    writeFileSync(path.join(cwd, "main.tf.json"), JSON.stringify({ terraform, provider, ...blocks, ...rest }));
  };
  const terraform = async (...args: string[]): Promise<Outcome> => {
    const emulator = await startEmulator({ ...locked(folder, "test"), ...options });
    try {
      const env = emulator.environment({ ...process.env, TF_IN_AUTOMATION: "1" });
      return await run(TERRAFORM, [...args, "-no-color"], cwd, env);
    } finally {
      await emulator.stop();
    }
  };
  const apply = () => terraform("apply", "-auto-approve");
  const plan = () => terraform("plan", "-detailed-exitcode");
  const state = (address: string) => {
    const { resources } = JSON.parse(readFileSync(path.join(cwd, "terraform.tfstate"), "utf8"));
    const [type, name] = address.split(".");
    const found = resources.find((one: { type: string; name: string }) => one.type === type && one.name === name);
    return found?.instances[0].attributes;
  };
  /** The plan's changes that do something, each as `actions address`. */
  const changes = async (): Promise<string[]> => {
    const planned = await terraform("plan", "-out=plan");
    if (planned.code !== 0) throw new Error(planned.output);
    const { resource_changes = [] } = JSON.parse((await terraform("show", "-json", "plan")).output);
    return (resource_changes as { address: string; change: { actions: string[]; importing?: object } }[])
      .map(({ address, change }) => `${change.importing ? "import " : ""}${change.actions.join("/")} ${address}`)
      .filter((text) => !text.startsWith("no-op"));
  };
  return { folder, cwd, write, terraform, apply, plan, changes, state };
}

function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  return start(command, args, cwd, env).ended;
}

export function start(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv) {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<Outcome>((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => (output += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
  return { child, ended };
}

/** Terraform's output in one line: it wraps what it prints, and frames errors. */
export const flat = (output: string): string => output.replace(/\s*[│╵╷]\s*/g, " ").replace(/\s+/g, " ");

export const record = (name: string, type: string, content: string, more: object = {}) => ({
  zone_id: ZONE,
  name,
  type,
  content,
  ttl: 1,
  proxied: false,
  ...more,
});
