// A repository of a user's own, as mailzone init writes it, with the packed package installed by npm. npm takes the other
// packages from its cache; what is not there it asks its registry for. Where it can do neither there is no such repository.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const ROOT = path.resolve(__dirname, "..", "..");
const QUIET = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];

/** `mailzone init`'s answers. */
export const ANSWERS = [
  "--domain",
  "example.com",
  "--zone",
  "0123456789abcdef0123456789abcdef",
  "--region",
  "us-east-1",
  "--account",
  "111122223333",
  "--backend",
  "s3://example-state",
  "--owner",
  "@example/mail",
];

export class UserRepository {
  /** Where the packed packages lie, and the repository where no other folder is named. */
  readonly home: string;
  readonly folder: string;

  /** Packs this checkout and writes the repository by it; or writes it by the package that another one has installed. */
  constructor(pipeline: "github" | "gitlab" | "atlantis", folder?: string, by?: UserRepository) {
    this.home = by?.home ?? fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-user-"));
    this.folder = folder ?? path.join(this.home, "mail");
    const bin = by === undefined ? path.join(ROOT, "bin") : by.path("node_modules", "@mailzone", "mailzone", "bin");
    execFileSync(process.execPath, [path.join(bin, "mailzone.js"), "init", this.folder, `--${pipeline}`, ...ANSWERS]);
    if (by !== undefined) return;
    execFileSync("npm", ["pack", "--silent", "--pack-destination", this.home], { cwd: ROOT, stdio: "pipe" });
  }

  /** All that init has written. */
  files(): string[] {
    const all = fs.readdirSync(this.folder, { recursive: true, withFileTypes: true }) as fs.Dirent[];
    return all
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)));
  }

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  read(...parts: string[]): string {
    return fs.readFileSync(this.path(...parts), "utf8");
  }

  write(name: string, text: string): void {
    fs.writeFileSync(this.path(name), text);
  }

  /** What `npm install` and, from its lock, `npm ci` make; false where the packages are neither cached nor to be had. */
  install(): boolean {
    const manifest = JSON.parse(this.read("package.json")) as { dependencies: Record<string, string> };
    const version = manifest.dependencies["@mailzone/mailzone"];
    manifest.dependencies["@mailzone/mailzone"] = `file:${this.tarball(version)}`;
    this.write("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
    return this.npm("install", "--package-lock-only", ...QUIET) === 0 && this.npm("ci", ...QUIET) === 0;
  }

  /** The package under another version, packed and installed, as an upgrade is. */
  upgrade(version: string): void {
    const folder = path.join(this.home, version);
    fs.cpSync(this.path("node_modules", "@mailzone", "mailzone"), folder, { recursive: true });
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as object;
    fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ ...manifest, version }));
    execFileSync("npm", ["pack", folder, "--silent", "--ignore-scripts", "--pack-destination", this.home], {
      stdio: "pipe",
    });
    if (this.npm("install", "--save-exact", this.tarball(version), ...QUIET) !== 0)
      throw new Error(`npm cannot install version ${version}`);
  }

  remove(): void {
    for (const folder of [this.home, this.folder]) fs.rmSync(folder, { recursive: true, force: true });
  }

  private tarball(version = ""): string {
    return path.relative(this.folder, path.join(this.home, `mailzone-mailzone-${version}.tgz`));
  }

  private npm(...args: string[]): number | null {
    return spawnSync("npm", args, { cwd: this.folder, stdio: "pipe" }).status;
  }
}
