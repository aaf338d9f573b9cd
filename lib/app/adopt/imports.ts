// imports.yaml: what this run of adopt found, and what an earlier run found for other entries.
import fs from "node:fs";
import path from "node:path";
import { formatImports, importsOf } from "../../adopt/imports-file";
import { countsLine } from "../../adopt/render";
import { importAddress } from "../../config/imports";
import { importsFile } from "../../config/load";
import type { ImportItem } from "../../config/schema/imports-file";
import type { Domain } from "../../dns/domain";
import { sesResources } from "../../dns/ses-resources";
import { commandLine } from "../command-line";
import { type ConfigurationOptions, configNames, refuseErrors } from "../configuration";
import type { Workspace } from "../context";
import { Refused } from "../refused";
import type { Existing } from "./adopt";

/** What imports.yaml holds now. */
export interface WrittenImports {
  /** The name in messages. */
  readonly file: string;
  /** The number of imports in it now; 0 if there is nothing to import and nothing is written. */
  readonly count: number;
  /** Whether the file existed before. If nothing is written, it is a leftover: every plan fails on records that are gone. */
  readonly wasThere: boolean;
}

/**
 * Writes what can be imported to imports.yaml, beside what an earlier run found for other entries.
 * @throws Refused if SES could not be asked, or something clashes: then nothing is written
 */
export function writeImports(
  workspace: Workspace,
  existing: Existing,
  options: ConfigurationOptions = {},
): WrittenImports {
  const { matches, failures } = existing;
  if (failures.length > 0)
    throw new Refused("nothing is written, AWS could not be asked for all: fix that and run it again");
  if (matches.some(({ status }) => status === "clash"))
    throw new Refused(
      `nothing is written, ${countsLine(matches)}: resolve the clashes, then run ${commandLine("adopt", workspace)} --write again`,
    );
  const file = importsFile(configNames(workspace, options), workspace.cwd);
  const target = path.resolve(workspace.cwd, file);
  const wasThere = fs.existsSync(target);
  const own = importsOf(matches);
  const imports = [...(wasThere ? otherImports(workspace, file, existing, own, options) : []), ...own];
  if (imports.length > 0) fs.writeFileSync(target, formatImports(imports));
  return { file, count: imports.length, wasThere };
}

/** What the file lists for other entries than those of this run. An earlier run wrote it, and it is kept. */
function otherImports(
  workspace: Workspace,
  file: string,
  { all, domains }: Existing,
  own: readonly ImportItem[],
  options: ConfigurationOptions,
): ImportItem[] {
  const chosen = new Set(domains.map(({ entry }) => entry));
  const isOther = ({ entry, state }: Domain) => state === "present" && !chosen.has(entry);
  if (!all.some(isOther)) return [];
  // Entries that share a set have one address for it, which is listed once.
  const atAws = new Map(domains.map((domain) => [domain.entry, sesResources(domain)]));
  const written = new Set(own.map((item) => importAddress(item, atAws.get(item.entry) ?? [])));
  return refuseErrors(workspace, options)
    .imports.filter(({ entry, address, at }) => at.file === file && !chosen.has(entry) && !written.has(address))
    .map(({ entry, record, id, fingerprint }) => ({ entry, record, import: id, fingerprint }));
}
