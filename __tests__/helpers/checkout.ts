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
    // What git init makes, without starting it.
    for (const name of ["objects", "refs"]) fs.mkdirSync(this.path(".git", name), { recursive: true });
    fs.writeFileSync(this.path(".git", "HEAD"), "ref: refs/heads/main\n");
    fs.writeFileSync(this.path(".git", "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
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
    return this.#git(args);
  }

  #git(args: readonly string[], input = ""): string {
    const told = execFileSync("git", args, { cwd: this.folder, input, stdio: ["pipe", "pipe", "pipe"] });
    return told.toString().trim();
  }

  /**
   * Commits all files that are there to main. There is no index: git's own commands for this are four processes, each test makes
   * several commits, and mailzone reads commits and files alone.
   * @returns the commit's id
   */
  commit(files: Readonly<Record<string, string | null>> = {}): string {
    this.write(files);
    const parent = this.#head() === undefined ? "" : "from refs/heads/main^0\n";
    this.#import(`${commitTo("main")}${parent}${this.#tree()}`);
    return this.#head() ?? "";
  }

  /** What GitHub checks out of a pull request: the merge of a branch with these files into main. */
  pullRequest(files: Readonly<Record<string, string | null>>): void {
    this.write(files);
    const tree = this.#tree();
    const change = `${commitTo("change")}from refs/heads/main^0\n${tree}`;
    this.#import(`${change}${commitTo("main")}from refs/heads/main^0\nmerge refs/heads/change\n${tree}`);
  }

  /** The id of main's commit; undefined before the first one. */
  #head(): string | undefined {
    const file = this.path(".git", "refs", "heads", "main");
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim() : undefined;
  }

  #import(stream: string): void {
    // A pack of its own for each: to unpack it would be one process more.
    this.#git(["-c", "fastimport.unpackLimit=0", "fast-import", "--quiet"], stream);
  }

  /** All files as git fast-import takes them. */
  #tree(): string {
    const entries = fs.readdirSync(this.folder, { recursive: true, withFileTypes: true }) as fs.Dirent[];
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)))
      .filter((name) => !name.startsWith(`.git${path.sep}`));
    const files = names.map(
      (name) => `M 100644 inline ${JSON.stringify(name)}\n${dataOf(fs.readFileSync(this.path(name), "utf8"))}`,
    );
    return `deleteall\n${files.join("")}\n`;
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

const dataOf = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;

const commitTo = (branch: string) =>
  `commit refs/heads/${branch}\ncommitter test <test@example.com> 1767225600 +0000\n${dataOf("a change")}`;
