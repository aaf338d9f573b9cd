// JSON from outside, whose content is not known yet.

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether it is an object, and neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text; empty for what is none. */
export function text(value: unknown): string {
  return optionalText(value) ?? "";
}

/** The items of a list, those that are no text as empty ones; none for what is no list. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

/** The text; undefined for what is none. */
export function optionalText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
