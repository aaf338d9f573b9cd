// A git repository in a temporary folder, and commands of `mailzone` run in it in this process.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command, CommanderError } from "commander";
import { EXIT, type Shell } from "../../lib/cli/shell";
import { UserError } from "../../lib/user-error";
import { testInterrupts, testShell } from "./in-process";

export type Add = (program: Command, shell: Shell, exit: (code: number) => void) => void;

export interface Told {
  readonly code: number;
  /** What was printed, and what was said. */
  readonly out: string;
  readonly err: string;
}

export class Checkout {
  readonly folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-checkout-")));
  readonly interrupts = testInterrupts();

  constructor() {
    // Without the examples of hooks, which are more files than a test has.
    this.git("init", "--quiet", "--initial-branch", "main", "--template=");
  }

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  /** Writes files, and deletes those whose text is null. */
  write(files: Readonly<Record<string, string | null>>): void {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(this.path(name)), { recursive: true });
      if (text === null) fs.rmSync(this.path(name), { recursive: true });
      else fs.writeFileSync(this.path(name), text);
    }
  }

  git(...args: string[]): string {
    // Nothing tidies up behind our back, which would take time and be there still when the folder is removed.
    const quiet = ["-c", "commit.gpgsign=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false"];
    const who = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    return execFileSync("git", [...who, ...quiet, ...args], { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] })
      .toString()
      .trim();
  }

  /** @returns the commit's id */
  commit(files: Readonly<Record<string, string | null>> = {}): string {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", "a change");
    return this.git("rev-parse", "HEAD");
  }

  /** What GitHub checks out of a pull request: the merge of a branch with these files into main. */
  pullRequest(files: Readonly<Record<string, string | null>>): void {
    this.git("checkout", "--quiet", "-b", "change");
    this.commit(files);
    this.git("checkout", "--quiet", "main");
    this.git("merge", "--quiet", "--no-ff", "--no-edit", "change");
  }

  /** @param cwd below the checkout. @default - its top */
  async run(add: Add, args: readonly string[], env: Shell["env"] = {}, cwd = ""): Promise<Told> {
    const { shell, written } = testShell({
      cwd: this.path(cwd),
      env: { PATH: process.env.PATH, HOME: this.folder, ...env },
      interrupts: this.interrupts,
    });
    const { say } = shell;
    let code: number = EXIT.yes;
    const program = new Command().exitOverride().configureOutput({ writeOut: say, writeErr: say });
    add(program, shell, (given) => {
      code = given;
    });
    try {
      await program.parseAsync(args, { from: "user" });
    } catch (error) {
      if (error instanceof UserError) say(error.message);
      else if (!(error instanceof CommanderError)) throw error;
      code = EXIT.refused;
    }
    const { stdout: out, stderr: err } = written();
    return { code, out, err };
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
