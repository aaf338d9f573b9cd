// What exists at the start in the world of `mailzone emulator -- COMMAND`: what the configuration expects to exist, if there is
// a configuration. The command may not need it, so nothing here stops the command.
import fs from "node:fs";
import path from "node:path";
import { configNames, readConfiguration } from "../../app/configuration";
import type { Domain } from "../../dns/domain";
import { formatFinding } from "../../dns/finding";
import type { Shell } from "../shell";

/** The configuration's domains; none if it does not exist, or if it has errors, which is reported in one line. */
export function domainsForWorld(shell: Shell): readonly Domain[] {
  const names = configNames(shell, {});
  if (!names.some((name) => fs.existsSync(path.resolve(shell.cwd, name)))) return [];
  const { domains, findings } = readConfiguration(shell, {}, { imports: false });
  const [error, ...others] = findings.filter(({ severity }) => severity === "error");
  if (error === undefined) return domains;
  const [first = ""] = formatFinding(error).split("\n");
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  shell.say(`emulated: the zones of ${names.join(", ")} are not known in it: ${first}${more}`);
  return [];
}
