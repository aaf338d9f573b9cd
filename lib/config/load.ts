// Loads a configuration from the file system. Nothing else in config/ reads files.
import fs from "node:fs";
import path from "node:path";
import { type Finding, legible } from "../dns/finding";
import { configFileFault } from "../files/faults";
import { type Configuration, type ConfigurationFile, parseConfiguration } from "./configuration";

/** Bytes of a configuration file. */
const MAX_BYTES = 8 << 20;

/** Node's own code, of fs.readFile(). */
const TOO_LARGE = "ERR_FS_FILE_TOO_LARGE";
const LARGE_FIX = `it is larger than ${MAX_BYTES >> 20} MB: divide it, a folder of several files is read as one`;

/** The value of MAILZONE_CONFIG: names of files or folders, with the same separator as PATH. */
export function splitConfigNames(value: string): string[] {
  return value.split(path.delimiter).filter((name) => name !== "");
}

/** The file that lists existing resources to import, see imports.ts. */
const IMPORTS = "imports.yaml";

/**
 * The path of a configuration's imports.yaml, whether it exists or not: in its folder, or beside its first file.
 * @param names as loadConfiguration() takes them
 */
export function importsFile([first = "domains.yaml"]: readonly string[], cwd: string): string {
  const folder = filesOf(path.resolve(cwd, first)) === undefined ? path.dirname(first) : first;
  return path.join(folder, IMPORTS);
}

export interface LoadOptions {
  readonly imports: boolean;
  readonly rules?: boolean;
}

/**
 * Reads files, and the `.yaml` and `.yml` files of folders in the order of their names, and imports.yaml.
 * A file that cannot be read is a finding.
 * @param names relative to `cwd`, as messages show them
 * @param options.imports whether imports.yaml is read: the one beside an earlier version of a file belongs to the current version
 * @param options.rules whether the rules of check run. @default true
 */
export function loadConfiguration(
  names: readonly string[],
  cwd: string,
  options: LoadOptions = { imports: true },
): Configuration {
  const files: ConfigurationFile[] = [];
  const imports: ConfigurationFile[] = [];
  const findings: Finding[] = [];
  const fail = (name: string, why: string) =>
    findings.push({ source: "check", rule: "yaml", severity: "error", message: `cannot read "${name}": ${why}` });
  const read = (name: string, into = files) => {
    try {
      into.push({ file: name, text: readBounded(path.resolve(cwd, name)) });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      fail(name, code === TOO_LARGE ? LARGE_FIX : configFileFault(code));
    }
  };
  for (const name of names) {
    const inside = filesOf(path.resolve(cwd, name))?.filter((file) => file !== IMPORTS);
    if (inside === undefined) read(name);
    else if (inside.length === 0) fail(name, "the folder has no .yaml file: write one, or name another");
    else for (const file of inside) read(path.join(name, file));
  }
  if (options.imports) for (const file of importsFiles(names, cwd)) read(file, imports);
  if (findings.length === 0) return parseConfiguration(files, imports, options);
  return { files: [...names], domains: [], imports: [], places: {}, findings: findings.map(legible) };
}

/** Whether a name is a file, or a folder with a configuration file in it; the file may be invalid. */
export function isThere(name: string, cwd: string): boolean {
  const place = path.resolve(cwd, name);
  if (fs.lstatSync(place, { throwIfNoEntry: false }) === undefined) return false;
  return filesOf(place)?.every((file) => file === IMPORTS) !== true;
}

/** The files that exist, without duplicates: that of the configuration as a whole, and that of each of its folders. */
function importsFiles(names: readonly string[], cwd: string): string[] {
  const folders = names.filter((name) => filesOf(path.resolve(cwd, name)) !== undefined);
  const files = [importsFile(names, cwd), ...folders.map((folder) => path.join(folder, IMPORTS))];
  const byPath = new Map(files.map((file) => [path.resolve(cwd, file), file]));
  return [...byPath].flatMap(([resolved, file]) => (fs.existsSync(resolved) ? [file] : []));
}

/** The file names in a folder, without hidden ones (editors make those); undefined for a file, and if it cannot be read. */
function filesOf(folder: string): string[] | undefined {
  try {
    const files = fs.readdirSync(folder).filter((file) => /^[^.].*\.ya?ml$/.test(file));
    return files.sort();
  } catch {
    return undefined;
  }
}

/** Reads a file in pieces up to the limit: /dev/zero does not report its size. A file with ten thousand domains has two megabytes. */
function readBounded(file: string): string {
  const descriptor = fs.openSync(file, "r");
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const chunk = Buffer.alloc(1 << 20);
      const bytes = fs.readSync(descriptor, chunk);
      if (bytes === 0) return Buffer.concat(chunks).toString("utf8");
      size += bytes;
      if (size > MAX_BYTES) throw Object.assign(new Error("too large"), { code: TOO_LARGE });
      chunks.push(chunk.subarray(0, bytes));
    }
  } finally {
    fs.closeSync(descriptor);
  }
}
