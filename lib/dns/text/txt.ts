// TXT in the presentation format that Cloudflare stores (RFC 1035 §5.1): quoted strings of at most 255 bytes, separated by spaces.
// Cloudflare keeps the quotes as they are sent: unquoted or unsplit text is a difference in every plan
// (terraform-provider-cloudflare #6238, #6354).
import { formatString, parseStrings } from "../../rdata/strings";

/** RFC 1035 §3.3: a character-string has one length byte. */
const STRING_BYTES = 255;

/**
 * `text` as quoted strings. A string never ends inside a character, so each one is valid text. Everything but visible ASCII is
 * written as `\DDD`, because Cloudflare returns it in this form.
 */
export function formatTxt(text: string): string {
  return split(text)
    .map((string) => formatString(Buffer.from(string)))
    .join(" ");
}

/**
 * The text of quoted strings, joined without a space (RFC 7208 §3.3); the inverse of formatTxt().
 * @throws Error where `content` is not a sequence of quoted strings
 */
export function parseTxt(content: string): string {
  return Buffer.concat(txtStrings(content)).toString("utf8");
}

/** The length of the record's RDATA in bytes: each string has a length byte before it (RFC 1035 §3.3.14). */
export function wireLength(content: string): number {
  return txtStrings(content).reduce((sum, string) => sum + 1 + string.length, 0);
}

const MAX_LENGTH = 4 * 65_535 + 1024;

function txtStrings(content: string): Buffer[] {
  // No DNS record is longer, even with every byte written as an escape (RFC 1035 §3.3.14).
  if (content.length > MAX_LENGTH) throw new Error(`txt of ${content.length} characters is longer than any record`);
  const strings = parseStrings(content);
  if (strings === undefined) throw new Error(`txt ${JSON.stringify(content)} is not a row of quoted strings`);
  return strings;
}

/** The bytes of a TXT record: of its strings, joined, or of content that is not quoted, which is the text itself. */
export function textBytes(content: string): Buffer {
  if (!content.startsWith('"')) return Buffer.from(content);
  try {
    return Buffer.concat(txtStrings(content));
  } catch {
    return Buffer.from(content);
  }
}

/** The text of a TXT record. Content that is not quoted is the text itself: Cloudflare stores it as it was sent. */
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
