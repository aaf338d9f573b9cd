// What a record says, in the words of a zone file (RFC 1035 §5.1 and the RFC of each type). Tables show the same, with names
// as Cloudflare has them, without the last dot.
import type { DnsRecord, RecordType } from "../dns/record";

type Data = NonNullable<DnsRecord["data"]>;

/** How a name is written, and how a text: a table shows both as they are. */
export interface RdataStyle {
  readonly host: (name: string) => string;
  readonly text: (text: string) => string;
}

/** Types whose content is a name. */
const HOSTS: readonly RecordType[] = ["CNAME", "MX", "NS", "PTR"];

/** The parts of a type in the order of its RFC: a plain part, `"a text"` or `a name.`; `=` gives what stands where it is left out. */
const PARTS: { readonly [type in RecordType]?: string } = {
  CAA: 'flags=0 tag "value"', // RFC 8659 §4.1
  CERT: "type key_tag algorithm certificate", // RFC 4398 §2
  DNSKEY: "flags protocol algorithm public_key", // RFC 4034 §2.2
  DS: "key_tag algorithm digest_type digest", // RFC 4034 §5.3
  HTTPS: "priority target. value=", // RFC 9460 §2.1
  // RFC 1876 §3, with its defaults; altitude and sizes are metres.
  LOC: [
    "lat_degrees lat_minutes=0 lat_seconds=0 lat_direction long_degrees long_minutes=0 long_seconds=0 long_direction",
    "altitude=0 size=1 precision_horz=10000 precision_vert=10",
  ].join(" "),
  NAPTR: 'order preference "flags" "service" "regex" replacement.', // RFC 3403 §4.1
  SMIMEA: "usage selector matching_type certificate", // RFC 8162 §2
  SRV: "priority weight port target.", // RFC 2782
  SSHFP: "algorithm type fingerprint", // RFC 4255 §3.2
  SVCB: "priority target. value=", // RFC 9460 §2.1
  TLSA: "usage selector matching_type certificate", // RFC 6698 §2.2
  URI: 'weight "target"', // RFC 7553 §4.5, after the priority
};

/** Keys and certificates are often kept wrapped or with blanks. */
const SOLID = ["certificate", "public_key", "digest", "fingerprint"];

/** The record's value: an MX begins with its priority, a TXT has its quotes, a record in parts is its parts. */
export function formatRdata({ type, content, priority, data }: DnsRecord, style: RdataStyle): string {
  const parts = content === null ? formatParts(type, data ?? {}, style) : formatContent(type, content, style);
  return priority === null ? parts : `${priority} ${parts}`;
}

function formatContent(type: RecordType, content: string, { host, text }: RdataStyle): string {
  if (HOSTS.includes(type)) return host(content);
  if (type === "TXT") return text(content);
  return type === "OPENPGPKEY" ? content.replace(/\s/g, "") : content;
}

function formatParts(type: RecordType, data: Data, { host, text }: RdataStyle): string {
  // Both `key_tag` and `keyTag` are understood, and Terraform gives keys back in the order of the alphabet.
  const values = new Map(Object.entries(data).map(([key, value]) => [plain(key), String(value)]));
  const written = (PARTS[type] ?? Object.keys(data).join(" ")).split(" ").map((part) => {
    const [, key = "", fallback] = /^"?([^".=]+)"?\.?(?:=(.*))?$/.exec(part) ?? [];
    const value = values.get(plain(key)) ?? fallback ?? "";
    if (part.startsWith('"')) return text(`"${value.replace(/^"(.*)"$/s, "$1").replace(/["\\]/g, "\\$&")}"`);
    if (part.endsWith(".")) return host(value || ".");
    if (SOLID.includes(key)) return value.replace(/\s/g, "");
    if (type === "LOC" && LOC_METRES.includes(key)) return `${value}m`;
    return value.trim().replace(/\s+/g, " ");
  });
  return written.filter((part) => part !== "").join(" ");
}

const LOC_METRES = ["altitude", "size", "precision_horz", "precision_vert"];

function plain(key: string): string {
  return key.replaceAll("_", "").toLowerCase();
}
