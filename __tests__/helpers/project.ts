// A project of its own in a temporary folder: domains.yaml, cdktf.json, and this checkout's command line run in it.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { locateProgram } from "../../lib/terraform/binary";
import { RUN_FOLDER } from "../run/setup";
import { ZONE_ID } from "./domains";
import { type Run, runInProcess } from "./in-process";
import { TERRAFORM_ENV } from "./terraform";

const ROOT = path.resolve(__dirname, "..", "..");
const BINS = ["", path.join("tools", "cdktf")].map((folder) => path.join(ROOT, folder, "node_modules", ".bin"));

/** cdktf's own command line, absolute: it is installed apart (npm ci --prefix tools/cdktf), or not at all. */
export const CDKTF = locateProgram("cdktf", { env: { PATH: BINS.join(path.delimiter) }, cwd: ROOT });

/** A test of what cdktf itself does; skipped where it is not installed. */
export const testWithCdktf = ((...given: Parameters<typeof test>) =>
  (CDKTF === undefined ? test.skip : test)(...given)) as typeof test;

export class Project {
  /** Variables of the environment beyond the usual ones. */
  env: Readonly<Record<string, string>> = {};
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-e2e-"));
  readonly #children = new Set<ChildProcess>();

  constructor(domains: string = ARTICLE_YAML) {
    this.write("domains.yaml", domains);
    this.write(
      "cdktf.json",
      JSON.stringify({
        language: "typescript",
        app: `node ${path.join(ROOT, "bin", "synth.js")}`,
        sendCrashReports: "false",
      }),
    );
  }

  write(file: string, text: string): void {
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  read(...parts: string[]): string {
    return fs.readFileSync(this.path(...parts), "utf8");
  }

  /** Runs `mailzone` with `args` to its end. */
  run(...args: string[]): Promise<Run> {
    return this.start(...args).ended;
  }

  /**
   * The same in this process: for what is no matter of the process, such as signals, colours and the package. It saves the time in
   * which node starts.
   */
  runHere(...args: string[]): Promise<Run> {
    return runInProcess(args, { cwd: this.folder, env: this.#environment() });
  }

  #environment(): Readonly<Record<string, string | undefined>> {
    const { PATH, HOME } = process.env;
    // Credentials that must never get through, and no CI, which changes what is printed.
    return {
      PATH: [PATH, ...BINS].join(path.delimiter),
      TMPDIR: os.tmpdir(),
      HOME,
      ...TERRAFORM_ENV,
      CHECKPOINT_DISABLE: "1",
      AWS_SECRET_ACCESS_KEY: "not-a-real-secret",
      CLOUDFLARE_API_TOKEN: "not-a-real-token",
      ...this.env,
    };
  }

  /** Starts `mailzone`, in a process group of its own, as a shell does. */
  start(...args: string[]): {
    readonly child: ChildProcess;
    readonly ended: Promise<Run>;
    readonly stderr: () => string;
  } {
    const command = [path.join(ROOT, "bin", "mailzone.js"), ...args];
    const child = spawn(process.execPath, command, {
      cwd: this.folder,
      env: this.#environment(),
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#children.add(child);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk;
    });
    const ended = new Promise<Run>((resolve) => {
      child.on("close", (code) => {
        this.#children.delete(child);
        resolve({ code, stdout, stderr });
      });
    });
    return { child, ended, stderr: () => stderr };
  }

  /** Starts with the article's domain applied: made once in a run of the tests and copied, since all its paths are relative. */
  async startApplied(): Promise<void> {
    const kept = path.join(process.env[RUN_FOLDER] ?? "", "applied");
    if (!fs.existsSync(kept)) {
      const project = new Project();
      try {
        await project.apply();
        fs.renameSync(project.folder, kept);
      } catch (error) {
        // Another test file was first.
        if (!["EEXIST", "ENOTEMPTY"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      } finally {
        project.remove();
      }
    }
    // fs.cpSync() leaves the modes of folders behind since Node 22.
    execFileSync("cp", ["-a", path.join(kept, ".mailzone"), this.folder]);
  }

  /** Plans and applies in the emulator; fails where one of them does. */
  async apply(...args: string[]): Promise<void> {
    for (const command of [
      ["plan", "--emulated"],
      ["apply", "--emulated", ...args],
    ]) {
      const run = await this.runHere(...command);
      if (run.code !== 0)
        throw new Error(`mailzone ${command.join(" ")} ended with ${run.code}: ${run.stdout}${run.stderr}`);
    }
  }

  /** The emulator's records as `TYPE name content`, sorted. */
  async world(): Promise<{ records: string[]; identities: string[] }> {
    const { stdout } = await this.runHere("emulator", "status", "--json");
    const status = JSON.parse(stdout) as {
      zones: { records: { type: string; name: string; content: string }[] }[];
      identities: { name: string; region: string; verification: string }[];
    };
    return {
      records: status.zones
        .flatMap(({ records }) => records.map(({ type, name, content }) => `${type} ${name} ${content}`))
        .sort(),
      identities: status.identities.map(({ name, region, verification }) => `${name} ${region} ${verification}`).sort(),
    };
  }

  remove(): void {
    for (const { pid } of this.#children) if (pid !== undefined) process.kill(pid, "SIGKILL");
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** domains.yaml with these entries, and those of the zones example.com and example.org that they are in. */
export function domainsYaml(...entries: string[]): string {
  const ids = { "example.com": ZONE_ID, "example.org": ZONE_ID.replaceAll("0", "f") };
  const used = Object.entries(ids).filter(([name]) => entries.some((entry) => entry.includes(name)));
  const zones = used.length === 0 ? [] : ["zones:", ...used.map(([name, id]) => `  ${name}: ${id}`)];
  return [...zones, "domains:", ...entries.map((entry) => `  - ${entry}`), ""].join("\n");
}

/** The article's DMARC record reports to nobody, which is its own affair. */
const QUIET = "ignore: {dmarc-unreported: as in the article}";

export const ARTICLE_ENTRY = `{domain: example.com, aws: {region: us-east-1}, web: {www: d111111abcdef8.cloudfront.net}, ${QUIET}}`;

/** An entry with this domain, region and other fields. */
export function entryOf(domain: string, region: string, rest = ""): string {
  return `{domain: ${domain}, aws: {region: ${region}}, ${QUIET}${rest === "" ? "" : `, ${rest}`}}`;
}

export const ARTICLE_YAML = domainsYaml(ARTICLE_ENTRY);

/** Waits until `condition` holds. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Makes a project before each test, and removes it after the test.
 * @param use gets the project, and prepares in it what every test needs
 * @param domains its domains.yaml. @default - the article's
 */
export function withProject(use: (project: Project) => void | Promise<void>, domains?: string): void {
  let project: Project | undefined;
  beforeEach(async () => {
    project = new Project(domains);
    await use(project);
  });
  afterEach(() => project?.remove());
}
