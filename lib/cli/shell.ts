// The outside world for a command. Only this file and main.ts use the process and the terminal.
import { constants } from "node:os";
import { createInterface } from "node:readline/promises";
import { setFlagsFromString } from "node:v8";
import { CLIENTS } from "../app/clients";
import type { Context } from "../app/context";
import { SYNTH } from "../app/package";
import { isRunning } from "../files/running";
import { CLOCK } from "../net/clock";
import { Interrupts } from "../terraform/process/interrupts";
import { runProcess } from "../terraform/process/process";
import { isPainted } from "./colors";
import { printable } from "./terminal";

/** What a command may use: everything that the functions of lib/app use, and its answer. */
export interface Shell extends Context {
  /** The emulator's folder in `.mailzone`. @default sandbox, the person's own world */
  readonly world?: "sandbox" | "demo";
  /** The exit code for a shell. After a signal it is that signal's exit code. */
  readonly codeOf: (code: number) => number;
  /** Whether stderr is a terminal on which lines can be redrawn. */
  readonly terminal: boolean;
  /** The width in cells, if stdout is a terminal. @default - stdout is not a terminal */
  readonly width?: number | undefined;
  /** Makes a text safe to draw on a terminal, for text that is neither printed nor said. */
  readonly sanitize: (text: string) => string;
  /** Prints the answer to stdout. */
  readonly print: (text: string) => void;
}

/** Runs a command line to its end. Errors are reported. */
export type RunCommand = (argv: readonly string[], shell: Shell) => Promise<number>;

/** Exit codes, as in docs/commands.md. `interrupted` is for Ctrl-C; for another signal it is 128 plus its number. */
export const EXIT = { yes: 0, no: 1, refused: 2, interrupted: 130 } as const;

export function processShell(): Shell {
  const sanitize = printable(process.env, isPainted(process.env, Boolean(process.stdout.isTTY)));
  const say = (text: string) => void process.stderr.write(`${sanitize(text)}\n`);
  const interrupts = new Interrupts({
    kill: (pid, signal) => void process.kill(pid, signal),
    ask: () => say("terraform is still shutting down: press Ctrl-C again to kill it, which may lose its state"),
  });
  let code: number = EXIT.interrupted;
  const raise = (signal: NodeJS.Signals) => {
    const stage = interrupts.raise();
    if (stage === "forwarded") code = 128 + constants.signals[signal];
    return stage;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      const stage = raise(signal);
      if (stage === "forwarded") say("interrupted: waiting for what is under way, state is kept");
      // What changed the terminal listens to it and restores the terminal.
      if (stage === "over") process.exit(code);
    });
  }
  // If a reader goes away, such as `head`, or a terminal is closed, an apply must not stop. A full disk behind `>` is an error:
  // the answer would be lost.
  let lost = false;
  process.stderr.on("error", () => {});
  process.stdout.on("error", ({ code: why }: NodeJS.ErrnoException) => {
    if (why === "EPIPE" || lost) return;
    lost = true;
    process.exitCode = EXIT.refused;
    say(`the answer cannot be written (${why}): make room where it goes, and run it again`);
  });
  const ask = async (question: string) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    const close = () => lines.close();
    const leave = interrupts.add({ interrupt: close, kill: close, expendable: true });
    // While a line is read, the terminal sends Ctrl-C as a key, not as a signal.
    lines.on("SIGINT", () => void raise("SIGINT"));
    const answer = await Promise.race([
      lines.question(sanitize(question)).catch(() => undefined),
      new Promise<undefined>((end) => lines.once("close", () => end(undefined))),
    ]);
    leave();
    lines.close();
    return answer?.trim();
  };
  const { CI, TERM } = process.env;
  // A pipeline may have a terminal, but no person uses it.
  const isSomebodyThere = Boolean(process.stdin.isTTY && process.stderr.isTTY && !CI);
  return {
    env: process.env,
    cwd: process.cwd(),
    width: process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : undefined,
    stdin: () => process.stdin,
    run: runProcess,
    interrupts,
    terraform: {},
    synth: { file: process.execPath, args: SYNTH },
    pid: process.pid,
    isRunning,
    clock: CLOCK,
    now: Date.now,
    clients: CLIENTS,
    codeOf: (given) => (lost ? EXIT.refused : given === EXIT.interrupted ? code : given),
    // Some pseudo-terminals have the width 0. Lines cannot be redrawn there: clearing a line would never end.
    terminal: process.stderr.isTTY && process.stderr.columns > 0 && !CI && TERM !== "dumb",
    sanitize,
    print: (text) => void process.stdout.write(`${sanitize(text)}\n`),
    say,
    ask: isSomebodyThere ? ask : undefined,
  };
}

/** For a command that reads many records. Otherwise V8 keeps garbage of several times the live memory (bench/verify.ts). */
export function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=100");
}
