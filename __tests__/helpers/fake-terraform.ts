// Synth and Terraform in the place of the real ones, in the test's process: one stack, a plan that the test gives, and a note of what is
// applied. Its plan file is the plan's JSON itself.
import fs from "node:fs";
import path from "node:path";
import type { ProcessResult, RunProcess } from "../../lib/terraform/process/process";

const DONE: ProcessResult = { code: 0, signal: null, stdout: "", stderr: "", interrupted: false };

export class FakeTerraform {
  /** What the next plan will be. */
  plan: string;
  /** The configuration that synth makes; another one is another plan's. */
  configuration = "{}";
  /** Rises with each apply, as a state's does. */
  serial = 1;
  /** Terraform's commands, one after the other. */
  readonly calls: string[] = [];
  /** The plan files that were applied. */
  readonly applied: string[] = [];
  /** Called before each command. */
  before: (command: string) => void = () => {};

  constructor(
    plan: string,
    readonly stack = "mail",
  ) {
    this.plan = plan;
  }

  readonly run: RunProcess = async (_file, args, options) => {
    const command = options.env.CDKTF_OUTDIR === undefined ? (args[0] ?? "") : "synth";
    this.calls.push(command);
    this.before(command);
    if (options.interrupts.interrupted) return { ...DONE, code: null, interrupted: true };
    const last = args.at(-1) ?? "";
    if (command === "synth") this.#synth(options.env.CDKTF_OUTDIR ?? "");
    if (command === "version") return { ...DONE, stdout: "Terraform v1.11.4\n" };
    if (command === "init") {
      fs.mkdirSync(path.join(options.cwd, ".terraform"), { recursive: true });
      fs.writeFileSync(path.join(options.cwd, ".terraform", "terraform.tfstate"), "{}");
    }
    if (command === "plan") {
      const out = args.find((arg) => arg.startsWith("-out="))?.slice("-out=".length) ?? "";
      fs.writeFileSync(out, this.plan);
    }
    if (command === "show") fs.copyFileSync(last, options.stdoutFile ?? "");
    if (command === "state") return { ...DONE, stdout: JSON.stringify({ lineage: "l", serial: this.serial }) };
    if (command === "apply") {
      this.applied.push(fs.readFileSync(last, "utf8"));
      this.serial += 1;
      const changes = { add: 0, change: 1, remove: 0, import: 0, operation: "apply" };
      options.onStdoutLine?.(JSON.stringify({ type: "change_summary", changes }));
    }
    return DONE;
  };

  #synth(out: string): void {
    const folder = path.join("stacks", this.stack);
    fs.mkdirSync(path.join(out, folder), { recursive: true });
    fs.writeFileSync(path.join(out, folder, "cdk.tf.json"), this.configuration);
    const stack = { name: this.stack, workingDirectory: folder, synthesizedStackPath: `${folder}/cdk.tf.json` };
    fs.writeFileSync(path.join(out, "manifest.json"), JSON.stringify({ stacks: { [this.stack]: stack } }));
  }
}
