// Which configuration sets there are: those that were made, and those that a configuration only names, until somebody deletes them.
import type { SesConfigurationSet } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { checkConfigurationSetName } from "./ses-names";

/** What identifies a set. */
export type SetKey = Pick<SesConfigurationSet, "account" | "region" | "name">;

/** Refuses an identity's set that was deleted. Other names are taken to be sets that exist. */
export function checkSetExists(world: World, key: SetKey): void {
  checkConfigurationSetName(key.name);
  if (world.sets.get(setKeyOf(key)) === undefined && isSetDeleted(world, key)) throw absentSet(key);
}

export function setKeyOf({ account, region, name }: SetKey): string {
  return `${account}/${region}/${name}`;
}

export function isSetDeleted(world: World, key: SetKey): boolean {
  return world.deletions.get(`set/${setKeyOf(key)}`) !== undefined;
}

export function absentSet({ name }: SetKey): ApiError {
  return new ApiError(404, "NotFoundException", `Configuration set <${name}> does not exist.`);
}
