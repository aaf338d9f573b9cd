// What Terraform has in its states already, of all stacks: none of it is to be imported again.
import { type Managed, managedIds } from "../../adopt/matching/match";
import type { Domain } from "../../dns/domain";
import { resourceName } from "../../dns/resource-name";
import { readManaged } from "../../terraform/managed";
import type { Workspace } from "../context";
import { lockfileReadonly, synthStacks, withTerraform } from "../terraform";

/** @param domains all entries: the state's names lead back to them */
export async function readManagedIds(workspace: Workspace, domains: readonly Domain[]): Promise<Managed> {
  const entries = new Map(domains.map(({ entry }) => [resourceName(entry), entry]));
  // An imports.yaml that is wrong must not keep anybody from writing it anew.
  const stacks = await synthStacks({ ...workspace, env: { ...workspace.env, MAILZONE_IMPORTS: "no" } }, []);
  return withTerraform(workspace, stacks, async (terraform) => {
    const managed = [];
    const options = { lockfileReadonly: lockfileReadonly(workspace) };
    for (const stack of stacks) managed.push(...(await readManaged(terraform, stack, options)));
    return managedIds(
      managed.map(({ type, name, id, zoneId, region }) => ({
        type,
        entry: entries.get(name),
        values: { id, zone_id: zoneId, email_identity: id, region },
      })),
    );
  });
}
