// What a record says, in the words of a zone file (RFC 1035 §5.1 and the RFC of each type). Tables show the same, with names
// as Cloudflare has them, without the last dot.
import { RDATA_PARTS, SOLID_PARTS } from "../dns/rdata-parts";
import type { DnsRecord, RecordType } from "../dns/record";

type Data = NonNullable<DnsRecord["data"]>;

/** How a name is written, how a text, and how a part without quotes of its own: a table shows all as they are. */
export interface RdataStyle {
  readonly host: (name: string) => string;
  readonly text: (text: string) => string;
  readonly word: (text: string) => string;
}

/** Types whose content is a name. */
const HOSTS: readonly RecordType[] = ["CNAME", "MX", "NS", "PTR"];

/** The record's value: an MX begins with its priority, a TXT has its quotes, a record in parts is its parts. */
export function formatRdata({ type, content, priority, data }: DnsRecord, style: RdataStyle): string {
  const parts = content === null ? formatParts(type, data ?? {}, style) : formatContent(type, content, style);
  return BESIDE.includes(type) && priority !== null ? `${priority} ${parts}` : parts;
}

/** Types whose priority stands beside their content or data. An SRV's is one of its parts, and beside them only once more. */
const BESIDE: readonly RecordType[] = ["MX", "URI"];

function formatContent(type: RecordType, content: string, { host, text, word }: RdataStyle): string {
  if (HOSTS.includes(type)) return host(content);
  if (type === "TXT") return text(content);
  return word(type === "OPENPGPKEY" ? content.replace(/\s/g, "") : content);
}

function formatParts(type: RecordType, data: Data, { host, text, word }: RdataStyle): string {
  // Both `key_tag` and `keyTag` are understood, and Terraform gives keys back in the order of the alphabet.
  const values = new Map(Object.entries(data).map(([key, value]) => [plain(key), String(value)]));
  const written = (RDATA_PARTS[type] ?? Object.keys(data).join(" ")).split(" ").map((part) => {
    const [, key = "", fallback] = /^"?([^".=]+)"?\.?(?:=(.*))?$/.exec(part) ?? [];
    const value = values.get(plain(key)) ?? fallback ?? "";
    if (part.startsWith('"')) return text(`"${value.replace(/^"(.*)"$/s, "$1").replace(/["\\]/g, "\\$&")}"`);
    if (part.endsWith(".")) return host(value || ".");
    if (SOLID_PARTS.includes(key)) return word(value.replace(/\s/g, ""));
    if (type === "LOC" && LOC_METRES.includes(key)) return word(`${value}m`);
    return word(value.trim().replace(/\s+/g, " "));
  });
  return written.filter((part) => part !== "").join(" ");
}

const LOC_METRES = ["altitude", "size", "precision_horz", "precision_vert"];

function plain(key: string): string {
  return key.replaceAll("_", "").toLowerCase();
}
