// Authentication-Results (RFC 8601): what a receiver says that it found. Anybody can write such a field, so it is a claim: it is
// shown as one, no result of ours rests on it, and only the field of the receiver that took the message over is looked at (§5).
import { asciiDomain, safeName } from "../names";

/** One field. */
export interface AuthenticationResults {
  /** The authserv-id; null where none stands there, as in Exchange Online's. */
  readonly by: string | null;
  readonly results: readonly MethodResult[];
}

export interface MethodResult {
  /** Such as `dkim`, in lower case. */
  readonly method: string;
  readonly result: string;
  /** As written, by `header.d`, `smtp.mailfrom` and so on; one that stands there twice with different values is left out. */
  readonly properties: ReadonlyMap<string, string>;
}

/** `value` is unfolded. */
export function parseAuthenticationResults(value: string): AuthenticationResults {
  const parts = split(value.slice(0, MAX_LENGTH));
  const [first = "", ...rest] = parts;
  // §2.2: an id comes first, perhaps with a version behind it.
  const isResult = METHOD.test(first);
  const id =
    first
      .trim()
      .split(/[ \t]/)[0]
      ?.replace(/^"(.*)"$/, "$1") ?? "";
  const results = (isResult ? parts : rest).flatMap((part) => methodResult(part) ?? []);
  return { by: isResult || id === "" ? null : id.toLowerCase(), results };
}

/** The domain that a property names, alone or behind the `@` of an address; null where it names none. */
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

/** At the semicolons, without comments; what is quoted is one word. */
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
