// Writes several new files: all of them or none, and never over an existing one.
import fs from "node:fs";
import path from "node:path";

/** Which of `names` exist already, and symbolic links on the way to them, which would lead the files elsewhere. */
export function present(folder: string, names: readonly string[]): string[] {
  const found = names.flatMap((name) => {
    const steps = name.split("/");
    const prefixes = steps.map((_, index) => steps.slice(0, index + 1).join("/"));
    return prefixes.filter((prefix) => {
      const stats = fs.lstatSync(path.join(folder, prefix), { throwIfNoEntry: false });
      return stats !== undefined && (prefix === name || stats.isSymbolicLink());
    });
  });
  return [...new Set(found)];
}

/**
 * Writes files that do not exist yet, with their folders. If one cannot be written, all are removed again. It is synchronous, so that no
 * signal comes between two files. If two processes run at once, the one that writes the first file wins.
 * @param files paths relative to `folder`
 * @throws the system's error; EEXIST if another process has written one meanwhile
 */
export function writeNew(folder: string, files: readonly { readonly path: string; readonly text: string }[]): void {
  const undoSteps: (() => void)[] = [];
  try {
    for (const { path: name, text } of files) {
      const file = path.join(folder, name);
      for (const missing of missingFolders(path.dirname(file))) {
        // Another process may create it at the same time; the first file decides which of them continues.
        if (fs.mkdirSync(missing, { recursive: true }) !== undefined) undoSteps.push(() => fs.rmdirSync(missing));
      }
      const handle = fs.openSync(file, "wx", 0o644);
      undoSteps.push(() => fs.unlinkSync(file));
      try {
        fs.writeFileSync(handle, text, { flush: true });
      } finally {
        fs.closeSync(handle);
      }
    }
  } catch (error) {
    for (const step of undoSteps.reverse()) {
      try {
        step();
      } catch {
        // A folder that has files of others stays.
      }
    }
    throw error;
  }
}

/** The folders that do not exist, outermost first. */
function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let at = folder; !fs.existsSync(at) && path.dirname(at) !== at; at = path.dirname(at)) missing.unshift(at);
  return missing;
}
