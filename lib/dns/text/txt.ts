// TXT in the presentation form that Cloudflare stores (RFC 1035 §5.1): quoted strings of at most 255 bytes, side by side.
// Cloudflare keeps the quotes as they are sent: unquoted or unsplit text drifts for ever (terraform-provider-cloudflare
// #6238, #6354).

/** RFC 1035 §3.3: a character-string has one length byte. */
const STRING_BYTES = 255;

/**
 * `text` as quoted strings. A string never ends inside a character, so each one is text by itself. What is no visible ASCII
 * is written as `\DDD`: other forms are read back in this one.
 */
export function formatTxt(text: string): string {
  return split(text)
    .map((string) => formatString(Buffer.from(string)))
    .join(" ");
}

/**
 * The text of quoted strings, joined without a space (RFC 7208 §3.3); the inverse of formatTxt().
 * @throws Error where `content` is not a row of quoted strings
 */
export function parseTxt(content: string): string {
  return Buffer.concat(txtStrings(content)).toString("utf8");
}

/** The bytes of the record as it travels: each string has a length byte before it (RFC 1035 §3.3.14). */
export function wireLength(content: string): number {
  return txtStrings(content).reduce((sum, string) => sum + 1 + string.length, 0);
}

const LONGEST = 4 * 65_535 + 1024;

function txtStrings(content: string): Buffer[] {
  // No record of DNS is longer, each byte written as an escape (RFC 1035 §3.3.14).
  if (content.length > LONGEST) throw new Error(`txt of ${content.length} characters is longer than any record`);
  const bytes: Buffer[] = [];
  let rest = content;
  do {
    const match = /^"((?:[^"\\]|\\[0-9]{3}|\\[^0-9])*)"(?:\s+(?=")|$)/s.exec(rest);
    if (match === null) throw new Error(`txt ${JSON.stringify(content)} is not a row of quoted strings`);
    bytes.push(unquote(match[1] ?? ""));
    rest = rest.slice(match[0].length);
  } while (rest !== "");
  return bytes;
}

/** The text of a TXT record. Content that is no row of quoted strings is the text itself: so Cloudflare keeps what came so. */
export function plainText(content: string): string {
  if (!content.startsWith('"')) return content;
  try {
    return parseTxt(content);
  } catch {
    return content;
  }
}

function split(text: string): string[] {
  if (Buffer.byteLength(text) <= STRING_BYTES) return [text];
  const strings: string[] = [];
  let current = "";
  let size = 0;
  for (const character of text) {
    const bytes = Buffer.byteLength(character);
    if (size + bytes > STRING_BYTES) {
      strings.push(current);
      current = "";
      size = 0;
    }
    current += character;
    size += bytes;
  }
  return [...strings, current];
}

/** One string of a TXT record, quoted: `\DDD` for each byte that is no visible ASCII (RFC 1035 §5.1). */
export function formatString(bytes: Uint8Array): string {
  const characters = [...bytes].map((byte) => {
    if (byte < 0x20 || byte > 0x7e) return `\\${String(byte).padStart(3, "0")}`;
    return byte === 0x22 || byte === 0x5c ? `\\${String.fromCharCode(byte)}` : String.fromCharCode(byte);
  });
  return `"${characters.join("")}"`;
}

function unquote(text: string): Buffer {
  const parts = text.split(/(\\[0-9]{3}|\\[^0-9])/s).map((part) => {
    if (!part.startsWith("\\") || part.length < 2) return Buffer.from(part);
    return part.length === 4 ? Buffer.from([Number(part.slice(1))]) : Buffer.from(part.slice(1));
  });
  return Buffer.concat(parts);
}
