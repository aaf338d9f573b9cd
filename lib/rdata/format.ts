// Formats the value of a record as in a zone file (RFC 1035 §5.1 and the RFC of each type). Tables show the same, with names as
// Cloudflare has them, without the trailing dot.
import { type Field, fieldTexts, type RdataValue } from "./fields";
import { escapeBytes } from "./strings";

/** How names, quoted texts and fields without quotes are written. */
export interface RdataStyle {
  readonly host: (name: string) => string;
  readonly text: (text: string) => string;
  readonly plain: (text: string) => string;
}

const unchanged = (text: string) => text;

/** For tables: everything unchanged. */
export const TABLE_STYLE: RdataStyle = { host: unchanged, text: unchanged, plain: unchanged };

/** For zone files: absolute names, and no byte that could end a line or begin anything else. */
export const ZONE_FILE_STYLE: RdataStyle = { host: absoluteName, text: escapeNonAscii, plain: escapePlain };

/** The record's value: an MX with its priority first, a TXT with its quotes, other types as their fields. */
export function formatRdata(value: RdataValue, style: RdataStyle): string {
  const parts = fieldTexts(value);
  // A type with several fields may have only a text, as a record from a file.
  const isWhole = value.data === null && !parts.some(([{ key }]) => key === "content");
  if (isWhole) return style.plain(value.content ?? "");
  return parts
    .map(([field, text]) => formatPart(field, text ?? "", style))
    .filter((part) => part !== "")
    .join(" ");
}

/** With a trailing dot, since a name without one is relative to the origin. */
export function absoluteName(name: string): string {
  if (name === "." || name === "") return ".";
  // Existing escapes are kept.
  const part = (text: string) => (text.startsWith("\\") && text.length > 1 ? text : escapeBytes(text));
  return `${name.replace(/(?<!\\)\.$/, "").replace(/\\[0-9]{3}|\\[!-/:-~]|[^A-Za-z0-9_*.-]/gu, part)}.`;
}

function formatPart({ type }: Field, text: string, { host, text: quoted, plain }: RdataStyle): string {
  switch (type) {
    case "name":
      return host(text || ".");
    case "strings":
      return quoted(text);
    case "string":
    case "rest":
      return quoted(`"${text.replace(/["\\]/g, "\\$&")}"`);
    case "metres":
      return plain(`${text}m`);
    default:
      return plain(text);
  }
}

/** Writes bytes outside of printable ASCII as `\DDD`: a server may use any encoding, and a line break would end the record. */
function escapeNonAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, escapeBytes);
}

/** Escapes what begins a comment or a record of several lines outside of quotes (RFC 1035 §5.1), and an unclosed quote. */
function escapePlain(text: string): string {
  const quotes = text.match(/\\.|"/g)?.filter((match) => match === '"').length ?? 0;
  let isQuoted = false;
  return escapeNonAscii(text).replace(/\\.|["();\\]/g, (match) => {
    if (match.length > 1) return match;
    if (match === '"' && quotes % 2 === 0) {
      isQuoted = !isQuoted;
      return match;
    }
    return isQuoted && match !== "\\" ? match : `\\${match}`;
  });
}
