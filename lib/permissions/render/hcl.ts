// Writes Terraform's language in the format of terraform fmt. HCL accepts JSON objects as expressions, so a policy looks as in IAM.
// Templates in texts are escaped.

/** An expression that is written unchanged, such as a reference. */
export class Expression {
  constructor(readonly text: string) {}
}

export type HclValue = Expression | string | boolean | readonly HclValue[];

/** A block, with groups of attributes separated by empty lines. */
export function block(header: readonly string[], ...groups: readonly Readonly<Record<string, HclValue>>[]): string {
  const [type = "", ...labels] = header;
  const body = groups
    .map(attributes)
    .filter((text) => text !== "")
    .join("\n\n");
  return [[type, ...labels.map(quoted), "{"].join(" "), ...(body === "" ? [] : [body]), "}"].join("\n");
}

/** Any text as a quoted string. */
export function quoted(text: string): string {
  return escaped(JSON.stringify(text));
}

/** A document as `jsonencode(…)`. */
export function encoded(document: unknown): Expression {
  const lines = escaped(JSON.stringify(document, null, 2)).replace(/^( *"(?:[^"\\]|\\.)*"): /gm, "$1 : ");
  return new Expression(`jsonencode(${lines})`);
}

/** Any text as a comment of one line. */
export function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ")}`;
}

/** A valid Terraform name for any text; different texts may get the same name. */
export function identifier(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, "_").replace(/^(?=\d)/, "_");
}

function attributes(given: Readonly<Record<string, HclValue>>): string {
  const lines = Object.entries(given).map(([name, value]) => [name, valueText(value)] as const);
  // terraform fmt aligns the equals signs of adjacent attributes that have one line.
  const width = (at: number) => {
    const isShort = (index: number) => lines[index] !== undefined && !lines[index][1].includes("\n");
    if (!isShort(at)) return 0;
    let [from, to] = [at, at];
    while (isShort(from - 1)) from--;
    while (isShort(to + 1)) to++;
    return Math.max(...lines.slice(from, to + 1).map(([name]) => name.length));
  };
  return lines
    .map(([name, text], index) => `  ${name.padEnd(width(index))} = ${text.replaceAll("\n", "\n  ")}`)
    .join("\n");
}

function valueText(value: HclValue): string {
  if (value instanceof Expression) return value.text;
  if (typeof value === "string") return quoted(value);
  return typeof value === "boolean" ? String(value) : `[${value.map(valueText).join(", ")}]`;
}

/** HCL has the escapes of JSON, and templates, which are escaped here. */
function escaped(json: string): string {
  return json.replace(/[$%]\{/g, (mark) => `${mark[0]}${mark}`);
}
