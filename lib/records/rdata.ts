// What a record says, in the words of a zone file (RFC 1035 §5.1 and the RFC of each type). Tables show the same, with names
// as Cloudflare has them, without the last dot.
import type { DnsRecord } from "../dns/record";
import { type Part, partsOf, type RecordType, typeForm } from "../dns/record-types";

type Data = NonNullable<DnsRecord["data"]>;

/** How a name is written, how a text, and how a part without quotes of its own: a table shows all as they are. */
export interface RdataStyle {
  readonly host: (name: string) => string;
  readonly text: (text: string) => string;
  readonly word: (text: string) => string;
}

/** The record's value: an MX begins with its priority, a TXT has its quotes, a record in parts is its parts. */
export function formatRdata({ type, content, priority, data }: DnsRecord, style: RdataStyle): string {
  const parts = content === null ? formatParts(type, data ?? {}, style) : formatContent(type, content, style);
  // An SRV's is one of its parts, and beside them only once more.
  return typeForm(type).priority === "beside" && priority !== null ? `${priority} ${parts}` : parts;
}

function formatContent(type: RecordType, content: string, { host, text, word }: RdataStyle): string {
  switch (typeForm(type).content) {
    case "name":
      return host(content);
    case "text":
      return text(content);
    case "base64":
      return word(content.replace(/\s/g, ""));
    default:
      return word(content);
  }
}

function formatParts(type: RecordType, data: Data, style: RdataStyle): string {
  const known = partsOf(type);
  const parts = known.length > 0 ? known : Object.keys(data).map((key): Part => ({ key, form: "word" }));
  const written = parts.map((part) => formatPart(part, String(data[part.key] ?? part.otherwise ?? ""), style));
  return written.filter((part) => part !== "").join(" ");
}

function formatPart({ form }: Part, value: string, { host, text, word }: RdataStyle): string {
  switch (form) {
    case "text":
      return text(`"${value.replace(/^"(.*)"$/s, "$1").replace(/["\\]/g, "\\$&")}"`);
    case "name":
      return host(value || ".");
    case "hex":
    case "base64":
      return word(value.replace(/\s/g, ""));
    case "metres":
      return word(`${value}m`);
    default:
      return word(value.trim().replace(/\s+/g, " "));
  }
}
