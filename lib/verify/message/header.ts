// A message taken apart: its header fields and its body, byte for byte as they came. Bytes are characters of latin1 here, so
// that nothing is lost; a line may end in LF for the CRLF that was sent, since programs save it so.

/** A header field (RFC 5322 §2.2). */
export interface HeaderField {
  /** Its name in lower case; empty where the line is no field. */
  readonly key: string;
  /** The whole field, folded as it came, its lines joined by CRLF. */
  readonly line: string;
}

export interface ParsedMessage {
  readonly fields: readonly HeaderField[];
  readonly body: string;
}

/** Fields that a message has once at most (RFC 5322 §3.6), and those that say how its body is shown (RFC 2045). */
const SINGLE_FIELDS =
  "date from sender reply-to to cc bcc message-id in-reply-to references subject mime-version content-type content-transfer-encoding".split(
    " ",
  );

/** Bytes of a header that are read: above what is looked at (limits.ts), so that what is longer is told as too large. */
const MAX_HEADER_BYTES = 1 << 20;

export function parseMessage(message: Buffer): ParsedMessage {
  const text = message.toString("latin1");
  const lines: string[][] = [];
  let position = 0;
  while (position < text.length && position < MAX_HEADER_BYTES) {
    const feed = text.indexOf("\n", position);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(position, feed > position && text[feed - 1] === "\r" ? feed - 1 : end);
    position = end + 1;
    if (line === "") break;
    const last = lines.at(-1);
    if (last !== undefined && (line[0] === " " || line[0] === "\t")) last.push(line);
    else lines.push([line]);
  }
  return { fields: lines.map((folded) => fieldOf(folded.join("\r\n"))), body: text.slice(position) };
}

/** What stands behind the colon, unfolded (§2.2.3). */
export function fieldValue({ line }: HeaderField): string {
  return line
    .slice(line.indexOf(":") + 1)
    .replaceAll("\r\n", "")
    .trim();
}

/** The names, of those that may stand once, that stand more often: readers and signatures take different ones. */
export function repeatedFields(fields: readonly HeaderField[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { key } of fields) counts.set(key, (counts.get(key) ?? 0) + 1);
  return SINGLE_FIELDS.filter((key) => (counts.get(key) ?? 0) > 1);
}

/** Blanks before the colon are of the old syntax (§4.2), which is still read. */
function fieldOf(line: string): HeaderField {
  const name = line
    .slice(0, Math.max(line.indexOf(":"), 0))
    .replace(/[ \t]/g, " ")
    .trimEnd();
  return { key: /^[!-9;-~]+$/.test(name) ? name.toLowerCase() : "", line };
}
