// Names in packets and as text. dns-packet decodes labels as UTF-8 and does not distinguish a dot within a label from one between two
// labels, so that an unusual name could look like an ordinary one. Here each byte is kept (RFC 1035 §5.1, RFC 4343 §2.1).

/** RFC 1035 §2.3.4. */
const MAX_LABEL = 63;
const MAX_NAME = 255;

/** Nearly all names match this and are canonical already. */
const PLAIN = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/** The canonical form of a name: lower case, no trailing dot; `.` and `\\` within a label and unprintable bytes are escaped. */
export function canonicalWireName(name: string): string {
  return PLAIN.test(name) ? name : formatLabels(parseLabels(name));
}

/** The parent name; undefined for the root, which is "". */
export function parentName(name: string): string | undefined {
  if (name === "") return undefined;
  if (PLAIN.test(name)) return name.includes(".") ? name.slice(name.indexOf(".") + 1) : "";
  return formatLabels(parseLabels(name).slice(1));
}

/** Whether `name` is `zone` or below it; both canonical, the root as "". */
export function isBelow(name: string, zone: string): boolean {
  return zone === "" || name === zone || name.endsWith(`.${zone}`);
}

/** Encodes a name. @throws Error if it is not a valid name */
export function encodeName(name: string): Buffer {
  const labels = parseLabels(name);
  for (const label of labels) {
    if (label.length === 0) throw new Error("it has an empty label");
    if (label.length > MAX_LABEL) throw new Error(`it has a label of ${label.length} bytes, the limit is 63`);
  }
  const bytes = Buffer.from(`${labels.map((label) => String.fromCharCode(label.length) + label).join("")}\0`, "latin1");
  if (bytes.length > MAX_NAME) throw new Error(`it takes ${bytes.length} bytes, the limit is 255`);
  return bytes;
}

/** Decodes a name, and returns the offset behind it. @throws Error if there is no valid name */
export function decodeName(packet: Buffer, start: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let offset = start;
  let end: number | undefined;
  let size = 1;
  for (;;) {
    const length = packet[offset];
    if (length === undefined) throw new Error("a name ends outside the packet");
    if (length === 0) return { name: formatLabels(labels), end: end ?? offset + 1 };
    if ((length & 0xc0) === 0xc0) {
      end ??= offset + 2;
      const target = packet.readUInt16BE(offset) & 0x3fff;
      // Pointers must point backward (RFC 1035 §4.1.4), which also prevents loops.
      if (target >= offset) throw new Error("a compressed name points forward");
      offset = target;
      continue;
    }
    if (length > MAX_LABEL || offset + 1 + length > packet.length) throw new Error("a label is not whole");
    size += length + 1;
    if (size > MAX_NAME) throw new Error("a name is too long");
    labels.push(packet.toString("latin1", offset + 1, offset + 1 + length));
    offset += 1 + length;
  }
}

/** The labels, with one character for each byte. */
function parseLabels(name: string): string[] {
  if (/^[!-[\]-~]*$/.test(name) && !/^\.|\.\./.test(name)) {
    const bare = name.endsWith(".") ? name.slice(0, -1) : name;
    return bare === "" ? [] : bare.split(".");
  }
  const labels = [""];
  const add = (bytes: string) => labels.push((labels.pop() ?? "") + bytes);
  for (const [part] of name.matchAll(/\\[0-9]{3}|\\?./gsu)) {
    if (part === ".") labels.push("");
    else if (/^\\[0-9]{3}$/.test(part)) add(String.fromCharCode(Number(part.slice(1)) & 0xff));
    else add(Buffer.from(part.length > 1 && part.startsWith("\\") ? part.slice(1) : part).toString("latin1"));
  }
  if (labels.at(-1) === "") labels.pop();
  return labels;
}

function formatLabels(labels: readonly string[]): string {
  return labels.map(formatLabel).join(".");
}

function formatLabel(text: string): string {
  if (/^[a-z0-9_-]*$/.test(text)) return text;
  // In DNS only A to Z are case-insensitive.
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return lower.replace(/[.\\]/g, "\\$&").replace(/[^\x21-\x7e]/g, (byte) => {
    return `\\${byte.charCodeAt(0).toString().padStart(3, "0")}`;
  });
}
