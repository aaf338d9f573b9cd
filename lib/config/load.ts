// A configuration from the file system: the only reader of files in config/.
import fs from "node:fs";
import { type Configuration, parseConfiguration } from "./configuration";

/** Reads `file`, relative to the working folder; a file that cannot be read is a finding like any other. */
export function loadConfiguration(file: string): Configuration {
  try {
    return parseConfiguration(file, fs.readFileSync(file, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const message = `cannot read "${file}": ${reason(code)}`;
    return { file, domains: [], findings: [{ rule: "yaml", severity: "error", message }] };
  }
}

function reason(code: string): string {
  if (code === "ENOENT") return "there is no such file: write one, or name yours with --config or MAILZONE_CONFIG";
  if (code === "EISDIR") return "it is a folder: name a file";
  if (code === "EACCES") return "it may not be read: change its permissions";
  return code;
}
