// One side of the comparison: a world of its own, and Terraform with the emulated or the real providers in it.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { NO_LIMIT, readEmulatorStatus } from "../../packages/emulator/commands";
import { type EmulatorOptions, startEmulator } from "../../packages/emulator/index";
import { World } from "../../packages/emulator/internals/world";

/** A Terraform configuration as JSON. */
export type Configuration = Readonly<Record<string, unknown>>;

export interface SideOptions {
  /** An empty folder, absolute. */
  readonly folder: string;
  /** The program to run, absolute. */
  readonly terraform: string;
  /** @default - the emulated providers */
  readonly realProviders?: EmulatorOptions["realProviders"];
  /** What exists in the world at first. */
  readonly world?: Pick<
    EmulatorOptions,
    "zones" | "zoneNames" | "distributions" | "roles" | "profiles" | "profileNames"
  >;
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Terraform's own diagnostic. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

export class Side {
  /** The lines that the emulator said, such as hosts that were refused. */
  readonly said: string[] = [];
  /** The folders of the stacks by their names. All are in the same world. */
  readonly #stacks = new Map<string, string>();
  /** The folder of the stack that everything is done with. */
  #stack = "";

  constructor(readonly options: SideOptions) {
    this.enter("mailzone");
  }

  /** From now on everything is done with this stack, which has a state of its own. */
  enter(stack: string): void {
    this.#stack = path.join(this.options.folder, "stacks", stack);
    this.#stacks.set(stack, this.#stack);
    mkdirSync(this.#stack, { recursive: true });
  }

  get access() {
    return { folder: path.join(this.options.folder, "world"), log: (line: string) => void this.said.push(line) };
  }

  /** Replaces the configuration. */
  write(configuration: Configuration): void {
    writeFileSync(path.join(this.#stack, "main.tf.json"), JSON.stringify(configuration, null, 2));
  }

  async terraform(...args: readonly string[]): Promise<Run> {
    const { world, realProviders, terraform } = this.options;
    // A scenario sends more requests in five minutes than Cloudflare takes.
    const emulator = await startEmulator({ ...this.access, ...world, realProviders, cloudflareLimit: NO_LIMIT });
    try {
      const isInit = args[0] === "init";
      const env = isInit ? emulator.initEnvironment(process.env) : emulator.environment(process.env);
      return await run(terraform, args, this.#stack, { ...env, TF_IN_AUTOMATION: "1" });
    } finally {
      await emulator.stop();
    }
  }

  /** @throws Error with Terraform's words */
  async init(): Promise<void> {
    rmSync(path.join(this.#stack, ".terraform.lock.hcl"), { force: true });
    const { code, stdout, stderr } = await this.terraform("init", "-input=false", "-no-color");
    if (code !== 0) throw new Error(`terraform init failed:\n${stdout}${stderr}`);
  }

  /** Whether the stack has its providers. */
  get isInitialized(): boolean {
    return existsSync(path.join(this.#stack, ".terraform"));
  }

  /** The versions that init chose, such as `cloudflare/cloudflare 5.22.0`; emulated providers have none. */
  installed(): readonly string[] {
    const file = path.join(this.#stack, ".terraform.lock.hcl");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    return [...text.matchAll(/^provider "[^/"]+\/([^"]+)" \{\s+version\s+= "([^"]+)"/gm)].map(
      ([, source, version]) => `${source} ${version}`,
    );
  }

  /** The plan as JSON (undefined if it failed), and what was said. */
  async plan(...more: readonly string[]): Promise<{ plan: unknown; diagnostics: Diagnostic[]; code: number | null }> {
    const file = path.join(this.#stack, "plan");
    rmSync(file, { force: true });
    const planned = await this.terraform("plan", "-json", "-input=false", "-out=plan", "-detailed-exitcode", ...more);
    const shown = existsSync(file) ? await this.terraform("show", "-json", "plan") : undefined;
    return {
      plan: shown?.code === 0 ? JSON.parse(shown.stdout) : undefined,
      diagnostics: diagnosticsOf(planned.stdout),
      code: planned.code,
    };
  }

  async apply(...more: readonly string[]): Promise<{ diagnostics: Diagnostic[]; code: number | null }> {
    const { code, stdout } = await this.terraform("apply", "-json", "-auto-approve", "-input=false", ...more);
    return { code, diagnostics: diagnosticsOf(stdout) };
  }

  async import(address: string, id: string): Promise<{ code: number | null; said: string }> {
    const { code, stderr } = await this.terraform("import", "-input=false", "-no-color", address, id);
    return {
      code,
      said:
        code === 0
          ? ""
          : stderr
              .replace(/\s*[│╵╷]\s*/g, " ")
              .replace(/\s+/g, " ")
              .trim(),
    };
  }

  /** The resources of the state file of each stack, as they are written. */
  get states(): Readonly<Record<string, readonly StateResource[]>> {
    const resourcesIn = (folder: string) => {
      const file = path.join(folder, "terraform.tfstate");
      return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")).resources ?? []) : [];
    };
    return Object.fromEntries([...this.#stacks].map(([stack, folder]) => [stack, resourcesIn(folder)]));
  }

  /** What AWS has that a status does not show. */
  awsTables() {
    const world = World.open(this.access.folder);
    try {
      const { identities, sets, topics, subscriptions, iam, certificates } = world;
      return {
        identities: identities.values(),
        sets: sets.values(),
        topics: topics.values(),
        subscriptions: subscriptions.values(),
        iam: iam.values(),
        certificates: certificates.values(),
      };
    } finally {
      world.close();
    }
  }

  /** What exists in the world, and which permissions were used. */
  world() {
    return readEmulatorStatus(this.access);
  }
}

export interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
}

function diagnosticsOf(stdout: string): Diagnostic[] {
  const found = stdout.split("\n").flatMap((line): Diagnostic[] => {
    const { diagnostic } = line.startsWith("{") ? JSON.parse(line) : {};
    if (diagnostic === undefined) return [];
    const { severity, summary, detail, address } = diagnostic;
    return [{ severity, summary, detail: inOrder(detail), address }];
  });
  return found.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** With the lines of a list sorted: Terraform lists what it forgets in another order each time. */
function inOrder(detail: string): string {
  const isItem = (line: string) => line.startsWith(" - ");
  const items = detail.split("\n").filter(isItem).sort();
  return detail
    .split("\n")
    .map((line) => (isItem(line) ? (items.shift() ?? line) : line))
    .join("\n");
}

function run(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text) => (stdout += text));
    child.stderr.on("data", (text) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
