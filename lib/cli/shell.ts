// The world as a command sees it: the only place, with main.ts, where process and the terminal are touched.
import { constants } from "node:os";
import { createInterface } from "node:readline/promises";
import { setFlagsFromString } from "node:v8";
import { CLIENTS } from "../app/clients";
import type { Context } from "../app/context";
import { isRunning } from "../app/create-workspace";
import { SYNTH } from "../app/package";
import { CLOCK } from "../net/clock";
import { Interrupts } from "../terraform/process/interrupts";
import { runProcess } from "../terraform/process/process";
import { isPainted } from "./colors";
import { printable } from "./terminal";

/** What a command may do to the outside: all that the functions of lib/app have of it, and the answer. */
export interface Shell extends Context {
  /** The emulator's folder below `.mailzone`. @default sandbox, a person's own world */
  readonly world?: "sandbox" | "demo";
  /** The exit code as a shell expects it: of a command that was interrupted, that of the signal. */
  readonly codeOf: (code: number) => number;
  /** Whether stderr is a terminal that can be drawn on. */
  readonly terminal: boolean;
  /** The width of the terminal that stdout is, in cells. @default - stdout is none */
  readonly width?: number | undefined;
  /** A text as it may be drawn on a terminal, for what is neither printed nor said. */
  readonly drawn: (text: string) => string;
  /** The answer: to stdout. */
  readonly print: (text: string) => void;
}

/** Runs a command line to its end; what goes wrong is said. */
export type RunCommand = (argv: readonly string[], shell: Shell) => Promise<number>;

/** Exit codes, as README says them. `interrupted` is by Ctrl-C; by another signal it is 128 and its number. */
export const EXIT = { yes: 0, no: 1, refused: 2, interrupted: 130 } as const;

export function processShell(): Shell {
  const drawn = printable(process.env, isPainted(process.env, Boolean(process.stdout.isTTY)));
  const say = (text: string) => void process.stderr.write(`${drawn(text)}\n`);
  const interrupts = new Interrupts({
    kill: (pid, signal) => void process.kill(pid, signal),
    ask: () =>
      say("terraform is still ending in good order: press Ctrl-C once more to kill it, its state may be lost then"),
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
      // What changed the terminal hears of it and puts it back.
      if (stage === "over") process.exit(code);
    });
  }
  // A reader that goes away, such as `head`, or a terminal that is closed, is no reason to leave an apply alone.
  // A full disk behind `>` is one: then the answer is lost.
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
    // While a line is read, the terminal sends Ctrl-C as a key and not as a signal.
    lines.on("SIGINT", () => void raise("SIGINT"));
    const answer = await Promise.race([
      lines.question(drawn(question)).catch(() => undefined),
      new Promise<undefined>((end) => lines.once("close", () => end(undefined))),
    ]);
    leave();
    lines.close();
    return answer?.trim();
  };
  const { CI, TERM } = process.env;
  // A pipeline may have a terminal, and nobody sits at it.
  const isSomebodyThere = Boolean(process.stdin.isTTY && process.stderr.isTTY && !CI);
  return {
    env: process.env,
    cwd: process.cwd(),
    width: process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : undefined,
    stdin: () => process.stdin,
    run: runProcess,
    interrupts,
    synth: { file: process.execPath, args: SYNTH },
    pid: process.pid,
    isRunning,
    clock: CLOCK,
    now: Date.now,
    clients: CLIENTS,
    codeOf: (given) => (lost ? EXIT.refused : given === EXIT.interrupted ? code : given),
    // A terminal of no width, as some pseudo-terminals have, cannot be drawn on: clearing a line there never ends.
    terminal: process.stderr.isTTY && process.stderr.columns > 0 && !CI && TERM !== "dumb",
    drawn,
    print: (text) => void process.stdout.write(`${drawn(text)}\n`),
    say,
    ...(isSomebodyThere && { ask }),
  };
}

/** For a command that looks at many records: V8 would let what a look has done with grow to several times what it holds (bench/verify.ts). */
export function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=100");
}
