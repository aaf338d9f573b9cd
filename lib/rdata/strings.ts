// Texts in records with their escapes (RFC 1035 §5.1): `\DDD` is a byte, `\X` is X.

/** A text in quotes, with `\DDD` for each byte that is not printable ASCII. */
export function formatString(bytes: Uint8Array): string {
  const characters = [...bytes].map((byte) => {
    if (byte < 0x20 || byte > 0x7e) return `\\${String(byte).padStart(3, "0")}`;
    return byte === 0x22 || byte === 0x5c ? `\\${String.fromCharCode(byte)}` : String.fromCharCode(byte);
  });
  return `"${characters.join("")}"`;
}

/** The bytes of a text without its escapes; a backslash at the end stands for itself. */
export function unescapeText(text: string): Buffer {
  if (!text.includes("\\")) return Buffer.from(text);
  const parts = text.split(/(\\[0-9]{3}|\\[^0-9])/s).map((part) => {
    if (!part.startsWith("\\") || part.length < 2) return Buffer.from(part);
    return part.length === 4 ? Buffer.from([Number(part.slice(1)) & 0xff]) : Buffer.from(part.slice(1));
  });
  return Buffer.concat(parts);
}

/** The bytes of each quoted string in a sequence of them; undefined if it is not such a sequence. */
export function parseStrings(content: string): Buffer[] | undefined {
  const strings: Buffer[] = [];
  let rest = content;
  do {
    const match = /^"((?:[^"\\]|\\[0-9]{3}|\\[^0-9])*)"(?:\s+(?=")|$)/s.exec(rest);
    if (match === null) return undefined;
    strings.push(unescapeText(match[1] ?? ""));
    rest = rest.slice(match[0].length);
  } while (rest !== "");
  return strings;
}

/** Each byte as `\DDD`. */
export function escapeBytes(character: string): string {
  return [...Buffer.from(character)].map((byte) => `\\${String(byte).padStart(3, "0")}`).join("");
}
