// Synth and Terraform in the place of the real ones, in the test's process: stacks, a plan that the test gives, and a note of what is
// applied. Its plan file is the plan's JSON itself.
import fs from "node:fs";
import path from "node:path";
import type { ProcessOptions, ProcessResult, RunProcess } from "../../lib/terraform/process/process";

const DONE: ProcessResult = { code: 0, signal: null, stdout: "", stderr: "", interrupted: false };

/** A command of Terraform, or `synth`. */
export interface Call {
  readonly command: string;
  /** The folder that it runs in is the stack's; synth's is the project's. */
  readonly stack: string;
  readonly args: readonly string[];
  readonly options: ProcessOptions;
}

export class FakeTerraform {
  /** What the next plan of a stack will be. */
  planOf: (stack: string) => string;
  /** The configuration that synth makes; another one is another plan's. */
  configuration = "{}";
  /** Of each stack that was applied; it rises with each apply, as a state's does. */
  readonly serials = new Map<string, number>();
  /** Terraform's commands, one after the other. */
  readonly calls: string[] = [];
  /** The plan files that were applied. */
  readonly applied: string[] = [];
  /** Called before each command. */
  before: (command: string, call: Call) => void = () => {};
  /** What a command ends with in the place of what it would do. @default - it does it */
  instead: (call: Call) => Partial<ProcessResult> | Promise<Partial<ProcessResult>> | undefined = () => undefined;

  constructor(
    plan: string | ((stack: string) => string),
    readonly stacks: readonly string[] = ["mail"],
  ) {
    this.planOf = typeof plan === "string" ? () => plan : plan;
  }

  /** The next plan, of every stack. */
  set plan(text: string) {
    this.planOf = () => text;
  }

  readonly run: RunProcess = async (_file, args, options) => {
    const command = options.env.CDKTF_OUTDIR === undefined ? (args[0] ?? "") : "synth";
    const stack = path.basename(options.cwd);
    const call = { command, stack, args, options };
    this.calls.push(command);
    this.before(command, call);
    if (options.interrupts.interrupted) return { ...DONE, code: null, interrupted: true };
    const instead = await this.instead(call);
    if (instead !== undefined) return { ...DONE, interrupted: options.interrupts.interrupted, ...instead };
    const last = args.at(-1) ?? "";
    if (command === "synth") this.#synth(options.env.CDKTF_OUTDIR ?? "");
    if (command === "version") return { ...DONE, stdout: "Terraform v1.11.4\n" };
    if (command === "init") {
      fs.mkdirSync(path.join(options.cwd, ".terraform"), { recursive: true });
      fs.writeFileSync(path.join(options.cwd, ".terraform", "terraform.tfstate"), "{}");
    }
    if (command === "plan") {
      const out = args.find((arg) => arg.startsWith("-out="))?.slice("-out=".length) ?? "";
      fs.writeFileSync(out, this.planOf(stack));
    }
    if (command === "show") fs.copyFileSync(last, options.stdoutFile ?? "");
    if (command === "state")
      return { ...DONE, stdout: JSON.stringify({ lineage: "l", serial: this.serials.get(stack) ?? 1 }) };
    if (command === "apply") {
      this.applied.push(fs.readFileSync(last, "utf8"));
      this.touch(stack);
      const changes = { add: 0, change: 1, remove: 0, import: 0, operation: "apply" };
      options.onStdoutLine?.(JSON.stringify({ type: "change_summary", changes }));
    }
    return DONE;
  };

  /** Another run writes the state. */
  touch(stack: string): void {
    this.serials.set(stack, (this.serials.get(stack) ?? 1) + 1);
  }

  #synth(out: string): void {
    const stacks = this.stacks.map((name) => {
      const folder = path.join("stacks", name);
      fs.mkdirSync(path.join(out, folder), { recursive: true });
      fs.writeFileSync(path.join(out, folder, "cdk.tf.json"), this.configuration);
      return [name, { name, workingDirectory: folder, synthesizedStackPath: `${folder}/cdk.tf.json` }];
    });
    fs.writeFileSync(path.join(out, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(stacks) }));
  }
}

/** How a command with -json ends that reports an error: it prints the diagnostic as a line. */
export function failing({ options }: Call, summary: string, detail = ""): Partial<ProcessResult> {
  options.onStdoutLine?.(JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary, detail } }));
  return { code: 1 };
}

/** Terraform's error where another run has the lock of a state. */
export const LOCKED = {
  summary: "Error acquiring the state lock",
  detail:
    `Error message: operation error S3: PutObject, https response error StatusCode: 412
Lock Info:
  ID:        d4deefaf-036c-a5d7-4389-411656c6820b
  Path:      state/mailzone/mail.tfstate
  Operation: OperationTypeApply
  Who:       runner@fv-az1
  Version:   1.11.4
  Created:   2026-01-02 03:04:05.678901234 +0000 UTC
  Info:      ` +
    `

Terraform acquires a state lock to protect the state from being written
by multiple users at the same time.`,
};
