// imports.yaml: what a run of adopt found, and what an earlier one found of other entries.
import fs from "node:fs";
import path from "node:path";
import { formatImports, importsOf } from "../../adopt/imports-file";
import { countsLine } from "../../adopt/render";
import { importsFile } from "../../config/load";
import type { ImportItem } from "../../config/schema/imports-file";
import type { Domain } from "../../dns/domain";
import { type ConfigurationOptions, configNames, refuseErrors } from "../configuration";
import { commandLine, type Workspace } from "../context";
import { Refused } from "../refused";
import type { Chosen, Existing } from "./adopt";

export interface WrittenImports {
  /** As it is named in messages. */
  readonly file: string;
  /** How many imports it has now; 0 where there is nothing to import and nothing is written. */
  readonly count: number;
  /** Whether a file was there before. Where nothing is written it is a leftover: every plan fails on records that are gone. */
  readonly wasThere: boolean;
}

/** @throws Refused where SES could not be asked, or something clashes: nothing is written then */
export function writeImports(
  workspace: Workspace,
  { matches, failures }: Existing,
  chosen: Chosen,
  options: ConfigurationOptions,
): WrittenImports {
  if (failures.length > 0) throw new Refused("nothing is written, SES could not be asked: fix that and run it again");
  if (matches.some(({ status }) => status === "clash"))
    throw new Refused(
      `nothing is written, ${countsLine(matches)}: resolve the clashes, then run ${commandLine("adopt", workspace)} --write again`,
    );
  const file = importsFile(configNames(workspace, options), workspace.cwd);
  const target = path.resolve(workspace.cwd, file);
  const wasThere = fs.existsSync(target);
  const imports = [...(wasThere ? otherImports(workspace, file, chosen, options) : []), ...importsOf(matches)];
  if (imports.length > 0) fs.writeFileSync(target, formatImports(imports));
  return { file, count: imports.length, wasThere };
}

/** What the file lists for entries that this run is not about: an earlier run wrote it, and it stays. */
function otherImports(
  workspace: Workspace,
  file: string,
  { all, domains }: Chosen,
  options: ConfigurationOptions,
): ImportItem[] {
  const chosen = new Set(domains.map(({ entry }) => entry));
  const isOther = ({ entry, state }: Domain) => state === "present" && !chosen.has(entry);
  if (!all.some(isOther)) return [];
  return refuseErrors(workspace, options)
    .imports.filter(({ entry, at }) => at.file === file && !chosen.has(entry))
    .map(({ entry, record, id, fingerprint }) => ({ entry, record, import: id, fingerprint }));
}
