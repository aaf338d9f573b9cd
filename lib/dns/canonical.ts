// The canonical form of names and values. It is the same however they are written: in capitals or not, with the last dot or
// without, in Unicode or punycode, quoted or not, in one string or several. Records with the same form give the same answers.
import { isUtf8 } from "node:buffer";
import { canonicalIpv6 } from "../rdata/addresses";
import { canonicalText } from "../rdata/decode";
import type { RdataValue } from "../rdata/fields";
import { formatRdata, TABLE_STYLE } from "../rdata/format";
import { formatString } from "../rdata/strings";
import { toAsciiName } from "./names";
import { valueFormat } from "./record-types";
import { isSpf } from "./text/spf-parser";
import { textBytes } from "./text/txt";

/** RFC 1035 §2.3.4: 255 bytes, and an escaped byte has four characters. A longer text is not a name. */
const NAME_LIMIT = 1_024;

/** A name in ASCII and lower case, without the last dot. */
export function canonicalName(name: string): string {
  if (name.length > NAME_LIMIT) return name;
  if (/^[a-z0-9_*-]+(?:\.[a-z0-9_*-]+)*$/.test(name)) return name;
  return toAsciiName(name) ?? name.toLowerCase().replace(/\.$/, "");
}

/** The canonical form of a record's value: the same for two records that give the same answer. */
export function canonicalValue(value: RdataValue): string {
  const { type, content, priority, data } = value;
  if (data !== null) return canonicalData(value, data);
  const text = content ?? "";
  if (type === "TXT") return canonicalTxt(text);
  if (type === "AAAA") return canonicalIpv6(text);
  if (type === "OPENPGPKEY") return canonicalText(value) ?? text;
  const plain = valueFormat(type).content === "name" && text !== "." ? canonicalName(text) : text;
  return priority === null ? plain : `${priority} ${plain}`;
}

/**
 * The text. Decoding makes all bytes that are not UTF-8 look alike, and like a real U+FFFD; encoding does the same to half a surrogate
 * pair. Such content is compared undecoded, behind a mark that is in no text of UTF-8.
 */
function canonicalTxt(content: string): string {
  if (/\p{Surrogate}/u.test(content)) return NO_TEXT + content;
  const bytes = textBytes(content);
  return isUtf8(bytes) ? bytes.toString("utf8") : NO_TEXT + formatString(bytes);
}

const NO_TEXT = "\udfff";

/**
 * The version that a text begins with (`spf1`, `DMARC1`, `TLSRPTv1`), in lower case: receivers ignore `v=dmarc1`, but it was meant
 * as a DMARC record.
 */
export function txtVersion(text: string): string | undefined {
  if (isSpf(text)) return "spf1";
  const [, version] = /^v[ \t]*=[ \t]*([a-z0-9]+)[ \t]*(?:;|$)/i.exec(text) ?? [];
  return version?.toLowerCase();
}

/** The value as DNS has it, then parts that the type does not have. Data that does not fit its type is taken as it is. */
function canonicalData(value: RdataValue, data: NonNullable<RdataValue["data"]>): string {
  const { parts = [], staleParts = [] } = valueFormat(value.type);
  const known = new Set([...parts.map(({ key }) => key), ...staleParts]);
  const others = Object.keys(data).filter((key) => !known.has(key));
  const more = others.sort().map((key) => `${key}=${data[key]}`);
  return [canonicalText(value) ?? formatRdata(value, TABLE_STYLE), ...more].join(" ");
}
