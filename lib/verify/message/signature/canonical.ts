// What a DKIM signature is made over (RFC 6376 §3.4): header and body in their canonical forms. Both are linear in the text;
// blanks are the space and the tab alone, so that bytes of UTF-8 are none.
import type { HeaderField } from "../header/parts";

export type Canonicalization = "simple" | "relaxed";

/** §3.4.3, §3.4.4: without the empty lines at the end; relaxed, blanks are one or none. */
export function canonicalBody(body: string, form: Canonicalization): Buffer {
  const lines = body.split("\n");
  const last = lines.pop() ?? "";
  const ended = lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  if (last !== "") ended.push(last);
  const canonical = form === "simple" ? ended : ended.map(relaxedLine);
  let end = canonical.length;
  while (end > 0 && canonical[end - 1] === "") end--;
  if (end === 0) return Buffer.from(form === "simple" ? "\r\n" : "");
  return Buffer.from(`${canonical.slice(0, end).join("\r\n")}\r\n`, "latin1");
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
