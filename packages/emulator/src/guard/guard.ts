// Checks whether everything that a command of terraform or tofu stores is inside the emulator's folder: backend, states, locks,
// plans and data folder. If it is not certain, the command is refused. The check runs nothing and changes nothing.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { TerraformCommand } from "./command-line";
import { backendOfPlan } from "./plan-file";
import { readSettings, type StateLocation } from "./settings";
import type { UsedType } from "./used-types";
import { isWithin } from "./within";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Commands whose operand is a file: a plan or a state. */
const FILE_COMMANDS = ["apply", "destroy", "show"];

/** Returns why a command would use files outside the emulator's folder (absolute path); undefined if it would not. */
export function commandIsolationProblem(
  command: TerraformCommand,
  emulator: string,
  env: Environment,
): string | undefined {
  const guard = new Guard(emulator, command.folder);
  return guard.options(command) ?? guard.configuration(env);
}

/**
 * The types that a folder's configuration uses, including its modules.
 * @throws Error if a file cannot be read with certainty
 */
export function typesUsedIn(folder: string, env: Environment): readonly UsedType[] {
  const modules = moduleFolders(folder, env.TF_DATA_DIR || ".terraform");
  return [folder, ...modules].flatMap((at) => readSettings(at).types);
}

/**
 * The addresses of the providers that a folder's configuration uses, including its modules, such as `hashicorp/random`.
 * @throws Error if a file cannot be read with certainty
 */
export function providersUsedIn(folder: string, env: Environment): readonly string[] {
  const settings = [folder, ...moduleFolders(folder, env.TF_DATA_DIR || ".terraform")].map((at) => readSettings(at));
  const sources = settings.flatMap(({ providers, types }) => {
    const byName = new Map(providers.map(({ name, source }) => [name, source]));
    // A type belongs to the provider that its name begins with, which need not be required by name.
    const prefixes = types.map(({ name }) => name.slice(0, Math.max(0, name.indexOf("_"))));
    return [...byName.values(), ...prefixes.map((prefix) => byName.get(prefix) ?? `hashicorp/${prefix}`)];
  });
  // Terraform contains this one.
  return [...new Set(sources)].filter((source) => !/^(?:hashicorp|builtin)\/(?:terraform)?$/.test(source)).sort();
}

/** The same check for a folder of configuration, without a command. */
export function folderIsolationProblem(folder: string, emulator: string, env: Environment): string | undefined {
  return new Guard(emulator, folder).configuration(env);
}

class Guard {
  constructor(
    private readonly emulator: string,
    private readonly folder: string,
  ) {}

  options({ name, files, backendConfig, operands }: TerraformCommand): string | undefined {
    for (const { option, value } of files) {
      // A dash means that no backup is written.
      if (value !== "-" && !this.isInside(value)) return `${option} "${value}" leads outside`;
    }
    for (const setting of backendConfig) {
      const [, key, value = ""] = /^(path|workspace_dir)=(.*)$/s.exec(setting) ?? [];
      if (key === undefined) return `-backend-config "${setting}" is not the path of a local state`;
      if (!this.isInside(value)) return `-backend-config "${setting}" leads outside`;
    }
    const named = [
      ...(FILE_COMMANDS.includes(name) ? operands : []),
      ...(name === "state" && operands[0] === "push" ? operands.slice(1) : []),
      ...files.flatMap(({ option, value }) => (option === "-plan" ? [value] : [])),
    ];
    for (const operand of named) {
      const why = this.file(operand);
      if (why !== undefined) return why;
    }
    return undefined;
  }

  /** Checks the plan or state that a command is given. */
  private file(operand: string): string | undefined {
    const file = path.resolve(this.folder, operand);
    if (operand === "-" || !existsSync(file)) return undefined;
    if (!this.isInside(operand)) return `"${operand}" is not the emulator's`;
    try {
      const planned = backendOfPlan(file);
      return planned && this.checkLocation(planned.location, [planned.workspace]);
    } catch (error) {
      return `the plan "${operand}" cannot be read for sure, ${(error as Error).message}`;
    }
  }

