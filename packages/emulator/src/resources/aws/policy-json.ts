// Policies as the provider writes and compares them: order of keys and white space have no meaning.
// https://github.com/hashicorp/terraform-plugin-sdk/blob/v2.38.1/helper/structure/normalize_json.go

import type { ObjectValue } from "../../protocol/value";

/** With sorted keys and no white space; a text that is not JSON stays as it is. */
export function normalizedJson(text: string): string {
  try {
    // Go's encoder writes these as escapes.
    return JSON.stringify(sorted(JSON.parse(text))).replace(
      /[<>&\u2028\u2029]/g,
      (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  } catch {
    return text;
  }
}

export function isSameJson(one: string, other: string): boolean {
  return normalizedJson(one) === normalizedJson(other);
}

/** The policy in the provider's form, or the one of the state if they mean the same. */
export function planPolicy(name: string, prior: ObjectValue | null, { [name]: policy }: ObjectValue): ObjectValue {
  if (typeof policy !== "string") return { [name]: policy ?? null };
  const before = prior?.[name];
  return { [name]: typeof before === "string" && isSameJson(before, policy) ? before : normalizedJson(policy) };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
