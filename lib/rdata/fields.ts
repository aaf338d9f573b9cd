// The fields of each record type, in the order of its RFC, which is their order in zone files and in packets.

/** A record's value in Cloudflare's form: one `content`, or fields in `data`. MX and URI have `priority` in addition. */
export interface RdataValue {
  readonly type: string;
  readonly content: string | null;
  readonly priority: number | null;
  readonly data: Readonly<Record<string, string | number>> | null;
}

export type FieldType =
  | "u8" // a number of one byte
  | "u16" // of two bytes
  | "ipv4"
  | "ipv6"
  | "name"
  | "strings" // quoted character-strings, each with a length byte (RFC 1035 §3.3)
  | "string" // one character-string
  | "word" // one character-string, written without quotes
  | "rest" // quoted text up to the end of the record, without a length byte
  | "hex"
  | "base64"
  | "parameters" // SvcParams of SVCB, see parameters.ts
  | "angle" // of LOC, see location.ts
  | "metres";

export interface Field {
  /** Cloudflare's name of the field in `data`; `content` and `priority` are outside of it. */
  readonly key: string;
  readonly type: FieldType;
  /** The value if it is omitted. @default - it must not be omitted */
  readonly fallback?: string;
}

const SVCB = "priority:u16 target:name value:parameters="; // RFC 9460 §2.2
const TLSA = "usage:u8 selector:u8 matching_type:u8 certificate:hex"; // RFC 6698 §2.1, RFC 8162 §2

const FIELDS: Readonly<Record<string, string>> = {
  A: "content:ipv4", // RFC 1035 §3.4.1
  AAAA: "content:ipv6", // RFC 3596 §2.2
  CAA: "flags:u8=0 tag:word value:rest", // RFC 8659 §4.1
  CERT: "type:u16 key_tag:u16 algorithm:u8 certificate:base64", // RFC 4398 §2
  CNAME: "content:name", // RFC 1035 §3.3.1
  DNAME: "content:name", // RFC 6672 §2.1
  DNSKEY: "flags:u16 protocol:u8 algorithm:u8 public_key:base64", // RFC 4034 §2.1
  DS: "key_tag:u16 algorithm:u8 digest_type:u8 digest:hex", // RFC 4034 §5.1
  HTTPS: SVCB,
  // RFC 1876 §2 and §3, with its defaults: minutes and seconds may be omitted, and everything behind the longitude.
  LOC: [
    "lat_degrees:angle lat_minutes:angle=0 lat_seconds:angle=0 lat_direction:angle",
    "long_degrees:angle long_minutes:angle=0 long_seconds:angle=0 long_direction:angle",
    "altitude:metres=0 size:metres=1 precision_horz:metres=10000 precision_vert:metres=10",
  ].join(" "),
  MX: "priority:u16 content:name", // RFC 1035 §3.3.9
  NAPTR: "order:u16 preference:u16 flags:string service:string regex:string replacement:name", // RFC 3403 §4.1
  NS: "content:name", // RFC 1035 §3.3.11
  OPENPGPKEY: "content:base64", // RFC 7929 §2
  PTR: "content:name", // RFC 1035 §3.3.12
  SMIMEA: TLSA,
  SRV: "priority:u16 weight:u16 port:u16 target:name", // RFC 2782
  SSHFP: "algorithm:u8 type:u8 fingerprint:hex", // RFC 4255 §3.1
  SVCB,
  TLSA,
  TXT: "content:strings", // RFC 1035 §3.3.14
  URI: "priority:u16 weight:u16 target:rest", // RFC 7553 §4.4
};

const PARSED: ReadonlyMap<string, readonly Field[]> = new Map(
  Object.entries(FIELDS).map(([type, fields]) => [type, fields.split(" ").map(parseField)]),
);

/** The fields of a type, in order; undefined for an unknown type. */
export function fieldsOf(type: string): readonly Field[] | undefined {
  return PARSED.get(type);
}

/** The fields in `data`; none for a type that has `content`. */
export function dataFieldsOf(type: string): readonly Field[] {
  const fields = fieldsOf(type) ?? [];
  if (fields.some(({ key }) => key === "content")) return [];
  return fields.filter(({ key }) => !(type === "URI" && key === "priority"));
}

/**
 * The text of each field of a value, in the order of the fields; undefined if it is missing and has no default. Terraform returns keys
 * in alphabetical order.
 */
export function fieldTexts({
  type,
  content,
  priority,
  data,
}: RdataValue): readonly (readonly [Field, string | undefined])[] {
  return (fieldsOf(type) ?? []).map((field) => {
    const common = field.key === "content" ? content : field.key === "priority" ? priority : null;
    const own = data !== null && Object.hasOwn(data, field.key) ? data[field.key] : null;
    const raw = own ?? common;
    return [field, normalizedText(field, raw === null ? field.fallback : String(raw))];
  });
}

/** Removes white space from keys and certificates, which are often wrapped, and the quotes around a text. */
function normalizedText({ key, type }: Field, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (type === "hex" || type === "base64") return text.replace(/\s/g, "");
  if (type === "string" || type === "rest") return text.replace(/^"(.*)"$/s, "$1");
  return key === "content" ? text : text.trim().replace(/\s+/g, " ");
}

function parseField(text: string): Field {
  const [, key = "", kind = "", fallback] = /^([a-z_]+):([a-z0-9]+)(?:=(.*))?$/.exec(text) ?? [];
  return { key, type: kind as FieldType, fallback };
}
