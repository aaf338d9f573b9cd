// Writes of records, and what is told of one that nobody heard of.
import type { Intent } from "./request";

export type WriteIntent = Extract<Intent, { readonly kind: "create" | "change" | "delete" }>;

/** A write that had an effect of which no client was told. Its names come from a client: they are data. */
export interface UntoldWrite {
  readonly kind: WriteIntent["kind"];
  readonly zone: string;
  /** The type and name of a record that was created; the id of another one. */
  readonly what: string;
}

/** What would be told of it. */
export function untoldOf(intent: WriteIntent, body: Buffer): UntoldWrite {
  const { kind, zone } = intent;
  if ("record" in intent) return { kind, zone, what: intent.record };
  const named = ["type", "name"].map((field) => textIn(body, field));
  return { kind, zone, what: named.filter((part) => part !== undefined).join(" ") };
}

/** A text of a JSON body; undefined if it has none. */
function textIn(body: Buffer, field: string): string | undefined {
  try {
    const value = (JSON.parse(body.toString()) as Readonly<Record<string, unknown>> | null)?.[field];
    return typeof value === "string" ? value.slice(0, 255) : undefined;
  } catch {
    return undefined;
  }
}
