// Refuses symbolic links where mailzone writes, deletes or trusts files. A checkout from somebody else may contain any: if followed, they
// could make mailzone overwrite another file, empty another folder, or apply another plan. Configuration files may be links, and so may
// the path to the project.
import { constants, lstatSync, readdirSync, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { TerraformError } from "./errors";

/**
 * Checks each part of the path from `base` to `target`, as far as it exists.
 * @param base absolute path that is trusted: the project's folder
 * @throws TerraformError if one of them is a link
 */
export function refuseLinks(base: string, target: string): void {
  let at = base;
  for (const step of path.relative(base, target).split(path.sep)) {
    at = path.join(at, step);
    const found = statOf(at);
    if (found === undefined) return;
    if (found.isSymbolicLink()) throw linkError(at);
  }
}

/**
 * Checks the file itself; the path to it may have links.
 * @throws TerraformError if it is a link
 */
export function refuseLink(file: string): void {
  if (statOf(file)?.isSymbolicLink()) throw linkError(file);
}

/** Undefined if it does not exist or cannot be read; later operations report why. */
function statOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Checks a folder and everything directly in it. */
export function refuseLinksIn(base: string, folder: string): void {
  refuseLinks(base, folder);
  if (statOf(folder)?.isDirectory() !== true) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) throw linkError(path.join(folder, entry.name));
  }
}

/**
 * Opens a file for reading.
 * @throws the system's error; ELOOP for a link, EINVAL if it is not a regular file, such as a pipe, which would block
 */
export async function openPlain(file: string): Promise<FileHandle> {
  // Windows has neither flag.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw Object.assign(new Error(`"${file}" is no file`), { code: "EINVAL" });
}

function linkError(file: string): TerraformError {
  return new TerraformError(
    `"${file}" is a link, and mailzone follows none where it keeps plans, states and what it synthesises: remove it`,
  );
}
