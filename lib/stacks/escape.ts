// Text of a configuration on its way into Terraform. Two readers would take parts of it for their own: Terraform, whose JSON
// strings are templates, and CDKTF, which finds its tokens in texts, keys and even in numbers that are written out. Text is
// therefore escaped for the one and hidden from the other until the stack is done. What CDKTF made as a token never goes
// through here, and no text is left alone for what it looks like.
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** Stands before what is hidden: a noncharacter, which Unicode keeps free for use within a program (§23.7). */
const MARK = "\uFDD0";

/**
 * All that CDKTF 0.21 looks for has one of the first three: texts, lists and maps `{` (`${TfToken[…]}`), numbers in a text an `e`
 * between digits or signs (`-1.8881545897087626e+289`), and the two texts that it refuses a `T` (`Any Map Token Value`).
 */
const ESCAPED = ["{", "e", "T", MARK];
const TOKEN_MARKS = /\{|(?<=[-+.|\d])e(?=[-+.|\deE])|(?<=Map )T(?=oken)|\uFDD0/g;

/** `text` as Terraform is to take it: template openers are doubled, and CDKTF sees nothing in it. */
export function escapeTemplates(text: string): string {
  return escapeTokens(text.replace(/([$%])\{/g, "$1$1{"));
}

/** `text` hidden from CDKTF alone, for what Terraform takes without reading a template: addresses, backends, ids of constructs. */
export function escapeTokens(text: string): string {
  return text.replace(TOKEN_MARKS, (character) => MARK + ESCAPED.indexOf(character));
}

/** The same for all texts and keys in `value`. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  return mapped(value, change) as T;
}

const prepared = new WeakSet<TerraformStack>();

/** Every construct that writes texts calls it: its stack, of whatever class, shows them again once all tokens are resolved. */
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
