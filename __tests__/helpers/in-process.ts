// The command line run in the process of the test: what a process of its own would be given comes in, and what it would print comes
// out. It starts no node, which takes a third of a second each. Terraform and synth are processes of their own as ever, unless
// a test gives a runner in their place.
import fs from "node:fs";
import { Readable } from "node:stream";
import { CLIENTS } from "../../lib/app/clients";
import { SYNTH } from "../../lib/app/package";
import { run } from "../../lib/cli/program";
import type { Shell } from "../../lib/cli/shell";
import { printable } from "../../lib/cli/terminal";
import { isRunning } from "../../lib/files/running";
import { CLOCK } from "../../lib/net/clock";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import { type RunProcess, runProcess } from "../../lib/terraform/process/process";

// As lib/cli/main.ts does for its process.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** How a command ended, and all that it wrote. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface InProcess {
  /** The folder that it is run in. */
  readonly cwd: string;
  /** The whole environment. @default - PATH, and the folder as HOME */
  readonly env?: Shell["env"];
  /** What is piped in. @default - nothing */
  readonly stdin?: string;
  /** What a person at a terminal answers, one after the other; then nothing more. @default - there is no terminal */
  readonly answers?: readonly string[];
  /** To interrupt it from outside, by raise(). @default - nobody does */
  readonly interrupts?: Interrupts;
  /** The width of the terminal that stdout is. @default - it is none */
  readonly width?: number;
  /** What runs terraform, synth and git. @default - they are run */
  readonly run?: RunProcess;
  /** Milliseconds since 1970. @default - the machine's clock */
  readonly now?: () => number;
  /** Is told of each question before it is answered. @default - nobody */
  readonly onQuestion?: (question: string) => void;
}

/** What interrupts a command in this process; a child that is killed is killed for real. */
export function testInterrupts(): Interrupts {
  return new Interrupts({ kill: (pid, signal) => void process.kill(pid, signal) });
}

/** Runs `mailzone` with these arguments to its end, as in a shell without colours. */
export async function runInProcess(argv: readonly string[], options: InProcess): Promise<Run> {
  const { shell, written } = testShell(options);
  const code = shell.codeOf(await run(argv, shell));
  return { code, ...written() };
}

/** A shell that keeps what is written. */
export function testShell(options: InProcess): {
  readonly shell: Shell;
  readonly written: () => Pick<Run, "stdout" | "stderr">;
} {
  // As a process has it: without links.
  const cwd = fs.realpathSync(options.cwd);
  const { env = { PATH: process.env.PATH, HOME: cwd }, stdin = "", answers, interrupts = testInterrupts() } = options;
  const sanitize = printable(env);
  let stdout = "";
  let stderr = "";
  const say = (text: string) => {
    stderr += `${sanitize(text)}\n`;
  };
  const left = [...(answers ?? [])];
  const ask = async (question: string) => {
    options.onQuestion?.(sanitize(question));
    return interrupts.interrupted ? undefined : left.shift();
  };
  const shell: Shell = {
    env,
    cwd,
    interrupts,
    sanitize,
    say,
    run: options.run ?? runProcess,
    terraform: {},
    synth: { file: process.execPath, args: SYNTH },
    clients: CLIENTS,
    clock: CLOCK,
    now: options.now ?? Date.now,
    pid: process.pid,
    isRunning,
    codeOf: (code) => code,
    terminal: false,
    width: options.width,
    stdin: () => Readable.from([Buffer.from(stdin)]),
    print: (text) => {
      stdout += `${sanitize(text)}\n`;
    },
    ...(answers !== undefined && !env.CI && { ask }),
  };
  return { shell, written: () => ({ stdout, stderr }) };
}
