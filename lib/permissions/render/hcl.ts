// Terraform's language, as terraform fmt writes it. HCL takes JSON's objects as expressions, so that a policy stands as IAM
// shows it; texts may hold no template.

/** An expression as it stands, such as a reference. */
export class Expression {
  constructor(readonly text: string) {}
}

export type HclValue = Expression | string | boolean | readonly HclValue[];

/** A block; its attributes in groups that an empty line parts. */
export function block(header: readonly string[], ...groups: readonly Readonly<Record<string, HclValue>>[]): string {
  const [type = "", ...labels] = header;
  const body = groups
    .map(attributes)
    .filter((text) => text !== "")
    .join("\n\n");
  return [[type, ...labels.map(quoted), "{"].join(" "), ...(body === "" ? [] : [body]), "}"].join("\n");
}

/** A text of any characters, as a quoted one. */
export function quoted(text: string): string {
  return escaped(JSON.stringify(text));
}

/** `jsonencode(…)` of a document. */
export function encoded(document: unknown): Expression {
  const lines = escaped(JSON.stringify(document, null, 2)).replace(/^( *"(?:[^"\\]|\\.)*"): /gm, "$1 : ");
  return new Expression(`jsonencode(${lines})`);
}

/** Of any text: no line of it is anything else. */
export function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ")}`;
}

/** A name of Terraform's for any text; two texts may get the same. */
export function identifier(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, "_").replace(/^(?=\d)/, "_");
}

function attributes(given: Readonly<Record<string, HclValue>>): string {
  const lines = Object.entries(given).map(([name, value]) => [name, valueText(value)] as const);
  // fmt aligns the equals signs of neighbours that take one line.
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

/** JSON's escapes are HCL's, which knows templates beside them. */
function escaped(json: string): string {
  return json.replace(/[$%]\{/g, (mark) => `${mark[0]}${mark}`);
}
