// imports.yaml, as mailzone adopt --write leaves it: what this run found, and what an earlier one found of other entries.
import fs from "node:fs";
import path from "node:path";
import { formatImports } from "../../adopt/imports-file";
import { importsFile } from "../../config/load";
import type { ImportItem } from "../../config/schema/imports-file";
import type { Domain } from "../../dns/domain";
import { type CommonOptions, commandLine, configNames, refuseErrors } from "../options";
import type { Shell } from "../shell";

/** The entries of domains.yaml, and those that this run is about. */
export interface Chosen {
  readonly all: readonly Domain[];
  readonly domains: readonly Domain[];
}

export function writeImports(
  shell: Shell,
  label: string,
  found: readonly ImportItem[],
  chosen: Chosen,
  options: CommonOptions,
): void {
  const file = importsFile(configNames(shell, options), shell.cwd);
  const target = path.resolve(shell.cwd, file);
  const plan = commandLine("plan", options.emulated);
  const isThere = fs.existsSync(target);
  const imports = [...(isThere ? otherImports(shell, file, chosen, options) : []), ...found];
  if (imports.length === 0) {
    // A leftover that nothing is written over: its records may be gone, and then every plan fails on it.
    shell.say(`${label}there is nothing to import: ${isThere ? `delete ${file}, and ` : ""}run ${plan}`);
    return;
  }
  fs.writeFileSync(target, formatImports(imports));
  const count = `${imports.length} import${imports.length === 1 ? "" : "s"}`;
  shell.say(`${label}${count} written to ${file}: commit it, and run ${plan}`);
}

/** What the file lists for entries that this run is not about: an earlier run wrote it, and it stays. */
function otherImports(shell: Shell, file: string, { all, domains }: Chosen, options: CommonOptions): ImportItem[] {
  const chosen = new Set(domains.map(({ entry }) => entry));
  const isOther = ({ entry, state }: Domain) => state === "present" && !chosen.has(entry);
  if (!all.some(isOther)) return [];
  return refuseErrors(shell, options)
    .imports.filter(({ entry, at }) => at.file === file && !chosen.has(entry))
    .map(({ entry, record, id, fingerprint }) => ({ entry, record, import: id, fingerprint }));
}
