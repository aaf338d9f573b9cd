// A project of its own in a temporary folder, with this checkout's command line. The helper of the tests finds the checkout
// by its own place, which a bundled script does not have.
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const ROOT = process.cwd();

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Project {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-golden-"));

  constructor(domains: string) {
    this.write("domains.yaml", domains);
    const app = `node ${path.join(ROOT, "bin", "synth.js")}`;
    this.write("cdktf.json", JSON.stringify({ language: "typescript", app, sendCrashReports: "false" }));
  }

  write(file: string, text: string): void {
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  read(...parts: string[]): string {
    return fs.readFileSync(path.join(this.folder, ...parts), "utf8");
  }

  /** Runs `mailzone` to its end. */
  run(...args: string[]): Promise<Run> {
    const { PATH, HOME } = process.env;
    const env = {
      PATH: `${PATH}${path.delimiter}${path.join(ROOT, "node_modules", ".bin")}`,
      HOME,
      CHECKPOINT_DISABLE: "1",
    };
    const options = { cwd: this.folder, env, maxBuffer: 2 ** 28 };
    return new Promise((resolve) => {
      execFile(process.execPath, [path.join(ROOT, "bin", "mailzone.js"), ...args], options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      });
    });
  }

  /** Runs `mailzone`; fails where it does. */
  async sound(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`mailzone ${args.join(" ")} ended with ${code}: ${stdout}${stderr}`);
    return stdout;
  }

  async apply(): Promise<void> {
    await this.sound("plan", "--emulated");
    await this.sound("apply", "--emulated");
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
