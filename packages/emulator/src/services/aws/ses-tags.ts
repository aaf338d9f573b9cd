// Tags of identities: ListTagsForResource, TagResource and UntagResource.

import type { SesIdentity } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { currentIdentity, type IdentityKey, keyOf, putIdentity } from "./ses-identities";
import { checkTagCount, checkTags, type Tag } from "./ses-tag-rules";

/** ListTagsForResource. */
export function listTags(world: World, key: IdentityKey): SesIdentity["tags"] {
  world.noteCall("ses:ListTagsForResource");
  return findTagged(world, key).tags;
}

/** TagResource: adds the request's tags and keeps the others. */
export function addTags(world: World, key: IdentityKey, tags: readonly Tag[]): void {
  checkTags(tags);
  const { tags: before } = findTagged(world, key);
  const given = Object.fromEntries(tags.map(({ key: name, value }) => [name, value ?? ""]));
  checkTagCount(Object.keys({ ...userTags(before), ...given }).length);
  putTags(world, key, { ...before, ...given });
}

/** UntagResource. */
export function removeTags(world: World, key: IdentityKey, names: readonly string[]): void {
  const { tags } = findTagged(world, key);
  putTags(world, key, Object.fromEntries(Object.entries(tags).filter(([name]) => !names.includes(name))));
}

/** TagResource and UntagResource in one. Nobody can remove AWS's own tags. */
export function putTags(world: World, key: IdentityKey, wanted: Readonly<Record<string, string>>): void {
  const identity = currentIdentity(world, key);
  const user = userTags(wanted);
  checkTags(Object.entries(user).map(([name, value]) => ({ key: name, value })));
  const system = Object.entries(identity.tags).filter(([name]) => isSystemTag(name));
  const tags = { ...Object.fromEntries(system), ...user };
  if (Object.entries(tags).some(([name, value]) => identity.tags[name] !== value)) world.noteCall("ses:TagResource");
  if (Object.keys(identity.tags).some((name) => !(name in tags))) world.noteCall("ses:UntagResource");
  world.commit(putIdentity(world, { ...identity, tags }));
}

/** The identity of a call on tags. These calls have their own words for an identity that does not exist. */
function findTagged(world: World, key: IdentityKey): SesIdentity {
  const identity = world.identities.get(keyOf(key));
  if (identity !== undefined) return identity;
  throw new ApiError(404, "NotFoundException", `No EmailIdentity present with name: ${key.name}`);
}

function userTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !isSystemTag(name)));
}

function isSystemTag(name: string): boolean {
  return /^aws:/i.test(name);
}
