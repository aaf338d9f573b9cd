// Authentication-Results (RFC 8601): a receiver's own results. Anybody can write such a field, so it is shown as a claim, no result of
// ours depends on it, and only the field of the receiver that accepted the message is used (§5).
import { asciiDomain, safeName } from "../names";

/** One field. */
export interface AuthenticationResults {
  /** The authserv-id; null if there is none, as from Exchange Online. */
  readonly by: string | null;
  readonly results: readonly MethodResult[];
}

export interface MethodResult {
  /** Such as `dkim`, in lower case. */
  readonly method: string;
  readonly result: string;
  /** As written, by `header.d`, `smtp.mailfrom` and so on; without those that occur twice with different values. */
  readonly properties: ReadonlyMap<string, string>;
}

/** `value` is unfolded. */
export function parseAuthenticationResults(value: string): AuthenticationResults {
  const parts = split(value.slice(0, MAX_LENGTH));
  const [first = "", ...rest] = parts;
  // §2.2: an authserv-id comes first, perhaps followed by a version.
  const isResult = METHOD.test(first);
  const id =
    first
      .trim()
      .split(/[ \t]/)[0]
      ?.replace(/^"(.*)"$/, "$1") ?? "";
  const results = (isResult ? parts : rest).flatMap((part) => methodResult(part) ?? []);
  return { by: isResult || id === "" ? null : id.toLowerCase(), results };
}

/** The domain in a property, which is a domain or an address; null if there is none. */
export function propertyDomain(value: string | undefined): string | null {
  if (value === undefined) return null;
  const name = value.slice(value.lastIndexOf("@") + 1).replace(/^"(.*)"$/, "$1");
  return asciiDomain(name, 1) ?? (name === "" ? null : safeName(name));
}

const METHOD = /^[ \t]*([a-z][a-z0-9-]*)[ \t]*(?:\/[ \t]*[0-9]+[ \t]*)?=[ \t]*([a-z]+)(?![a-z0-9.@-])/i;
const PROPERTY = /(?:^|[ \t])([a-z]+)[ \t]*\.[ \t]*([a-z0-9-]+)[ \t]*=[ \t]*((?:"(?:[^"\\]|\\.)*")?[^ \t;"]*)/gi;

function methodResult(part: string): MethodResult | undefined {
  const found = METHOD.exec(part);
  if (found === null) return undefined;
  const [start, method = "", result = ""] = found;
  const properties = new Map<string, string>();
  const twofold = new Set<string>();
  for (const [, type = "", name = "", value = ""] of part.slice(start.length).matchAll(PROPERTY)) {
    const key = `${type}.${name}`.toLowerCase();
    if (properties.has(key) && properties.get(key) !== value) twofold.add(key);
    properties.set(key, value);
  }
  for (const key of twofold) properties.delete(key);
  return { method: method.toLowerCase(), result: result.toLowerCase(), properties };
}

/** Splits at semicolons, except in quoted strings, and removes comments. */
function split(text: string): string[] {
  const parts = [""];
  const add = (more: string) => parts.push((parts.pop() ?? "") + more);
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    const isEscaped = char === "\\" && (isQuoted || depth > 0);
    if (isEscaped) {
      if (isQuoted) add(text.slice(at, at + 2));
      at++;
    } else if (isQuoted || (char === '"' && depth === 0)) {
      if (char === '"') isQuoted = !isQuoted;
      add(char);
    } else if (char === "(") depth++;
    else if (depth > 0) {
      if (char === ")" && --depth === 0) add(" ");
    } else if (char === ";") parts.push("");
    else add(char);
  }
  return parts;
}

const MAX_LENGTH = 8000;
