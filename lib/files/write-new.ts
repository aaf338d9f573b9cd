// Several new files at once: all of them or none, and none in the place of another.
import fs from "node:fs";
import path from "node:path";

/** Which of `names` are there already, and links on the way to one: followed, they would have files written elsewhere. */
export function present(folder: string, names: readonly string[]): string[] {
  const found = names.flatMap((name) => {
    const steps = name.split("/");
    const ways = steps.map((_, index) => steps.slice(0, index + 1).join("/"));
    return ways.filter((way) => {
      const stats = fs.lstatSync(path.join(folder, way), { throwIfNoEntry: false });
      return stats !== undefined && (way === name || stats.isSymbolicLink());
    });
  });
  return [...new Set(found)];
}

/**
 * Writes files that are not there yet, and the folders on the way to them. Nothing of it stays where one cannot be written.
 * It does not wait between two files, so that no signal comes between them. Of two at once the first file's writer wins.
 * @param files paths relative to `folder`
 * @throws the system's error; EEXIST where somebody else has written one meanwhile
 */
export function writeNew(folder: string, files: readonly { readonly path: string; readonly text: string }[]): void {
  const made: (() => void)[] = [];
  try {
    for (const { path: name, text } of files) {
      const file = path.join(folder, name);
      for (const missing of missingFolders(path.dirname(file))) {
        // Another run may make it at the same time; the first file decides which of them goes on.
        if (fs.mkdirSync(missing, { recursive: true }) !== undefined) made.push(() => fs.rmdirSync(missing));
      }
      const handle = fs.openSync(file, "wx", 0o644);
      made.push(() => fs.unlinkSync(file));
      try {
        fs.writeFileSync(handle, text, { flush: true });
      } finally {
        fs.closeSync(handle);
      }
    }
  } catch (error) {
    for (const undo of made.reverse()) {
      try {
        undo();
      } catch {
        // A folder that somebody else has put something into stays.
      }
    }
    throw error;
  }
}

/** From the outermost on. */
function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let at = folder; !fs.existsSync(at) && path.dirname(at) !== at; at = path.dirname(at)) missing.unshift(at);
  return missing;
}
