// What a DKIM signature is made over (RFC 6376 §3.4): header and body in their canonical forms. Both are linear in the text;
// blanks are the space and the tab alone, so that bytes of UTF-8 are none.
import type { HeaderField } from "../header";

export type Canonicalization = "simple" | "relaxed";

const [TAB, LF, CR, SPACE] = [0x09, 0x0a, 0x0d, 0x20];

/**
 * §3.4.3, §3.4.4: without the empty lines at the end; relaxed, blanks are one or none. It goes byte by byte, since a list of the lines of
 * 64 MB would take gigabytes.
 */
export function canonicalBody(body: string, form: Canonicalization): Buffer {
  const from = Buffer.from(body, "latin1");
  // Each byte may be a line end of two.
  const to = Buffer.allocUnsafe(from.length * 2 + 2);
  let [size, start, kept] = [0, 0, 0];
  let hasBlanks = false;
  const endLine = () => {
    const isEmpty = size === start;
    to[size++] = CR;
    to[size++] = LF;
    if (!isEmpty) kept = size;
    start = size;
    hasBlanks = false;
  };
  for (let at = 0; at < from.length; at++) {
    const byte = from[at] as number;
    if (byte === LF) endLine();
    else if (byte === CR && from[at + 1] === LF) continue;
    else if (form === "relaxed" && (byte === SPACE || byte === TAB)) hasBlanks = true;
    else {
      if (hasBlanks) to[size++] = SPACE;
      hasBlanks = false;
      to[size++] = byte;
    }
  }
  if (size > start) endLine();
  if (kept === 0) return Buffer.from(form === "simple" ? "\r\n" : "");
  return to.subarray(0, kept);
}

/** §3.4.1, §3.4.2: without its line end. */
export function canonicalField({ key, line }: HeaderField, form: Canonicalization): string {
  if (form === "simple") return line;
  const value = line.slice(line.indexOf(":") + 1).replaceAll("\r\n", "");
  return `${key}:${relaxedLine(value).replace(/^ /, "")}`;
}

/**
 * The header that is signed (§3.7, §5.4.2): each name takes the lowest field of it that is left, a name too many takes none; then
 * the signature's own field, without the value of its b=.
 */
export function canonicalHeader(
  fields: readonly HeaderField[],
  names: readonly string[],
  own: HeaderField,
  form: Canonicalization,
): Buffer {
  const left = new Map<string, HeaderField[]>();
  for (const field of fields) {
    const same = left.get(field.key);
    if (same === undefined) left.set(field.key, [field]);
    else same.push(field);
  }
  const signed = names.flatMap((name) => left.get(name)?.pop() ?? []);
  const lines = signed.map((field) => `${canonicalField(field, form)}\r\n`);
  return Buffer.from(lines.join("") + canonicalField(own, form), "latin1");
}

function relaxedLine(line: string): string {
  const single = line.replace(/[ \t]+/g, " ");
  return single.endsWith(" ") ? single.slice(0, -1) : single;
}
