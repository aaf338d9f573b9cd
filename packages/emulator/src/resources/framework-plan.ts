// Plans as terraform-plugin-framework does. First it sets defaults. Then, if anything differs from the state, every attribute that
// the provider may decide becomes unknown. Then plan modifiers restore the values that they know will stay.
// https://github.com/hashicorp/terraform-plugin-framework/blob/v1.15.0/internal/fwserver/server_planresourcechange.go
import type { Attributes } from "../protocol/schema";
import { isObject, type ObjectValue, sameValue, UNKNOWN, type Value } from "../protocol/value";
import type { Plan, PlanRequest } from "./plan";

export interface FrameworkRules {
  /** Attributes that cannot be changed in place. */
  readonly requiresReplace: readonly string[];
  /** @default - no defaults */
  readonly defaults?: ObjectValue;
  /** Attributes that never change once they are known. */
  readonly useStateForUnknown: readonly string[];
  /** The resource's own last change to the plan. @default - none */
  modifyPlan?(planned: ObjectValue, prior: ObjectValue | null): ObjectValue;
}

export function planFramework({ schema, prior, proposed, config }: PlanRequest, rules: FrameworkRules): Plan {
  const { attributes } = schema.block;
  let planned: ObjectValue = { ...proposed };
  for (const [name, value] of Object.entries(rules.defaults ?? {})) {
    if (config[name] === null) planned = { ...planned, [name]: value };
  }
  if (prior === null || !sameValue(planned, prior))
    planned = markUnknown(attributes, planned, config, rules.defaults ?? {});
  for (const name of rules.useStateForUnknown) {
    if (prior !== null && planned[name] === UNKNOWN) planned = { ...planned, [name]: prior[name]! };
  }
  const replaced =
    prior === null ? [] : rules.requiresReplace.filter((name) => !sameValue(prior[name]!, planned[name]!));
  return {
    planned: rules.modifyPlan?.(planned, prior) ?? planned,
    requiresReplace: replaced.map((name) => [name]),
  };
}

function markUnknown(
  attributes: Attributes,
  planned: ObjectValue,
  config: ObjectValue,
  defaults: ObjectValue,
): ObjectValue {
  const marked: Record<string, Value> = {};
  for (const [name, { computed, nested }] of Object.entries(attributes)) {
    const wanted = config[name] ?? null;
    const value = planned[name] ?? null;
    if (wanted === null) marked[name] = computed && !(name in defaults) ? UNKNOWN : value;
    else if (nested?.nesting === "single" && isObject(wanted) && isObject(value)) {
      marked[name] = markUnknown(nested.attributes, value, wanted, {});
    } else marked[name] = value;
  }
  return marked;
}
