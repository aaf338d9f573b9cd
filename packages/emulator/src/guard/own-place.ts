// Checks whether a path is inside the emulator's folder, after links are resolved.
import { lstatSync, realpathSync } from "node:fs";
import path from "node:path";

/** Whether the file at `file`, or one that would be made there, is inside `folder`. Both are absolute. */
export function isWithin(folder: string, file: string): boolean {
  const place = realPlace(file);
  if (place === undefined) return false;
  const relative = path.relative(realPlace(folder) ?? folder, place);
  return relative === "" || !(relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative));
}

/** The path with links resolved; undefined if a link's target does not exist, because it could later be made anywhere. */
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
