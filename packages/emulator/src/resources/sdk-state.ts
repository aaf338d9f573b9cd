// States as terraform-plugin-sdk v2 writes them after a resource's own work. It knows no null: a text that a resource reads as nothing
// becomes empty, a number 0. Only collections keep what was planned after an apply, null or empty; a later read makes them empty.
// https://github.com/hashicorp/terraform-plugin-sdk/blob/v2.38.1/helper/schema/grpc_provider.go, normalizeNullValues
import type { Attribute, Block } from "../protocol/schema";
import { isObject, type ObjectValue, UNKNOWN, type Value } from "../protocol/value";

/** @param planned what was planned, after an apply; undefined after a read */
export function settleSdk(block: Block, value: ObjectValue, planned?: ObjectValue): ObjectValue {
  const settled: Record<string, Value> = { ...value };
  for (const [name, attribute] of Object.entries(block.attributes))
    settled[name] = settleAttribute(attribute, value[name] ?? null, planned?.[name]);
  for (const [name, nested] of Object.entries(block.blocks ?? {})) {
    const items = value[name] ?? (nested.nesting === "single" ? null : []);
    if (Array.isArray(items))
      settled[name] = items.map((item) => (isObject(item) ? settleSdk(nested.block, item) : item));
  }
  return settled;
}

function settleAttribute({ type, unread }: Attribute, found: Value, planned: Value | undefined): Value {
  // An attribute that nobody set is null, also if the plan left it unknown.
  const value = found === UNKNOWN ? null : found;
  if (unread && value === null) return null;
  if (typeof type === "string") return value === null ? (EMPTY[type] ?? null) : value;
  const isCollection = type !== undefined && type[0] !== "object" && type[0] !== "tuple";
  if (!isCollection || !isEmpty(value)) return value;
  if (planned !== undefined && planned !== UNKNOWN && isEmpty(planned)) return planned;
  return type[0] === "map" ? {} : [];
}

/** Of a type whose value the schema leaves open there is none. */
const EMPTY: Readonly<Record<string, Value>> = { string: "", number: 0, bool: false };

/** Whether the SDK takes the value for none. */
export function isZero(value: Value): boolean {
  return value === "" || value === 0 || value === false || isEmpty(value);
}

function isEmpty(value: Value): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}

/**
 * What the SDK keeps beside a state, of a resource without timeouts: the text `null`.
 * https://github.com/hashicorp/terraform-plugin-sdk/blob/v2.38.1/helper/schema/grpc_provider.go, ApplyResourceChange
 */
export const SDK_PRIVATE = Buffer.from("null");

/** And of one with timeouts: their nanoseconds, under a key that is the SDK's own. */
export function sdkTimeouts(timeouts: Readonly<Record<string, number>>): Buffer {
  return Buffer.from(JSON.stringify({ "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0": timeouts }));
}

/** And of one that was imported. */
export const SDK_PRIVATE_OF_IMPORT = Buffer.from('{"schema_version":"0"}');

/** The planned value, with the prior one where it is unknown. */
export function withKnown(planned: ObjectValue, prior: ObjectValue): ObjectValue {
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]) => [name, value === UNKNOWN ? (prior[name] ?? null) : value]),
  );
}
