// The project's folder, in which mailzone keeps its plans, its local state and its emulated world: the nearest folder, upwards from
// the working folder, that has a cdktf.json of mailzone's; else the working folder. So a command in a subfolder does not begin
// another project with another state. File names on the command line stay relative to the working folder.
import fs from "node:fs";
import path from "node:path";
import { getuid } from "node:process";
import type { Place } from "./context";
import { Refused } from "./refused";

const FILE = "cdktf.json";

export interface Project {
  /** Absolute. */
  readonly root: string;
  /** What has to be said of the choice, in one line. @default - nothing */
  readonly note?: string;
}

/** The project's folder of a place. */
export function projectFolder({ cwd, root = cwd }: Pick<Place, "cwd" | "root">): string {
  return root;
}

/**
 * The project of a working folder.
 * @param cwd absolute, without links
 * @param kind which of the two is asked for: the state and the plans of the real world, or the emulated world
 * @throws Refused if a cdktf.json on the way cannot be read, or both folders keep something of that kind
 */
export function findProject(cwd: string, kind: "real" | "sandbox", user = getuid?.()): Project {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const found = fileIn(folder);
    if (found === "unknown") {
      return { root: cwd, note: `nobody may look for ${FILE} in "${folder}", so this folder is taken as the project` };
    }
    if (found !== undefined) return folder === cwd ? { root: cwd } : above(cwd, folder, kind, user);
    if (folder === path.dirname(folder)) return { root: cwd };
  }
}

/** What to do with the nearest folder above that has a cdktf.json. Another project's ends the search: nothing of it is used. */
function above(cwd: string, folder: string, kind: "real" | "sandbox", user: number | undefined): Project {
  const file = path.join(folder, FILE);
  const name = path.relative(cwd, folder);
  if (!isOwn([folder, file], cwd, user)) {
    return {
      root: cwd,
      note: `"${path.join(name, FILE)}" is another user's and is left alone: this folder is the project`,
    };
  }
  if (!isOurs(file, folder)) return { root: cwd };
  const here = keptIn(cwd, kind);
  if (here === undefined) return { root: folder };
  const there = keptIn(folder, kind);
  if (there === undefined) {
    return {
      root: cwd,
      note: `"${here}" in this folder is used, as until now; its project is "${name}": move it there, or keep it here`,
    };
  }
  throw new Refused(
    `this folder has "${here}", and its project "${name}" has "${there}": run mailzone in "${name}", or move what is in this folder away`,
  );
}

/** The file, if it is one; unknown where nobody may look. */
function fileIn(folder: string): "there" | "unknown" | undefined {
  try {
    return fs.statSync(path.join(folder, FILE), { throwIfNoEntry: false })?.isFile() ? "there" : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "EACCES" || code === "EPERM" ? "unknown" : undefined;
  }
}

/** As git does for its repositories: what another user put above a folder decides nothing. */
function isOwn(files: readonly string[], cwd: string, user: number | undefined): boolean {
  if (user === undefined) return true;
  const owner = fs.statSync(cwd).uid;
  return files.every((file) => [user, owner].includes(fs.statSync(file).uid));
}

/** Whether the app of a cdktf.json is mailzone's: in a repository that `mailzone init` made, or in a clone. */
function isOurs(file: string, folder: string): boolean {
  const app = appOf(file);
  return (
    /\bmailzone\b/.test(app) ||
    (/\bbin[\\/]synth\.js\b/.test(app) && fs.existsSync(path.join(folder, "bin", "mailzone.js")))
  );
}

function appOf(file: string): string {
  const fix = "correct it, or run mailzone in the folder of its own project";
  try {
    const { app } = JSON.parse(fs.readFileSync(file, "utf8")) as { readonly app?: unknown };
    return typeof app === "string" ? app : "";
  } catch (error) {
    const { code = "it is no JSON" } = error as NodeJS.ErrnoException;
    throw new Refused(`"${file}" cannot be read (${code}), and it says whose project this folder is in: ${fix}`);
  }
}

/** The first thing of that kind that mailzone keeps in a folder. */
function keptIn(folder: string, kind: "real" | "sandbox"): string | undefined {
  const kept = kind === "real" ? path.join(".mailzone", "plans") : path.join(".mailzone", "sandbox");
  if (namesIn(path.join(folder, kept)).length > 0) return kept;
  return kind === "real" ? namesIn(folder).find((name) => /^terraform\..+\.tfstate$/.test(name)) : undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch {
    return [];
  }
}
