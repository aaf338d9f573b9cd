// What a name and a value mean, however they are written: in capitals or not, with the last dot or without, in letters or
// in punycode, quoted or not, in one string or in several. Two records of the same meaning answer the same.
import { canonicalIpv6 } from "../rdata/addresses";
import { canonicalText } from "../rdata/decode";
import type { Value } from "../rdata/fields";
import { formatRdata, TABLE } from "../rdata/format";
import { toAsciiName } from "./names";
import { valueFormat } from "./record-types";
import { isSpf } from "./text/spf-parser";
import { plainText } from "./text/txt";

/** RFC 1035 §2.3.4: 255 bytes, each of four characters where it is escaped. What is longer is no name. */
const NAME_LIMIT = 1_024;

/** A name in ASCII and lower case, without the last dot. */
export function canonicalName(name: string): string {
  if (name.length > NAME_LIMIT) return name;
  if (/^[a-z0-9_*-]+(?:\.[a-z0-9_*-]+)*$/.test(name)) return name;
  return toAsciiName(name) ?? name.toLowerCase().replace(/\.$/, "");
}

/** What a record says besides its name and type; the same for two that answer the same. */
export function canonicalValue(value: Value): string {
  const { type, content, priority, data } = value;
  if (data !== null) return canonicalData(value, data);
  const text = content ?? "";
  if (type === "TXT") return canonicalTxt(text);
  if (type === "AAAA") return canonicalIpv6(text);
  if (type === "OPENPGPKEY") return canonicalText(value) ?? text;
  const plain = valueFormat(type).content === "name" && text !== "." ? canonicalName(text) : text;
  return priority === null ? plain : `${priority} ${plain}`;
}

/** Bytes that are no UTF-8 all look alike once they are decoded: such a text means itself alone. */
function canonicalTxt(content: string): string {
  const text = plainText(content);
  return text.includes("\ufffd") ? content : text;
}

/**
 * The kind of a text of which a name has one: the version that it begins with (`spf1`, `DMARC1`, `TLSRPTv1`), in lower case,
 * so that a DMARC record which receivers pass over for its small letters is found as one.
 */
export function txtVersion(text: string): string | undefined {
  if (isSpf(text)) return "spf1";
  const [, version] = /^v[ \t]*=[ \t]*([a-z0-9]+)[ \t]*(?:;|$)/i.exec(text) ?? [];
  return version?.toLowerCase();
}

/** As DNS has it, then what else there is; what is none of its type says what it says. */
function canonicalData(value: Value, data: NonNullable<Value["data"]>): string {
  const { parts = [], staleParts = [] } = valueFormat(value.type);
  const known = new Set([...parts.map(({ key }) => key), ...staleParts]);
  const others = Object.keys(data).filter((key) => !known.has(key));
  const more = others.sort().map((key) => `${key}=${data[key]}`);
  return [canonicalText(value) ?? formatRdata(value, TABLE), ...more].join(" ");
}
