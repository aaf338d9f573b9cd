// The tag-lists of DKIM (RFC 6376 §3.2): the text of a key record (§3.6.1) and a signature (§3.5). Every pass over a text is
// linear, whatever it holds.

/** The tags of a key record as a lenient reader takes them: values without blanks; of a repeated tag, the last one. */
export function dkimTags(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(";").map((part) => {
      const [name = "", ...value] = part.split("=");
      return [name.trim(), value.join("=").replace(/\s/g, "")] as const;
    }),
  );
}

export interface DkimTag {
  /** Without the blanks and folds around it. */
  readonly value: string;
  /** The position of the value in the text, including blanks around it: a signature is computed without its own value. */
  readonly start: number;
  readonly end: number;
}

export type DkimTags = ReadonlyMap<string, DkimTag>;

/**
 * The tags by the strict grammar, in the order of the text, or why the text is not a tag-list: an invalid or repeated tag makes the
 * whole list invalid.
 */
export function parseDkimTags(text: string): DkimTags | { readonly why: string } {
  const tags = new Map<string, DkimTag>();
  const parts = text.split(";");
  // The last tag may end with a semicolon.
  if (parts.length > 1 && trimBlanks(parts.at(-1) ?? "") === "") parts.pop();
  let position = 0;
  for (const part of parts) {
    const equals = part.indexOf("=");
    const name = trimBlanks(part.slice(0, Math.max(equals, 0)));
    if (!/^[a-z][a-z0-9_]*$/i.test(name)) return { why: "a part of it is no tag" };
    if (tags.has(name)) return { why: `it has "${name.slice(0, 20)}=" twice` };
    const start = position + equals + 1;
    const end = position + part.length;
    tags.set(name, { value: trimBlanks(text.slice(start, end)), start, end });
    position = end + 1;
  }
  return tags;
}

/** The bytes of a base64 value, which may be folded (§2.10); undefined if it is not base64. */
export function base64Bytes(value: string): Buffer | undefined {
  const text = value.replace(/[ \t\r\n]/g, "");
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : undefined;
}

/** The parts of a colon-separated value, in lower case. */
export function colonList(value: string): readonly string[] {
  return value.split(":").map((part) => trimBlanks(part).toLowerCase());
}

/** Without the blanks, tabs and line ends at both ends. A regular expression would take quadratic time. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text, start)) start++;
  while (end > start && isBlank(text, end - 1)) end--;
  return text.slice(start, end);
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}
