// Attributes that differ, and tags: as they were applied, with those of the provider's block, and as AWS has them.
import { type Attributes, canonical, isObject } from "../plan/values";

/** The same object if nothing differs. */
export function withChanges(before: Attributes, changed: Attributes): Attributes {
  return Object.keys(changed).length === 0 ? before : { ...before, ...changed };
}

/** What differs: `tags_all`, or nothing. AWS's own tags are nobody's. @param live undefined if AWS does not tell them */
export function tagsNow(before: Attributes, live: Readonly<Record<string, string>> | undefined): Attributes {
  if (live === undefined) return {};
  const all = isObject(before.tags_all) ? before.tags_all : isObject(before.tags) ? before.tags : {};
  const tags = Object.fromEntries(Object.entries(live).filter(([key]) => !key.startsWith("aws:")));
  return canonical(all) === canonical(tags) ? {} : { tags_all: tags };
}
