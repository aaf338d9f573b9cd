// Several programs at the same time: one of them has the terminal, what the others say is told at the end where they fail.
import { type ChildProcess, spawn } from "node:child_process";

export interface Job {
  readonly name: string;
  /** A program of Node.js, with its arguments. */
  readonly args: readonly string[];
  /** Whether it writes to the terminal itself. @default false */
  readonly isShown?: boolean;
}

interface Ended {
  readonly name: string;
  readonly code: number;
  readonly output: string;
}

export interface SideBySide {
  /** 0 where all ended with 0; else the first other code, in the order of the jobs; of a job that a signal ended 1. */
  readonly code: Promise<number>;
  /** Passes a signal on to all that still run. */
  signal(name: NodeJS.Signals): void;
}

/** @param say writes a text that ends its line */
export function sideBySide(jobs: readonly Job[], say: (text: string) => void): SideBySide {
  const running = new Set<ChildProcess>();
  const run = ({ name, args, isShown = false }: Job): Promise<Ended> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, args, { stdio: isShown ? "inherit" : ["ignore", "pipe", "pipe"] });
      running.add(child);
      const output: Buffer[] = [];
      for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => output.push(chunk));
      const end = (code: number, text: string) => {
        running.delete(child);
        resolve({ name, code, output: text });
      };
      child.once("error", (error) => end(1, `${error.message}\n`));
      child.once("close", (code) => end(code ?? 1, Buffer.concat(output).toString()));
    });
  const code = Promise.all(jobs.map(run)).then((ended) => {
    const failed = ended.filter((one) => one.code !== 0);
    for (const { name, output } of failed) say(`${output}${name}: failed\n`);
    return failed[0]?.code ?? 0;
  });
  return {
    code,
    signal: (name) => {
      for (const child of running) child.kill(name);
    },
  };
}
