// Checks properties that JavaScript users may get wrong, with the construct and the property in the message. Otherwise CDKTF would leave
// out a missing zone id, and a token in a name would be published as it is spelt.
import { Token } from "cdktf";
import type { Construct } from "constructs";

/** @throws Error if `value` is not a text, empty, or a token */
export function requirePlainText(construct: Construct, prop: string, value: unknown): void {
  requireText(construct, prop, value);
  // Token.isUnresolved() would be wrong: a name may contain digits that look like a number token of CDKTF.
  if (String(value).includes("${TfToken["))
    throw propError(construct, prop, "a token, whose value is known only after synthesis", "expected the text itself");
}

/** @throws Error if `value` is neither a text nor a token */
export function requireText(construct: Construct, prop: string, value: unknown): void {
  if (typeof value === "string" && value !== "") return;
  if (typeof value === "object" && Token.isUnresolved(value))
    throw propError(construct, prop, "a token that is no text", "expected Token.asString() of it");
  throw propError(construct, prop, shown(value), "expected a text");
}

function propError(construct: Construct, prop: string, got: string, expected: string): Error {
  return new Error(`"${prop}" of "${construct.node.path}" is ${got}: ${expected}`);
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === "") return "empty";
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}
