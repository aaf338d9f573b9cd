// What Terraform already has in the states of all stacks. None of it must be imported again.
import { type Managed, managedIds } from "../../adopt/matching/match";
import type { Domain } from "../../dns/domain";
import { resourceName } from "../../dns/resource-name";
import { readManaged } from "../../terraform/managed";
import type { Workspace } from "../context";
import { lockfileReadonly, synthStacks, withTerraform } from "../terraform";

/** @param domains all entries, to find the entries of the names in the state */
export async function readManagedIds(workspace: Workspace, domains: readonly Domain[]): Promise<Managed> {
  const entries = new Map(domains.map(({ entry }) => [resourceName(entry), entry]));
  // A wrong imports.yaml must not prevent writing a new one.
  const stacks = await synthStacks({ ...workspace, env: { ...workspace.env, MAILZONE_IMPORTS: "no" } }, []);
  return withTerraform(workspace, stacks, async (terraform) => {
    const managed = [];
    const options = { lockfileReadonly: lockfileReadonly(workspace) };
    for (const stack of stacks) managed.push(...(await readManaged(terraform, stack, options)));
    return managedIds(
      managed.map(({ type, name, id, zoneId, region }) => ({
        type,
        name,
        entry: entries.get(name),
        values: { id, zone_id: zoneId, email_identity: id, region },
      })),
    );
  });
}
