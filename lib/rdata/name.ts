// Names in packets and in writing. dns-packet reads labels as UTF-8 and does not tell a dot within a label from one between two,
// so that a strange name could pass for an ordinary one: here each byte keeps its form (RFC 1035 §5.1, RFC 4343 §2.1).

/** RFC 1035 §2.3.4. */
const MAX_LABEL = 63;
const MAX_NAME = 255;

/** What nearly all names are: they are canonical as they stand. */
const PLAIN = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/** A name as it is compared: lower-case, without the trailing dot; `.` and `\\` in a label, and what is not printable, escaped. */
export function canonicalName(name: string): string {
  return PLAIN.test(name) ? name : formatLabels(parseLabels(name));
}

/** The name one label up; undefined for the root, which is "". */
export function parentName(name: string): string | undefined {
  if (name === "") return undefined;
  if (PLAIN.test(name)) return name.includes(".") ? name.slice(name.indexOf(".") + 1) : "";
  return formatLabels(parseLabels(name).slice(1));
}

/** Whether `name` is `zone` or lies below it; both canonical, the root as "". */
export function isBelow(name: string, zone: string): boolean {
  return zone === "" || name === zone || name.endsWith(`.${zone}`);
}

/** The name for a packet. @throws Error where it does not fit into one */
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

/** A name in a packet, and where it ends there. @throws Error where there is none */
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
      // A pointer leads to what came before (RFC 1035 §4.1.4): only back, so never round.
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

/** The labels, a character per byte. */
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
  // Only A to Z have a lower case in DNS.
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return lower.replace(/[.\\]/g, "\\$&").replace(/[^\x21-\x7e]/g, (byte) => {
    return `\\${byte.charCodeAt(0).toString().padStart(3, "0")}`;
  });
}
