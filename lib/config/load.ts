// A configuration from the file system: the only reader of files in config/.
import fs from "node:fs";
import { type Configuration, parseConfiguration } from "./configuration";

/**
 * Reads the file at `location`; a file that cannot be read is a finding like any other.
 * @param name what to call it in messages
 */
export function loadConfiguration(location: string, name = location): Configuration {
  let text: string;
  try {
    text = fs.readFileSync(location, "utf8");
  } catch (error) {
    const message = `cannot read "${name}": ${reason((error as NodeJS.ErrnoException).code)}`;
    return { file: name, domains: [], findings: [{ rule: "yaml", severity: "error", message }] };
  }
  return parseConfiguration(name, text);
}

function reason(code = "unknown error"): string {
  if (code === "ENOENT") return "there is no such file: write one, or name yours with --config or MAILZONE_CONFIG";
  if (code === "EISDIR") return "it is a folder: name a file";
  if (code === "EACCES") return "it may not be read: change its permissions";
  return code;
}
