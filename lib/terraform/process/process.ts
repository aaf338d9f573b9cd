// Runs one child process. Each child leads its own process group, so that a terminal's Ctrl-C reaches only mailzone,
// which decides how often a child is interrupted: Terraform must get exactly one interrupt.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { umask } from "node:process";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Environment } from "../../net/proxy";
import { TerraformError } from "../errors";
import type { Interrupts } from "./interrupts";

export interface ProcessOptions {
  /** Absolute path of the folder to run in. */
  readonly cwd: string;
  /** The child's whole environment; nothing is added. */
  readonly env: Environment;
  readonly interrupts: Interrupts;
  /**
   * Who gets the first interrupt. Terraform informs its own children; of any other command, such as a
   * shell or `npx`, the whole group must get it, as it would from a terminal.
   * @default process
   */
  readonly interrupt?: "process" | "group";
  /**
   * Awaited before the child is interrupted; the function that it returns is called after that.
   * @default - it is interrupted at once
   */
  readonly beforeInterrupt?: () => Promise<() => void>;
  /**
   * Nothing is lost if it is killed, so the second interrupt kills it.
   * @default false
   */
  readonly expendable?: boolean;
  /** "inherit" gives the child our terminal, and nothing is collected. @default pipe */
  readonly stdio?: "pipe" | "inherit";
  /** The umask of the child. @default - ours */
  readonly umask?: number;
  /** Writes stdout to this file (mode 0600, replaced) instead of collecting it. @default - collected */
  readonly stdoutFile?: string;
  /** Called with the child's process id as soon as it runs. @default - not called */
  readonly onSpawn?: (pid: number) => void;
  /** Called for each line of stdout, without its end, instead of collecting it. @default - collected */
  readonly onStdoutLine?: (line: string) => void;
  /** Called for each line of stderr, without its end, instead of collecting it. @default - collected */
  readonly onStderrLine?: (line: string) => void;
}

export interface ProcessResult {
  /** Exit code; null if a signal ended the child, or if it was never started. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What was collected; empty if it went to a file or to a function. */
  readonly stdout: string;
  readonly stderr: string;
  /** True if an interrupt came before the end. The child may still have succeeded: check `code` first. */
  readonly interrupted: boolean;
}

/** The type of runProcess; tests pass another function. */
export type RunProcess = (file: string, args: readonly string[], options: ProcessOptions) => Promise<ProcessResult>;

/** Milliseconds to wait after a kill for a pipe that a grandchild keeps open. */
const STRAY_PIPE_TIMEOUT = 1000;

/**
 * Runs a command to its end. After an interrupt nothing is started: the result has no code and is `interrupted`.
 * @throws TerraformError if it cannot be started; its `cause` is the system's error, with `code` (ENOENT, EACCES).
 */
export async function runProcess(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const { interrupts } = options;
  if (interrupts.interrupted) return { code: null, signal: null, stdout: "", stderr: "", interrupted: true };

  const stdoutFile = options.stdoutFile === undefined ? undefined : openSync(options.stdoutFile, "w", 0o600);
  let child: ChildProcess;
  // A child inherits it when it is forked, which spawn does before it returns.
  const previous = options.umask === undefined ? undefined : umask(options.umask);
  try {
    child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env as NodeJS.ProcessEnv,
      detached: true,
      stdio: options.stdio === "inherit" ? "inherit" : ["ignore", stdoutFile ?? "pipe", "pipe"],
    });
  } finally {
    if (previous !== undefined) umask(previous);
    if (stdoutFile !== undefined) closeSync(stdoutFile);
  }
  // In the same tick as the spawn, so that no interrupt can come in between.
  const remove = watch(child, options);
  if (child.pid !== undefined) options.onSpawn?.(child.pid);
  const stdout = read(child.stdout, options.onStdoutLine);
  const stderr = read(child.stderr, options.onStderrLine);
  try {
    const end = await ended(child);
    return { ...end, stdout: stdout(), stderr: stderr(), interrupted: interrupts.interrupted };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "it was not found, check its name and PATH" : (code ?? (error as Error).message);
    throw new TerraformError(`"${file}" cannot be started: ${why}`, { cause: error });
  } finally {
    remove();
  }
}

function watch(child: ChildProcess, options: ProcessOptions): () => void {
  const { interrupts } = options;
  const { pid } = child;
  if (pid === undefined) return () => {};
  const tell = () => (options.interrupt === "group" ? interrupts.send(-pid, "SIGINT") : child.kill("SIGINT"));
  const { beforeInterrupt } = options;
  return interrupts.add({
    expendable: options.expendable ?? false,
    interrupt: () => {
      if (beforeInterrupt === undefined) tell();
      else
        void beforeInterrupt().then((after) => {
          // Another process may have its id by now.
          if (child.exitCode === null && child.signalCode === null) tell();
          after();
        });
    },
    kill: () => {
      interrupts.send(-pid, "SIGKILL");
      // A grandchild that left the group may keep our pipes open: "close" would never come.
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, STRAY_PIPE_TIMEOUT).unref();
    },
  });
}

/** "close" comes after "exit", when all output has been read. */
function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

function read(stream: Readable | null, onLine: ((line: string) => void) | undefined): () => string {
  if (!stream) return () => "";
  if (onLine) {
    readLines(stream, onLine);
    return () => "";
  }
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder("utf8");
  // Pieces, not one growing string: a line of many megabytes is then searched once, not once per chunk.
  let pieces: string[] = [];
  const take = (text: string): void => {
    const parts = text.split("\n");
    for (const part of parts.slice(0, -1)) {
      onLine([...pieces, part].join("").replace(/\r$/, ""));
      pieces = [];
    }
    pieces.push(parts.at(-1) ?? "");
  };
  stream.on("data", (chunk: Buffer) => take(decoder.write(chunk)));
  stream.on("end", () => {
    const rest = pieces.join("") + decoder.end();
    if (rest !== "") onLine(rest);
  });
}
