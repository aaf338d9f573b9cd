// Decodes the data of a record from a packet into its value and its canonical bytes, which are equal for data with the same meaning.
import { isUtf8 } from "node:buffer";
import { addressText } from "./addresses";
import { encodeRdata } from "./encode";
import { RdataError } from "./error";
import { type Field, fieldsOf, type RdataValue } from "./fields";
import { formatRdata, TABLE_STYLE } from "./format";
import { decodeLocation } from "./location";
import { decodeName, encodeName } from "./name";
import { decodeParameters } from "./parameters";
import { formatString } from "./strings";

/** The record's data in the packet. Its compressed names may point to earlier bytes of the packet. */
export interface RdataSlice {
  readonly packet: Buffer;
  readonly start: number;
  readonly stop: number;
}

export interface DecodedRdata {
  readonly value: RdataValue;
  /** Names uncompressed and in lower case (RFC 4034 §6.2), case-insensitive fields in lower case too, SvcParams in order. */
  readonly canonical: Buffer;
}

/** @throws Error if the bytes are not valid for the type */
export function decodeRdata(type: string, { packet, start, stop }: RdataSlice): DecodedRdata {
  const fields = fieldsOf(type);
  if (fields === undefined) throw new RdataError(`the type ${type} is not known here`);
  const own = packet.subarray(start, stop);
  if (type === "LOC")
    return { value: { type, content: null, priority: null, data: decodeLocation(own) }, canonical: Buffer.from(own) };
  const parts: Record<string, string | number> = {};
  const bytes: Buffer[] = [];
  let at = start;
  for (const field of fields) {
    const part = decodeField(field, { packet, start: at, stop });
    parts[field.key] = part.value;
    bytes.push(CASE_INSENSITIVE.includes(`${type} ${field.key}`) ? lowerCase(part.bytes) : part.bytes);
    at = part.end;
  }
  if (at !== stop) throw new RdataError(`a record of type ${type} does not end where it should`);
  return { value: valueFrom(type, parts), canonical: Buffer.concat(bytes) };
}

/** The canonical bytes of `value`; undefined if it is not valid for its type. */
export function canonicalRdata(value: RdataValue): Buffer | undefined {
  try {
    const packet = encodeRdata(value);
    return decodeRdata(value.type, { packet, start: 0, stop: packet.length }).canonical;
  } catch (caught) {
    if (caught instanceof RdataError) return undefined;
    throw caught;
  }
}

/** The canonical value as text for tables: the same text for all values with the same meaning. */
export function canonicalText(value: RdataValue): string | undefined {
  const packet = canonicalRdata(value);
  return packet && formatRdata(decodeRdata(value.type, { packet, start: 0, stop: packet.length }).value, TABLE_STYLE);
}

/** RFC 8659 §4.1, RFC 3403 §4.1. */
const CASE_INSENSITIVE: readonly string[] = ["CAA tag", "NAPTR flags", "NAPTR service"];

interface DecodedField {
  readonly value: string | number;
  readonly bytes: Buffer;
  readonly end: number;
}

function decodeField({ type }: Field, { packet, start, stop }: RdataSlice): DecodedField {
  const take = (length: number, form: (bytes: Buffer) => string | number): DecodedField => {
    if (start + length > stop) throw new RdataError("a record is cut short");
    const bytes = Buffer.from(packet.subarray(start, start + length));
    return { value: form(bytes), bytes, end: start + length };
  };
  const rest = stop - start;
  switch (type) {
    case "u8":
      return take(1, (bytes) => bytes.readUInt8());
    case "u16":
      return take(2, (bytes) => bytes.readUInt16BE());
    case "ipv4":
      return take(4, addressText);
    case "ipv6":
      return take(16, addressText);
    case "name": {
      const { name, end } = decodeName(packet, start);
      if (end > stop) throw new RdataError("a name does not end with its record");
      return { value: name === "" ? "." : name, bytes: encodeName(name), end };
    }
    case "string":
    case "word":
      return take(1 + (start < stop ? packet[start]! : 0), (bytes) => decodeText(bytes.subarray(1)));
    case "strings":
      return take(rest, (bytes) => decodeStrings(bytes).map(formatString).join(" "));
    case "hex":
      return take(rest, (bytes) => bytes.toString("hex").toUpperCase());
    case "base64":
      return take(rest, (bytes) => bytes.toString("base64"));
    case "parameters": {
      const { text, sorted } = decodeParameters(packet.subarray(start, stop));
      return { value: text, bytes: sorted, end: stop };
    }
    default:
      return take(rest, decodeText);
  }
}

/** The character-strings of a TXT (RFC 1035 §3.3.14). @throws RdataError if one is cut short, or there is none */
export function decodeStrings(bytes: Buffer): Buffer[] {
  const strings: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + bytes[at]!;
    if (end > bytes.length) throw new RdataError("a text is cut short");
    strings.push(Buffer.from(bytes.subarray(at + 1, end)));
    at = end;
  }
  if (strings.length === 0) throw new RdataError("a record has no text");
  return strings;
}

function valueFrom(type: string, parts: Readonly<Record<string, string | number>>): RdataValue {
  const { content, priority, ...rest } = parts;
  if (content !== undefined)
    return { type, content: String(content), priority: priority === undefined ? null : Number(priority), data: null };
  if (type === "URI") return { type, content: null, priority: Number(priority), data: rest };
  return { type, content: null, priority: null, data: parts };
}

/** The text as UTF-8 if the bytes are valid UTF-8, otherwise one character for each byte, so that no byte is lost. */
export function decodeText(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? "utf8" : "latin1");
}

function lowerCase(bytes: Buffer): Buffer {
  // The first byte is the length.
  return Buffer.from(bytes.map((byte, at) => (at > 0 && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)));
}
