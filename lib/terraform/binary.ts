// Finds the terraform or tofu to run and checks its version. It parses the output of `version`, not of `version -json`: OpenTofu's JSON
// calls its own version "terraform_version", and only the first line of the plain output names the product.
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import type { Environment } from "../net/proxy";
import { InterruptedError, TerraformError } from "./errors";
import type { Interrupts } from "./process/interrupts";
import { type RunProcess, runProcess } from "./process/process";
import { type FetchOptions, fetchedProgram, fetchTerraform, isFetched } from "./release/fetch";

export type TerraformProduct = "Terraform" | "OpenTofu";

export interface TerraformVersion {
  readonly product: TerraformProduct;
  /** As printed, without the "v": `1.11.4`, `1.12.0-beta1`. */
  readonly version: string;
}

export interface TerraformBinary extends TerraformVersion {
  /** The name or path by which it is started. */
  readonly file: string;
}

export interface FindTerraformOptions {
  readonly env: Environment;
  /** Absolute path; a relative TERRAFORM_BINARY_NAME is resolved here. */
  readonly cwd: string;
  readonly interrupts: Interrupts;
  /** @default runProcess */
  readonly run?: RunProcess;
  /** How it is fetched if it is not installed. @default - it is not fetched */
  readonly fetch?: FetchOptions;
}

/** These and later versions have import and removed blocks, and `errored` and `complete` in their JSON. */
const OLDEST: Readonly<Record<TerraformProduct, readonly [number, number]>> = { Terraform: [1, 7], OpenTofu: [1, 10] };

const REQUIRED = "Terraform 1.7 or later, or OpenTofu 1.10 or later";

/**
 * The program in TERRAFORM_BINARY_NAME, as CDKTF uses it; otherwise `terraform`, then `tofu`, then the one that was fetched or is fetched
 * now.
 * @throws TerraformError, one line, if it is missing, not Terraform, or too old; InterruptedError
 */
export async function findTerraform(options: FindTerraformOptions): Promise<TerraformBinary> {
  const { cwd, env } = options;
  const name = env.TERRAFORM_BINARY_NAME;
  // It runs in the stacks' folders, where a relative path would name another file.
  if (name) return probeBinary(name.includes("/") ? path.resolve(cwd, name) : name, options);
  const found = PROGRAMS.find((program) => locateProgram(program, options) !== undefined);
  if (found !== undefined) return probeBinary(found, options);
  const { fetch } = options;
  if (fetch === undefined) return probeBinary("terraform", options);
  if (isFetched(fetch.env, fetch.release)) {
    const fetched = await probeBinary(fetchedProgram(fetch.env, fetch.release), options).catch(() => undefined);
    // One that does not run, such as for another machine or truncated, is fetched again.
    if (fetched !== undefined) return fetched;
  }
  return probeBinary(await fetchTerraform(fetch), options);
}

/** Names that Terraform and OpenTofu have. */
export const PROGRAMS: readonly string[] = ["terraform", "tofu"];

async function probeBinary(
  file: string,
  { cwd, env, interrupts, run = runProcess }: FindTerraformOptions,
): Promise<TerraformBinary> {
  // Without CHECKPOINT_DISABLE `version` asks HashiCorp for newer versions, and waits for the answer.
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
 * The path of the program that a shell would start by this name; undefined if there is none.
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

/** Parses the output of `terraform version` or `tofu version`; undefined if it is neither. */
export function parseVersion(text: string): TerraformVersion | undefined {
  const match = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m.exec(text);
  return match ? { product: match[1] as TerraformProduct, version: match[2]! } : undefined;
}

/** A prerelease counts as its release: 1.7.0-rc1 has what 1.7 has. */
export function isRecent(version: TerraformVersion): boolean {
  return isAtLeast(version, OLDEST);
}

/** The first versions with ephemeral variables, which are needed for separate roles for plan and apply. */
const EPHEMERAL_SINCE: typeof OLDEST = { Terraform: [1, 10], OpenTofu: [1, 11] };

/** Why it cannot run a stack with separate roles for plan and apply; undefined if it can. */
export function rolesUnsupported(version: TerraformVersion): string | undefined {
  if (isAtLeast(version, EPHEMERAL_SINCE)) return undefined;
  return `a role for plan and another for apply take Terraform 1.10 or OpenTofu 1.11, and this is ${version.product} ${version.version}: install one of them, or write a single assumeRoleArn`;
}

function isAtLeast({ product, version }: TerraformVersion, first: typeof OLDEST): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = first[product];
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
