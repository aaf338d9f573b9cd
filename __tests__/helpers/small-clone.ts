// A clone of a few files, with this checkout's launchers and build.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const ROOT = path.resolve(__dirname, "..", "..");

export class SmallClone {
  /** A blank in the path, as people have them. */
  readonly home = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone build "));

  constructor() {
    for (const name of ["bin", "tsconfig.json", "package.json"])
      fs.cpSync(path.join(ROOT, name), this.at(name), { recursive: true });
  }

  at(...parts: string[]): string {
    return path.join(this.home, ...parts);
  }

  write(name: string, text: string): void {
    fs.mkdirSync(path.dirname(this.at(name)), { recursive: true });
    fs.writeFileSync(this.at(name), text);
  }

  /** Gives it esbuild and the packages that are named. */
  install(...packages: string[]): void {
    fs.mkdirSync(this.at("node_modules"));
    for (const name of ["esbuild", "@esbuild", ...packages])
      fs.symlinkSync(path.join(ROOT, "node_modules", name), this.at("node_modules", name));
  }

  node(...args: string[]): SpawnSyncReturns<string> {
    return spawnSync(process.execPath, args, { cwd: this.home, encoding: "utf8" });
  }

  /** What was built, by name. */
  built(): string[] {
    return fs.readdirSync(this.at("dist", "bin")).sort();
  }

  remove(): void {
    fs.rmSync(this.home, { recursive: true });
  }
}
