// What a name and a value mean, however they are written: in capitals or not, with the last dot or without, in letters or
// in punycode, quoted or not, in one string or in several. Two records of the same meaning answer the same.
import { isIPv6 } from "node:net";
import { toAsciiName } from "./names";
import { type Part, typeForm } from "./record-types";
import { isSpf } from "./text/spf-parser";
import { plainText } from "./text/txt";

/** The value of a record, wanted or live. */
export interface Value {
  readonly type: string;
  readonly content: string | null;
  readonly priority: number | null;
  readonly data: Readonly<Record<string, string | number>> | null;
}

/** RFC 1035 §2.3.4: 255 bytes, each of four characters where it is escaped. What is longer is no name. */
const NAME_LIMIT = 1_024;

/** A name in ASCII and lower case, without the last dot. */
export function plainName(name: string): string {
  if (name.length > NAME_LIMIT) return name;
  if (/^[a-z0-9_*-]+(?:\.[a-z0-9_*-]+)*$/.test(name)) return name;
  return toAsciiName(name) ?? name.toLowerCase().replace(/\.$/, "");
}

/**
 * An IPv6 address in the form of RFC 5952 §4, which Cloudflare stores; any other text as it is. The URL standard's host
 * serializer writes that form: https://url.spec.whatwg.org/#concept-ipv6-serializer
 */
export function canonicalIpv6(text: string): string {
  return isIPv6(text) && !text.includes("%") ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;
}

/** What a record says besides its name and type; the same for two that answer the same. */
export function meaningOf({ type, content, priority, data }: Value): string {
  if (data !== null) return meaningOfParts(type, data, priority);
  const value = content ?? "";
  if (type === "TXT") return textOf(value);
  if (type === "AAAA" && isIPv6(value) && !value.includes("%")) return canonicalIpv6(value);
  const plain = typeForm(type).content === "name" && value !== "." ? plainName(value) : value;
  return priority === null ? plain : `${priority} ${plain}`;
}

/** Bytes that are no UTF-8 all look alike once they are decoded: such a text means itself alone. */
function textOf(content: string): string {
  const text = plainText(content);
  return text.includes("\ufffd") ? content : text;
}

/**
 * The kind of a text of which a name has one: the version that it begins with (`spf1`, `DMARC1`, `TLSRPTv1`), in lower case,
 * so that a DMARC record which receivers pass over for its small letters is found as one.
 */
export function textKind(text: string): string | undefined {
  if (isSpf(text)) return "spf1";
  const [, version] = /^v[ \t]*=[ \t]*([a-z0-9]+)[ \t]*(?:;|$)/i.exec(text) ?? [];
  return version?.toLowerCase();
}

/** The type's parts in their order, then what else there is; a part that is left out means what it stands for then. */
function meaningOfParts(type: string, data: NonNullable<Value["data"]>, priority: number | null): string {
  const { parts = [], staleParts = [], priority: place } = typeForm(type);
  const known = new Set([...parts.map(({ key }) => key), ...staleParts]);
  const others = Object.keys(data).filter((key) => !known.has(key));
  const beside = priority === null ? "" : String(priority);
  const values = parts.map((part) => {
    const inherited = place === "twice" && part.key === "priority" ? beside : (part.otherwise ?? "");
    return meaningOfPart(part, String(data[part.key] ?? inherited));
  });
  const more = others.sort().map((key) => `${key}=${data[key]}`);
  return [...(place === "beside" ? [beside] : []), ...values, ...more].join(" ");
}

/** Names, mnemonics and hexadecimal digits are the same in capitals. */
function meaningOfPart({ form }: Part, text: string): string {
  switch (form) {
    case "name":
      return text === "." ? text : plainName(text);
    case "hex":
      return text.toLowerCase().replace(/\s/g, "");
    case "base64":
      return text.replace(/\s/g, "");
    case "word":
      return text.toLowerCase();
    default:
      return text;
  }
}
