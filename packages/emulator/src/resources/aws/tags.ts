// Tags as provider 6.25.0 keeps them: `tags` are the configuration's, `tags_all` these and the provider's `default_tags`.
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/tags/key_value_tags.go
import { isObject, type ObjectValue, UNKNOWN, type Value } from "../../protocol/value";
import type { Plan } from "../plan";
import type { Context } from "../resource-type";

/** `tags` and the provider's `default_tags`; `tags` win. */
export function allTags({ provider }: Context, tags: Value): Value {
  const [defaults] = Array.isArray(provider.default_tags) ? provider.default_tags : [];
  if (tags === UNKNOWN || defaults === UNKNOWN) return UNKNOWN;
  const defaultTags = isObject(defaults) && isObject(defaults.tags) ? defaults.tags : {};
  return { ...defaultTags, ...(isObject(tags) ? tags : {}) };
}

/** The plan with its `tags_all`, which is unknown for a new resource without any. */
export function planTags(context: Context, plan: Plan, prior: ObjectValue | null): Plan {
  const all = allTags(context, plan.planned.tags!);
  const isOpen = prior === null && isObject(all) && Object.keys(all).length === 0;
  return { ...plan, planned: { ...plan.planned, tags_all: isOpen ? UNKNOWN : all } };
}

/** The state's tags, from those that AWS has. */
export function readTags(context: Context, { tags }: Tagged, state: ObjectValue): ObjectValue {
  const beneath = allTags(context, null) as ObjectValue;
  const seen = Object.entries(userTags(tags));
  const own = seen.filter(([key, value]) => beneath[key] !== value || (isObject(state.tags) && key in state.tags));
  return { tags_all: Object.fromEntries(seen), tags: Object.fromEntries(own) };
}

interface Tagged {
  readonly tags: Readonly<Record<string, string>>;
}

/** Without AWS's own tags, which nobody can set and the provider does not show. */
export function userTags(tags: Value): Readonly<Record<string, string>> {
  const all = Object.entries(isObject(tags) ? tags : {}) as [string, string][];
  return Object.fromEntries(all.filter(([name]) => !name.startsWith("aws:")));
}
