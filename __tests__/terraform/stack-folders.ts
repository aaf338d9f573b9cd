// Stacks made by hand, of Terraform's built-in resources and a local state: they need no provider and no network.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The inside of one stack's cdk.tf.json, without its backend. */
export type StackJson = Readonly<Record<string, unknown>>;

/** A project's folder below the temporary one, with an out folder as synth leaves it. */
export class StackFolders {
  readonly root = realpathSync(mkdtempSync(path.join(tmpdir(), "mailzone-terraform-")));
  readonly out = path.join(this.root, "cdktf.out");
  readonly plans = path.join(this.root, ".mailzone", "plans");
  private readonly stacks = new Map<string, StackJson>();

  /** An environment for Terraform that knows nothing of the machine's own settings. */
  readonly env: Readonly<Record<string, string | undefined>>;

  constructor() {
    const cliConfig = path.join(this.root, "terraformrc");
    writeFileSync(cliConfig, "");
    this.env = { PATH: process.env.PATH, HOME: this.root, TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "1" };
  }

  /** Writes a stack, or writes it anew, and the manifest. */
  write(name: string, json: StackJson): void {
    this.stacks.set(name, json);
    const folder = path.join(this.out, "stacks", name);
    mkdirSync(folder, { recursive: true });
    const backend = { local: { path: `../../../terraform.${name}.tfstate` } };
    writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend }, ...json }, null, 2));
    const stacks = Object.fromEntries([...this.stacks.keys()].map((key) => [key, manifestStack(key)]));
    writeFileSync(path.join(this.out, "manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function manifestStack(name: string): object {
  return {
    name,
    constructPath: name,
    workingDirectory: `stacks/${name}`,
    synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    annotations: [],
    dependencies: [],
  };
}
