// Links below a folder of our own. Whoever can place one there would lead what we write, empty or apply to another place, so
// none is followed. Links above the folder, the project's own path for one, are the user's affair.
import { lstatSync, readdirSync } from "node:fs";
import path from "node:path";

/**
 * The first symbolic link among the parts of a path that lie below `folder`, the last part included; undefined if there is
 * none. What does not exist is no link.
 * @param folder absolute path; whether it is a link itself is not asked
 * @param file absolute path below it
 */
export function linkOnTheWay(folder: string, file: string): string | undefined {
  const parts = path.relative(folder, file).split(path.sep);
  const places = parts.map((_, index) => path.join(folder, ...parts.slice(0, index + 1)));
  return places.find(isLink);
}

/** The first symbolic link anywhere in a folder; undefined if there is none, or no folder. Links are not followed. */
export function linkWithin(folder: string): string | undefined {
  let entries: ReturnType<typeof list>;
  try {
    entries = list(folder);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
  for (const entry of entries) {
    const place = path.join(folder, entry.name);
    if (entry.isSymbolicLink()) return place;
    const link = entry.isDirectory() ? linkWithin(place) : undefined;
    if (link !== undefined) return link;
  }
  return undefined;
}

/** Whether there is a symbolic link at a path, wherever it leads. */
export function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function list(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}
