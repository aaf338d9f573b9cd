// A CDKTF project of a user's own, made from the package as npm packs it: extracted by hand, its dependencies and peers linked from
// this checkout, so that nothing is downloaded. esbuild and the other development packages are not there.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { CDKTF } from "./project";

const ROOT = path.resolve(".");

type PackageFile = Readonly<Record<"dependencies" | "peerDependencies" | "devDependencies", Record<string, string>>> & {
  readonly version: string;
};

/** Without credentials. */
const ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  TMPDIR: os.tmpdir(),
  CHECKPOINT_DISABLE: "1",
};

/** This checkout's package.json. */
export const PACKAGE_FILE = JSON.parse(fs.readFileSync("package.json", "utf8")) as PackageFile;

export class PackedProject {
  readonly base = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-package-"));
  readonly folder = path.join(this.base, "project");
  readonly modules = path.join(this.folder, "node_modules");
  /** Where the package is. */
  readonly packed = path.join(this.modules, "@mailzone", "mailzone");
  readonly tarball = path.join(this.base, `mailzone-mailzone-${PACKAGE_FILE.version}.tgz`);
  /** What the tarball holds. */
  files: readonly string[] = [];

  /** @param example the folder of examples whose files the project begins with */
  static of(example: string): PackedProject {
    const project = new PackedProject();
    const packed = project.run("npm", ["pack", "--json", "--pack-destination", project.base], ROOT, process.env);
    const [{ files } = { files: [] }] = JSON.parse(packed.stdout) as { files: { path: string }[] }[];
    project.files = files.map((file) => file.path);
    const own = path.join(ROOT, "examples", example);
    fs.cpSync(own, project.folder, { recursive: true });
    project.install(JSON.parse(fs.readFileSync(path.join(own, "package.json"), "utf8")).devDependencies);
    return project;
  }

  /** What `npm install` of the tarball and of a CDKTF project's own packages would make. */
  private install(own: Readonly<Record<string, string>>): void {
    fs.mkdirSync(this.packed, { recursive: true });
    this.run("tar", ["-xzf", this.tarball, "-C", this.packed, "--strip-components=1"]);
    const { dependencies, peerDependencies } = PACKAGE_FILE;
    for (const name of Object.keys({ ...dependencies, ...peerDependencies, ...own })) {
      fs.mkdirSync(path.dirname(path.join(this.modules, name)), { recursive: true });
      fs.symlinkSync(path.join(ROOT, "node_modules", name), path.join(this.modules, name));
    }
    const bins = { mailzone: "@mailzone/mailzone/bin/mailzone.js", tsc: "typescript/bin/tsc" };
    fs.mkdirSync(path.join(this.modules, ".bin"));
    for (const [name, file] of Object.entries(bins))
      fs.symlinkSync(path.join("..", file), path.join(this.modules, ".bin", name));
    if (CDKTF !== undefined) fs.symlinkSync(CDKTF, path.join(this.modules, ".bin", "cdktf"));
  }

  /** Runs a command of the project to its end, without credentials. */
  try(
    file: string,
    args: readonly string[],
    cwd = this.folder,
    env: NodeJS.ProcessEnv = ENVIRONMENT,
  ): SpawnSyncReturns<string> {
    const result = spawnSync(file, args, { cwd, env, encoding: "utf8" });
    const [stdout, stderr] = [result.stdout, result.stderr].map((text) => stripVTControlCharacters(text ?? ""));
    return { ...result, stdout: stdout!, stderr: stderr! };
  }

  /** The same; fails where the command does. */
  run(...given: Parameters<PackedProject["try"]>): SpawnSyncReturns<string> {
    const result = this.try(...given);
    if (result.status !== 0)
      throw new Error(
        `${given[0]} ${given[1].join(" ")} ended with ${result.status}: ${result.stdout}${result.stderr}`,
      );
    return result;
  }

  bin(name: string): string {
    return path.join(this.modules, ".bin", name);
  }

  mailzone(...args: string[]): string {
    return this.run(this.bin("mailzone"), args).stdout;
  }

  /** Runs the app of cdktf.json, as cdktf does, with an out folder of its own. */
  synth(out: string, env: Readonly<Record<string, string>> = {}): void {
    const { app } = JSON.parse(fs.readFileSync(path.join(this.folder, "cdktf.json"), "utf8")) as { app: string };
    this.run("sh", ["-c", app], this.folder, { ...ENVIRONMENT, CDKTF_OUTDIR: out, ...env });
  }

  /** cdktf in the emulator. */
  cdktf(...args: string[]): string {
    return this.mailzone("emulator", "--", "cdktf", ...args);
  }

  write(file: string, text: string): void {
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  /** What `emulator status` shows. */
  world(): PackedWorld {
    return JSON.parse(this.mailzone("emulator", "status", "--json")) as PackedWorld;
  }

  remove(): void {
    fs.rmSync(this.base, { recursive: true, force: true });
  }
}

export interface PackedWorld {
  readonly zones: readonly { readonly name: string; readonly records: readonly { readonly name: string }[] }[];
  readonly identities: readonly { readonly name: string; readonly region: string; readonly verification: string }[];
}
