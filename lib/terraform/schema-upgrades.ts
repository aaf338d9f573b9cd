// Types whose state a plan's apply writes in a later schema version than it has: earlier versions of the provider cannot read it then, and
// there is no way back but a copy of the state. A plan without changes writes no state.
// https://github.com/hashicorp/terraform/blob/v1.11.4/internal/plans/planfile/writer.go
import { readFile } from "node:fs/promises";
import { unzip } from "../files/zip";
import type { Diagnostic } from "./diagnostics";

/** The state of ten thousand records is some 20 MB. */
const LIMIT = 512 * 1024 * 1024;

/** A resource type whose state is upgraded. */
export interface SchemaUpgrade {
  readonly type: string;
  /** The lowest schema version in the state now, and the one that it gets. */
  readonly from: number;
  readonly to: number;
}

/**
 * @param planFile absolute path; its state is upgraded already
 * @param pull prints the state as it is stored; asked only where the plan's state has a later version than the first
 * @returns empty where there is none, or the file does not tell, as when OpenTofu encrypts it
 */
export async function schemaUpgrades(planFile: string, pull: () => Promise<string>): Promise<readonly SchemaUpgrade[]> {
  try {
    const after = versionsIn(unzip(await readFile(planFile), "tfstate", LIMIT)?.toString("utf8"));
    if ([...after.values()].every((version) => version === 0)) return [];
    return [...versionsIn(await pull())].flatMap(([type, from]) => {
      const to = after.get(type) ?? from;
      return to > from ? [{ type, from, to }] : [];
    });
  } catch {
    return [];
  }
}

/** What `plan` says of it, before anything is written. */
export function upgradeWarning(stack: string, upgrades: readonly SchemaUpgrade[]): Diagnostic | undefined {
  if (upgrades.length === 0) return undefined;
  const list = upgrades.map(({ type, from, to }) => `${type} from schema version ${from} to ${to}`).join(", ");
  return {
    severity: "warning",
    summary: `an apply of stack "${stack}" upgrades its state, and earlier versions of the provider cannot read it then`,
    detail: `${list}: keep a copy first, with terraform state pull in the stack's folder. docs/upgrading-providers.md`,
  };
}

interface State {
  readonly resources?: readonly {
    readonly mode?: string;
    readonly type: string;
    readonly instances?: readonly { readonly schema_version?: number }[];
  }[];
}

/** The lowest version of each managed type. */
function versionsIn(text = ""): ReadonlyMap<string, number> {
  const { resources = [] } = JSON.parse(text || "{}") as State;
  const versions = new Map<string, number>();
  for (const { mode, type, instances = [] } of resources) {
    if (mode === "data") continue;
    for (const { schema_version = 0 } of instances)
      versions.set(type, Math.min(versions.get(type) ?? schema_version, schema_version));
  }
  return versions;
}
