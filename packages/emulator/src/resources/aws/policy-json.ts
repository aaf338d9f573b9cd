// Policies as the provider writes and compares them: order of keys and white space have no meaning.
// https://github.com/hashicorp/terraform-plugin-sdk/blob/v2.38.1/helper/structure/normalize_json.go

import { isJsonObject } from "../../json";
import type { ObjectValue } from "../../protocol/value";

/** With sorted keys and no white space; a text that is not JSON stays as it is. */
export function normalizedJson(text: string): string {
  const value = parsed(text);
  // Go's encoder writes these as escapes.
  return value === undefined
    ? text
    : JSON.stringify(sorted(value)).replace(
        /[<>&\u2028\u2029]/g,
        (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
}

/** The form of a role's own policy: the same, with the version first. */
export function versionFirst(policy: string): string {
  const object = parsed(policy);
  if (!isJsonObject(object) || object.Version !== "2012-10-17") return normalizedJson(policy);
  const { Version: _, ...rest } = object;
  return `{"Version":"2012-10-17"${normalizedJson(JSON.stringify(rest))
    .replace(/^\{(?!\})/, ",")
    .replace(/^\{\}$/, "}")}`;
}

/** Lists of texts have no order in a policy, and a list of one is the same as its element. */
export function isSamePolicy(one: string, other: string): boolean {
  const [left, right] = [comparable(one), comparable(other)];
  return left !== undefined && left === right;
}

function comparable(policy: string): string | undefined {
  const object = parsed(policy);
  if (!isJsonObject(object)) return undefined;
  return JSON.stringify(sorted(object), (_key, value) => {
    if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return value;
    return value.length === 1 ? value[0] : [...value].sort();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The policy in the provider's form, or the one of the state if they mean the same. */
export function planPolicy(name: string, prior: ObjectValue | null, { [name]: policy }: ObjectValue): ObjectValue {
  if (typeof policy !== "string") return { [name]: policy ?? null };
  const before = prior?.[name];
  return { [name]: typeof before === "string" && isSamePolicy(before, policy) ? before : normalizedJson(policy) };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
