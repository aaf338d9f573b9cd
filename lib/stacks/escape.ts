// Escapes text of a configuration for Terraform and CDKTF. Terraform evaluates templates in JSON strings, and CDKTF searches texts, keys
// and even written numbers for its tokens. So templates are escaped, and everything that CDKTF searches for is encoded until the stack
// is synthesised. Real tokens of CDKTF are never passed to these functions, and text is always escaped, whatever it looks like.
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** The escape character: a noncharacter, which Unicode reserves for internal use in programs (§23.7). */
const MARK = "\uFDD0";

/**
 * All tokens of CDKTF 0.21 contain one of the first three: texts, lists and maps `{` (`${TfToken[…]}`), numbers in a text an `e`
 * between digits or signs (`-1.8881545897087626e+289`), and the two texts that it refuses a `T` (`Any Map Token Value`).
 */
const ESCAPED = ["{", "e", "T", MARK];
const TOKEN_MARKS = /\{|(?<=[-+.|\d])e(?=[-+.|\deE])|(?<=Map )T(?=oken)|\uFDD0/g;

/** `text` for a place where Terraform evaluates templates: `${` and `%{` are escaped, and CDKTF finds no token in it. */
export function escapeTemplates(text: string): string {
  return escapeTokens(text.replace(/([$%])\{/g, "$1$1{"));
}

/** `text` for a place where Terraform evaluates no templates (addresses, backends, ids of constructs): CDKTF finds no token in it. */
export function escapeTokens(text: string): string {
  return text.replace(TOKEN_MARKS, (character) => MARK + ESCAPED.indexOf(character));
}

/** A copy of `value` with all strings changed, keys included. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  return mapped(value, change) as T;
}

const prepared = new WeakSet<TerraformStack>();

/** Makes the stack of `scope` decode the texts after CDKTF has resolved its tokens. Every construct that writes texts calls it. */
export function unescapeOnSynth(scope: Construct): void {
  const stack = TerraformStack.of(scope);
  if (prepared.has(stack)) return;
  prepared.add(stack);
  const [json, hcl] = [stack.toTerraform.bind(stack), stack.toHclTerraform.bind(stack)];
  stack.toTerraform = () => mapStrings(json(), unescaped);
  stack.toHclTerraform = () => mapStrings(hcl(), unescaped);
}

function unescaped(text: string): string {
  if (!text.includes(MARK)) return text;
  return text.replace(/\uFDD0([0-3])/g, (_, index: string) => ESCAPED[Number(index)] ?? "");
}

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapped(item, change)]));
}