  configuration(env: Environment): string | undefined {
    const data = env.TF_DATA_DIR || ".terraform";
    let workspaces: readonly string[];
    let settings: ReturnType<typeof readSettings>;
    let remoteStates: readonly StateLocation[];
    let initialized: readonly StateLocation[];
    try {
      settings = readSettings(this.folder);
      workspaces = [env.TF_WORKSPACE ?? "", readText(path.resolve(this.folder, data, "environment")) ?? ""];
      remoteStates = [
        ...settings.remoteStates,
        ...moduleFolders(this.folder, data).flatMap((at) => readSettings(at).remoteStates),
      ];
      initialized = this.initialized(data);
    } catch (error) {
      return (error as Error).message;
    }
    const { backends } = settings;
    for (const location of [...backends, ...initialized]) {
      const why = this.checkLocation(location, workspaces);
      if (why !== undefined) return why;
    }
    for (const location of remoteStates) {
      const why = this.checkLocation(location, []);
      if (why !== undefined) return `the data source terraform_remote_state reads another state, and ${why}`;
    }
    // Without a backend, the state is a file in the folder. The providers' lock file is always there.
    if (!this.isInside(".")) return "its state and lock file would be in that folder";
    if (backends.length === 0) {
      const why = this.checkLocation({ type: "local", values: new Map(), file: "" }, workspaces);
      if (why !== undefined) return why;
    }
    for (const [name, value] of [
      ["TF_DATA_DIR", data],
      ["TF_PLUGIN_CACHE_DIR", env.TF_PLUGIN_CACHE_DIR],
    ]) {
      if (value && !this.isInside(value)) return `${name} "${value}" leads outside`;
    }
    return [".terraform.lock.hcl", path.join(data, "terraform.tfstate")].every((file) => this.isInside(file))
      ? undefined
      : "a link in it leads outside";
  }

  /** @param workspaces names of the selected workspaces; empty if none */
  private checkLocation({ type, values, file }: StateLocation, workspaces: readonly string[]): string | undefined {
    const where = file === "" ? "" : ` (${path.basename(file)})`;
    if (type !== "local") return `the backend "${type ?? "?"}"${where} leads outside`;
    const text = (key: string, usual: string) => (values.has(key) ? values.get(key) : usual);
    const state = text("path", "terraform.tfstate");
    const folder = text("workspace_dir", "terraform.tfstate.d");
    if (typeof state !== "string" || typeof folder !== "string")
      return `the path of the local backend${where} is not a plain text`;
    const states = [state, folder, ...workspaces.map((name) => path.join(folder, name.trim(), "terraform.tfstate"))];
    const outside = states.flatMap(stateFiles).find((one) => !this.isInside(one));
    return outside === undefined ? undefined : `the local state "${outside}"${where} leads outside`;
  }

  /** The backends that the folder was initialised with. */
  private initialized(data: string): readonly StateLocation[] {
    const file = path.join(data, "terraform.tfstate");
    const text = readText(path.resolve(this.folder, file));
    if (text === undefined) return [];
    try {
      const { backend } = JSON.parse(text) as { backend?: { type?: string; config?: Record<string, unknown> } };
      if (backend == null) return [];
      const values = Object.entries(backend.config ?? {}).flatMap(([key, value]) =>
        value === null ? [] : [[key, typeof value === "string" ? value : undefined] as const],
      );
      return [{ type: backend.type, values: new Map(values), file }];
    } catch {
      throw new Error(`"${file}" cannot be read for sure, it is not JSON`);
    }
  }

  private isInside(file: string): boolean {
    return isWithin(this.emulator, path.resolve(this.folder, file));
  }
}

/** The files of a state: the state, its backup, and its lock. */
function stateFiles(state: string): readonly string[] {
  return [state, `${state}.backup`, path.join(path.dirname(state), `.${path.basename(state)}.lock.info`)];
}

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** The folders of the modules that init found. */
function moduleFolders(folder: string, data: string): readonly string[] {
  const text = readText(path.resolve(folder, data, "modules", "modules.json"));
  if (text === undefined) return [];
  const { Modules: modules = [] } = JSON.parse(text) as { Modules?: readonly { Dir: string; Key: string }[] };
  return modules.flatMap(({ Key, Dir }) => (Key === "" ? [] : [path.resolve(folder, Dir)])).filter(existsSync);
}
