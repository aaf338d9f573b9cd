// A configuration from the file system: the only reader of files in config/.
import fs from "node:fs";
import path from "node:path";
import { type Finding, legible } from "../dns/finding";
import { type Configuration, type ConfigurationFile, parseConfiguration } from "./configuration";

/** What MAILZONE_CONFIG holds: names of files or folders, separated as PATH is. */
export function splitConfigNames(value: string): string[] {
  return value.split(path.delimiter).filter((name) => name !== "");
}

/**
 * Reads files, and the `.yaml` and `.yml` files of folders, in the order of their names. What cannot be read is a finding.
 * @param names relative to `cwd`, as messages show them
 */
export function loadConfiguration(names: readonly string[], cwd: string): Configuration {
  const files: ConfigurationFile[] = [];
  const findings: Finding[] = [];
  const fail = (name: string, why: string) =>
    findings.push({ rule: "yaml", severity: "error", message: `cannot read "${name}": ${why}` });
  const read = (name: string) => {
    try {
      files.push({ file: name, text: fs.readFileSync(path.resolve(cwd, name), "utf8") });
    } catch (error) {
      fail(name, reason((error as NodeJS.ErrnoException).code));
    }
  };
  for (const name of names) {
    const inside = filesOf(path.resolve(cwd, name));
    if (inside === undefined) read(name);
    else if (inside.length === 0) fail(name, "the folder has no .yaml file: write one, or name another");
    else for (const file of inside) read(path.join(name, file));
  }
  if (findings.length === 0) return parseConfiguration(files);
  return { files: [...names], domains: [], places: {}, findings: findings.map(legible) };
}

/** The names in a folder, hidden ones (an editor's) left out; undefined for a file, and for what read() will complain of. */
function filesOf(folder: string): string[] | undefined {
  try {
    const files = fs.readdirSync(folder).filter((file) => /^[^.].*\.ya?ml$/.test(file));
    return files.sort();
  } catch {
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file: write one, or name yours with --config or MAILZONE_CONFIG",
  ENOTDIR: "a part of its path is no folder: correct it",
  EACCES: "it may not be read: change its permissions",
  EPERM: "it may not be read: change its permissions",
  EISDIR: "it is a folder: name a file",
  ELOOP: "its links lead in a circle: correct them",
  ENAMETOOLONG: "its name is too long: correct it",
  ERR_INVALID_ARG_VALUE: "its name is none that a file can have: correct it",
  ERR_FS_FILE_TOO_LARGE: "it is larger than 2 GB: name another",
  ERR_STRING_TOO_LONG: "it is larger than 512 MB: name another",
};

function reason(code = "unknown error"): string {
  return REASONS[code] ?? code;
}
