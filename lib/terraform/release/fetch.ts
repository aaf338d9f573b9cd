// Fetches the pinned Terraform into the user's cache, once for all projects. Not into the project, since a checkout from somebody else
// could contain a program of that name. It is only unpacked if its checksum is the pinned one, and written atomically.
import { chmodSync, mkdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { codeMeaning, projectFix } from "../../files/faults";
import { writeWhole } from "../../files/write";
import { unzip } from "../../files/zip";
import type { Environment } from "../../net/proxy";
import { InterruptedError, TerraformError } from "../errors";
import type { Interrupts } from "../process/interrupts";
import { download } from "./download";
import {
  archiveUrl,
  installHint,
  LICENCE,
  MEGABYTES,
  platform,
  RELEASE,
  type Release,
  withoutCredentials,
} from "./release";

export interface FetchOptions {
  /** The caller's own, with its proxies; not the emulator's. */
  readonly env: Environment;
  readonly interrupts: Interrupts;
  /** Called with the one line that says what is fetched. */
  readonly say: (line: string) => void;
  /** Bytes so far, and in all where that is known. */
  readonly onProgress: (done: number, total: number | undefined) => void;
  /** @default - RELEASE; tests have others */
  readonly release?: Release;
  /** Milliseconds without a byte. @default 30000 */
  readonly silence?: number;
}

/** Four times the current size. */
const ARCHIVE_LIMIT = 128 * 1024 * 1024;
const PROGRAM_LIMIT = 512 * 1024 * 1024;

/** The absolute path of the fetched program, whether it exists or not. */
export function fetchedProgram(env: Environment, { version }: Release = RELEASE): string {
  const home = env.HOME || os.homedir();
  const usual = os.platform() === "darwin" ? path.join(home, "Library", "Caches") : path.join(home, ".cache");
  const cache = env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : usual;
  return path.join(cache, "mailzone", "terraform", `${version}_${platform()}`, "terraform");
}

/** Whether it was fetched by this user or root, and nobody else could have changed it. */
export function isFetched(env: Environment, release: Release = RELEASE): boolean {
  const file = fetchedProgram(env, release);
  return [file, path.dirname(file)].every((place) => {
    const found = statSync(place, { throwIfNoEntry: false });
    return found !== undefined && [0, os.userInfo().uid].includes(found.uid) && (found.mode & 0o022) === 0;
  });
}

/**
 * @returns the program, absolute
 * @throws TerraformError, one line, where it may not or cannot be fetched; InterruptedError
 */
export async function fetchTerraform(options: FetchOptions): Promise<string> {
  const { env, release = RELEASE } = options;
  const none = "no terraform or tofu was found";
  const todo = `install it (${installHint()}), or set TERRAFORM_BINARY_NAME to its path`;
  if (/^(no|false|off|0)$/i.test(env.MAILZONE_FETCH ?? ""))
    throw new TerraformError(`${none}, and MAILZONE_FETCH=${env.MAILZONE_FETCH} forbids to fetch it: ${todo}`);
  const sum = release.sums[platform()];
  if (sum === undefined)
    throw new TerraformError(`${none}, and there is no release to download for ${platform()}: ${todo}`);
  const url = archiveUrl(release, env);
  if (url === undefined)
    throw new TerraformError(`${none}, and MAILZONE_TERRAFORM_MIRROR is no address: write it as https://HOST/PATH`);
  const file = fetchedProgram(env, release);
  makeFolder(path.dirname(file));
  const { version } = release;
  options.say(
    `${none}: fetching Terraform ${version} (${LICENCE}, about ${MEGABYTES} MB) from ${withoutCredentials(url)} into ${path.dirname(file)}`,
  );
  const archive = await receive(url, options, todo);
  if (archive.sum !== sum)
    throw new TerraformError(
      `Terraform ${version} from ${withoutCredentials(url)} is not the one that is pinned, its SHA-256 is ${archive.sum} and not ${sum}: nothing was kept; ${todo}`,
    );
  keep(file, programOf(archive.bytes));
  return file;
}

async function receive(url: URL, options: FetchOptions, todo: string) {
  const { env, interrupts, onProgress, silence = 30_000 } = options;
  if (interrupts.interrupted) throw new InterruptedError();
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  const unregister = interrupts.add({ interrupt: stop, kill: stop });
  const { signal } = stopped;
  try {
    return await download(url, { env, limit: ARCHIVE_LIMIT, silence, signal, onProgress });
  } catch (error) {
    if (interrupts.interrupted) throw new InterruptedError();
    throw new TerraformError(
      `Terraform cannot be fetched from ${withoutCredentials(url)}, ${(error as Error).message}: ${todo}`,
    );
  } finally {
    unregister();
  }
}

function programOf(archive: Buffer): Buffer {
  const program = unzip(archive, "terraform", PROGRAM_LIMIT);
  if (program === undefined) throw new TerraformError("the archive of Terraform holds no terraform");
  return program;
}

function makeFolder(folder: string): void {
  writing(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  });
}

function keep(file: string, program: Buffer): void {
  writing(path.dirname(file), () => writeWhole(file, program, 0o755));
}

function writing(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const todo = code === "ENOSPC" ? projectFix(code) : "set XDG_CACHE_HOME to a folder that is yours";
    throw new TerraformError(`Terraform cannot be kept in "${folder}": ${codeMeaning(code)}: ${todo}`);
  }
}
