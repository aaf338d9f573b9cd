// Links in what mailzone writes, empties and believes. A checkout of somebody else's may hold any: followed, one would have a
// stranger's file overwritten, another folder emptied, or another plan applied. Configuration files may be links, and so may
// the way to the project.
import { constants, lstatSync, readdirSync, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { TerraformError } from "./errors";

/**
 * Looks at each step from `base` down to `target`, as far as it is there.
 * @param base absolute path that is trusted: the project's folder
 * @throws TerraformError where one of them is a link
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
 * A file itself, wherever it lies: the way to it may have links.
 * @throws TerraformError where it is a link
 */
export function refuseLink(file: string): void {
  if (statOf(file)?.isSymbolicLink()) throw linkError(file);
}

/** Undefined for what is not there, and for what cannot be looked at: whoever works there says why. */
function statOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** The same for a folder and all that lies directly in it. */
export function refuseLinksIn(base: string, folder: string): void {
  refuseLinks(base, folder);
  if (statOf(folder)?.isDirectory() !== true) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) throw linkError(path.join(folder, entry.name));
  }
}

/**
 * Opens a file for reading.
 * @throws the system's error; ELOOP for a link, EINVAL for what is no file, such as a pipe that would be waited for
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
