// What lies in the emulator's folder, told by where a path really leads.
import { lstatSync, realpathSync } from "node:fs";
import path from "node:path";

/** Whether all that is at `file`, or would be made there, lies in `folder`. Both are absolute. */
export function isWithin(folder: string, file: string): boolean {
  const place = realPlace(file);
  if (place === undefined) return false;
  const relative = path.relative(realPlace(folder) ?? folder, place);
  return relative === "" || !(relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative));
}

/** A path without links; undefined where one leads to nowhere, and so to wherever somebody makes it. */
function realPlace(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return undefined;
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return undefined;
    const parent = realPlace(path.dirname(file));
    return parent === undefined ? undefined : path.join(parent, path.basename(file));
  }
}
