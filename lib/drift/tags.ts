// Tags as they were applied, with those of the provider's block, and as AWS has them.
import { type Attributes, canonical, isObject } from "../plan/values";

/** What differs: `tags_all`, or nothing. AWS's own tags are nobody's. */
export function tagsNow(before: Attributes, live: Readonly<Record<string, string>>): Attributes {
  const all = isObject(before.tags_all) ? before.tags_all : isObject(before.tags) ? before.tags : {};
  const tags = Object.fromEntries(Object.entries(live).filter(([key]) => !key.startsWith("aws:")));
  return canonical(all) === canonical(tags) ? {} : { tags_all: tags };
}
