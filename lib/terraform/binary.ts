// Which terraform or tofu runs, and whether it is new enough. The plain `version` is read, not `version -json`:
// OpenTofu's JSON calls its own version "terraform_version", and only the plain first line says which product it is.
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import { InterruptedError, TerraformError } from "./errors";
import type { Interrupts } from "./process/interrupts";
import { type Environment, type RunProcess, runProcess } from "./process/process";
import { type FetchOptions, fetchedProgram, fetchTerraform, isFetched } from "./release/fetch";

export type TerraformProduct = "Terraform" | "OpenTofu";

export interface TerraformVersion {
  readonly product: TerraformProduct;
  /** As it is printed, without the "v": `1.11.4`, `1.12.0-beta1`. */
  readonly version: string;
}

export interface TerraformBinary extends TerraformVersion {
  /** Name or path, as it is started. */
  readonly file: string;
}

export interface FindTerraformOptions {
  readonly env: Environment;
  /** Absolute path; a relative TERRAFORM_BINARY_NAME starts here. */
  readonly cwd: string;
  readonly interrupts: Interrupts;
  /** @default runProcess */
  readonly run?: RunProcess;
  /** How one is fetched where there is none. @default - it is not */
  readonly fetch?: FetchOptions;
}

/** Import and removed blocks, and JSON that says `errored` and `complete`, are in these and later versions. */
const OLDEST: Readonly<Record<TerraformProduct, readonly [number, number]>> = { Terraform: [1, 7], OpenTofu: [1, 10] };

const REQUIRED = "Terraform 1.7 or later, or OpenTofu 1.10 or later";

/**
 * What TERRAFORM_BINARY_NAME names, as CDKTF has it; else `terraform`, else `tofu`, else the one that was fetched or now is.
 * @throws TerraformError, one line, if it is missing, no terraform, or too old; InterruptedError
 */
export async function findTerraform(options: FindTerraformOptions): Promise<TerraformBinary> {
  const { cwd, env } = options;
  const name = env.TERRAFORM_BINARY_NAME;
  // It will run in the stacks' folders, from where a relative path would lead elsewhere.
  if (name) return probeBinary(name.includes("/") ? path.resolve(cwd, name) : name, options);
  const found = PROGRAMS.find((program) => locateProgram(program, options) !== undefined);
  if (found !== undefined) return probeBinary(found, options);
  const { fetch } = options;
  if (fetch === undefined) return probeBinary("terraform", options);
  if (isFetched(fetch.env, fetch.release)) {
    const kept = await probeBinary(fetchedProgram(fetch.env, fetch.release), options).catch(() => undefined);
    // One that does not answer, of another machine or a torn disk, is fetched anew.
    if (kept !== undefined) return kept;
  }
  return probeBinary(await fetchTerraform(fetch), options);
}

/** What is called so is Terraform. */
export const PROGRAMS: readonly string[] = ["terraform", "tofu"];

async function probeBinary(
  file: string,
  { cwd, env, interrupts, run = runProcess }: FindTerraformOptions,
): Promise<TerraformBinary> {
  // Without CHECKPOINT_DISABLE `version` asks HashiCorp for news, and waits for it.
  const quiet = { ...env, CHECKPOINT_DISABLE: "1" };
  const result = await run(file, ["version"], { cwd, env: quiet, interrupts, expendable: true }).catch(
    (error: TerraformError) => {
      const code = (error.cause as NodeJS.ErrnoException | undefined)?.code;
      if (code !== "ENOENT") throw error;
      throw new TerraformError(
        `"${file}" was not found: install ${REQUIRED}, or set TERRAFORM_BINARY_NAME to its path`,
      );
    },
  );
  if (result.code !== 0 && result.interrupted) throw new InterruptedError();
  const version = parseVersion(result.stdout);
  if (!version) {
    throw new TerraformError(
      `"${file}" does not answer as terraform does: install ${REQUIRED}, or set TERRAFORM_BINARY_NAME to its path`,
    );
  }
  if (!isRecent(version)) {
    throw new TerraformError(`"${file}" is ${version.product} ${version.version}, too old: install ${REQUIRED}`);
  }
  return { file, ...version };
}

/**
 * Where a program is that a shell would start by this name; undefined where there is none.
 * @returns an absolute path
 */
export function locateProgram(
  name: string,
  { env, cwd }: Pick<FindTerraformOptions, "env" | "cwd">,
): string | undefined {
  const folders = name.includes("/") ? ["."] : (env.PATH ?? "").split(path.delimiter);
  return folders.map((folder) => path.resolve(cwd, folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Reads what `terraform version` or `tofu version` prints; undefined if it is neither. */
export function parseVersion(text: string): TerraformVersion | undefined {
  const match = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m.exec(text);
  return match ? { product: match[1] as TerraformProduct, version: match[2]! } : undefined;
}

/** A prerelease counts as its release: 1.7.0-rc1 has what 1.7 has. */
export function isRecent(version: TerraformVersion): boolean {
  return isAtLeast(version, OLDEST);
}

/** The first versions with ephemeral variables, which two roles in an account take. */
const EPHEMERAL_SINCE: typeof OLDEST = { Terraform: [1, 10], OpenTofu: [1, 11] };

/** Why it cannot run a stack whose plan and apply have a role each; undefined where it can. */
export function rolesUnsupported(version: TerraformVersion): string | undefined {
  if (isAtLeast(version, EPHEMERAL_SINCE)) return undefined;
  return `a role for plan and another for apply take Terraform 1.10 or OpenTofu 1.11, and this is ${version.product} ${version.version}: install one of them, or write a single assumeRoleArn`;
}

function isAtLeast({ product, version }: TerraformVersion, first: typeof OLDEST): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = first[product];
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
