// Checks whether a path is inside the emulator's folder, after links are resolved.
import { lstatSync, realpathSync } from "node:fs";
import path from "node:path";

/** Whether the file at `file`, or one that would be made there, is inside `folder`. Both are absolute. */
export function isWithin(folder: string, file: string): boolean {
  const target = resolveLinks(file);
  if (target === undefined) return false;
  const relative = path.relative(resolveLinks(folder) ?? folder, target);
  return relative === "" || !(relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative));
}

/** The path with links resolved; undefined if a link's target does not exist, because it could later be made anywhere. */
function resolveLinks(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return undefined;
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return undefined;
    const parent = resolveLinks(path.dirname(file));
    return parent === undefined ? undefined : path.join(parent, path.basename(file));
  }
}
