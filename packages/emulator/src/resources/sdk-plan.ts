// Plans as terraform-plugin-sdk v2 does, as far as the emulated types need it. Attributes that the provider may decide are unknown
// when the resource is created. When it changes, they keep their old values in the plan, even if the change will alter them.
// https://github.com/hashicorp/terraform-plugin-sdk/blob/v2.38.1/helper/schema/schema.go
import type { Attributes, Block } from "../protocol/schema";
import { type CtyType, isObject, type ObjectValue, sameValue, UNKNOWN, type Value } from "../protocol/value";
import type { Plan, PlanRequest } from "./plan";
import { isZero } from "./sdk-state";

export interface SdkRules {
  /** Attributes that cannot be changed in place. */
  readonly forceNew: readonly string[];
  /** @default - no defaults */
  readonly defaults?: ObjectValue;
}

export function planSdk({ schema, prior, proposed, config }: PlanRequest, rules: SdkRules): Plan {
  const planned: Record<string, Value> = {
    ...proposed,
    ...planAttributes(schema.block.attributes, prior, proposed, config),
  };
  for (const [name, value] of Object.entries(rules.defaults ?? {})) planned[name] = config[name] ?? value;
  for (const [name, { block, computed }] of Object.entries(schema.block.blocks ?? {})) {
    const configured = config[name];
    const isEmpty = Array.isArray(configured) && configured.length === 0;
    if (isEmpty && computed) planned[name] = prior === null ? UNKNOWN : (prior[name] ?? []);
    else planned[name] = planBlocks(block, prior?.[name], proposed[name]!, configured!);
  }
  const replaced = prior === null ? [] : rules.forceNew.filter((name) => !sameValue(prior[name]!, planned[name]!));
  return { planned, requiresReplace: replaced.map((name) => [name]) };
}

function planBlocks(block: Block, prior: Value | undefined, proposed: Value, config: Value): Value {
  if (!Array.isArray(proposed) || !Array.isArray(config)) return proposed;
  return proposed.map((item, index) => {
    const before = Array.isArray(prior) ? prior[index] : undefined;
    const wanted = config[index];
    if (!isObject(item) || !isObject(wanted)) return item;
    return { ...item, ...planAttributes(block.attributes, isObject(before) ? before : null, item, wanted) };
  });
}

function isSet(type: CtyType | undefined): boolean {
  return Array.isArray(type) && type[0] === "set";
}

function hasUnknown(value: Value | undefined): boolean {
  return Array.isArray(value) && value.includes(UNKNOWN);
}

function isMap(type: CtyType | undefined): boolean {
  return Array.isArray(type) && type[0] === "map";
}

function planAttributes(
  attributes: Attributes,
  prior: ObjectValue | null,
  proposed: ObjectValue,
  config: ObjectValue,
): ObjectValue {
  const planned: Record<string, Value> = {};
  for (const [name, { computed, type }] of Object.entries(attributes)) {
    if (computed && prior === null && config[name] === null) planned[name] = UNKNOWN;
    // A map that is left out loses its keys, and stays.
    else if (!computed && isMap(type) && isObject(prior?.[name]) && proposed[name] === null) planned[name] = {};
    // The SDK cannot tell an empty value from null, so it sees no change between them.
    else if (!computed && prior !== null && proposed[name] === null && isZero(prior[name]!))
      planned[name] = prior[name]!;
    // The SDK finds the members of a set by their values: while one is unknown, it does not know the set.
    else if (isSet(type) && hasUnknown(proposed[name])) planned[name] = UNKNOWN;
    else planned[name] = proposed[name] ?? null;
  }
  return planned;
}
