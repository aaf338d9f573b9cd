// Parses a message into header fields and body, byte for byte. Each byte is a latin1 character, so that nothing is lost. Lines may end
// in LF instead of the CRLF that was sent, since some programs save messages in that form.

/** A header field (RFC 5322 §2.2). */
export interface HeaderField {
  /** Its name in lower case; empty if the line is not a field. */
  readonly key: string;
  /** The whole field, still folded, with its lines joined by CRLF. */
  readonly line: string;
}

export interface ParsedMessage {
  readonly fields: readonly HeaderField[];
  readonly body: string;
}

/** Fields that may occur once at most (RFC 5322 §3.6), and those that determine how the body is shown (RFC 2045). */
const SINGLE_FIELDS =
  "date from sender reply-to to cc bcc message-id in-reply-to references subject mime-version content-type content-transfer-encoding".split(
    " ",
  );

/** Bytes of a header that are read: more than limits.ts allows, so that a longer header is reported as too large. */
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

/** The part after the colon, unfolded (§2.2.3). */
export function fieldValue({ line }: HeaderField): string {
  return line
    .slice(line.indexOf(":") + 1)
    .replaceAll("\r\n", "")
    .trim();
}

/** The names of fields that may occur once and occur more often: mail programs and signatures may use different ones. */
export function repeatedFields(fields: readonly HeaderField[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { key } of fields) counts.set(key, (counts.get(key) ?? 0) + 1);
  return SINGLE_FIELDS.filter((key) => (counts.get(key) ?? 0) > 1);
}

/** Blanks before the colon are obsolete syntax, which must still be accepted (§4.2). */
function fieldOf(line: string): HeaderField {
  const name = line
    .slice(0, Math.max(line.indexOf(":"), 0))
    .replace(/[ \t]/g, " ")
    .trimEnd();
  return { key: /^[!-9;-~]+$/.test(name) ? name.toLowerCase() : "", line };
}
