// The canonical header and body that a DKIM signature covers (RFC 6376 §3.4). Both take linear time. Only space and tab are white space,
// never a byte of UTF-8.
import type { HeaderField } from "../header";

export type Canonicalization = "simple" | "relaxed";

const [TAB, LF, CR, SPACE] = [0x09, 0x0a, 0x0d, 0x20];

/**
 * §3.4.3, §3.4.4: without empty lines at the end; relaxed also reduces white space. It works byte by byte, since a list of the lines of
 * 64 MB would take gigabytes.
 */
export function canonicalBody(body: string, form: Canonicalization): Buffer {
  const from = Buffer.from(body, "latin1");
  // Each byte may be a line end, which becomes two bytes.
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

/** §3.4.1, §3.4.2. Without the line end. */
export function canonicalField({ key, line }: HeaderField, form: Canonicalization): string {
  if (form === "simple") return line;
  const value = line.slice(line.indexOf(":") + 1).replaceAll("\r\n", "");
  return `${key}:${relaxedLine(value).replace(/^ /, "")}`;
}

/**
 * The signed header (§3.7, §5.4.2): for each name the lowest field that is left, or none; then the signature's own field without the
 * value of b=.
 */
export function canonicalHeader(
  fields: readonly HeaderField[],
  names: readonly string[],
  own: HeaderField,
  form: Canonicalization,
): Buffer {
  const unused = new Map<string, HeaderField[]>();
  for (const field of fields) {
    const same = unused.get(field.key);
    if (same === undefined) unused.set(field.key, [field]);
    else same.push(field);
  }
  const signed = names.flatMap((name) => unused.get(name)?.pop() ?? []);
  const lines = signed.map((field) => `${canonicalField(field, form)}\r\n`);
  return Buffer.from(lines.join("") + canonicalField(own, form), "latin1");
}

function relaxedLine(line: string): string {
  const single = line.replace(/[ \t]+/g, " ");
  return single.endsWith(" ") ? single.slice(0, -1) : single;
}
