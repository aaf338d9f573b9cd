// What the world of `mailzone emulator -- COMMAND` knows beforehand: what the configuration takes for granted, if there is one. The
// command may have nothing to do with it, so nothing here keeps it from running.
import fs from "node:fs";
import path from "node:path";
import { configNames, readConfiguration } from "../../app/configuration";
import type { Domain } from "../../dns/domain";
import { formatFinding } from "../../dns/finding";
import type { Shell } from "../shell";

/** The configuration's domains; none where it is not there, or faulty, which is said in a line. */
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
