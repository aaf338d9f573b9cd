// What a record says, in the words of a zone file (RFC 1035 §5.1 and the RFC of each type). Tables show the same, with names
// as Cloudflare has them, without the last dot.
import { type Field, fieldTexts, type RdataValue } from "./fields";
import { escapeBytes } from "./strings";

/** How a name is written, how a text, and how a part without quotes of its own. */
export interface RdataStyle {
  readonly host: (name: string) => string;
  readonly text: (text: string) => string;
  readonly plain: (text: string) => string;
}

const unchanged = (text: string) => text;

/** For tables: all as it is. */
export const TABLE_STYLE: RdataStyle = { host: unchanged, text: unchanged, plain: unchanged };

/** For zone files: full names with their last dot, and no byte that could end a line or begin anything. */
export const ZONE_FILE_STYLE: RdataStyle = { host: absoluteName, text: escapeNonAscii, plain: escapePlain };

/** The record's value: an MX begins with its priority, a TXT has its quotes, a record in parts is its parts. */
export function formatRdata(value: RdataValue, style: RdataStyle): string {
  const parts = fieldTexts(value);
  // Of a type in parts only its text may be known, as of a record in a file.
  const isWhole = value.data === null && !parts.some(([{ key }]) => key === "content");
  if (isWhole) return style.plain(value.content ?? "");
  return parts
    .map(([field, text]) => formatPart(field, text ?? "", style))
    .filter((part) => part !== "")
    .join(" ");
}

/** With the last dot, without which a name is taken for one below the origin. */
export function absoluteName(name: string): string {
  if (name === "." || name === "") return ".";
  // What is escaped stays so.
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

/** A server may read a file in any encoding, and a line break ends a record: such bytes are written as `\DDD`. */
function escapeNonAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, escapeBytes);
}

/** Outside of quotes these begin a comment or a record of many lines (RFC 1035 §5.1), and a quote that is not closed takes the rest. */
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
