// JSON that somebody else wrote: what it holds is not known yet.

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether it is an object, and neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
