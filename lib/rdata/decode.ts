// The bytes of a record in a packet as its value, and in the one form in which two that mean the same are the same.
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

/** The record's own bytes in the packet, whose names may lead to what stands before them. */
export interface RdataSlice {
  readonly packet: Buffer;
  readonly start: number;
  readonly stop: number;
}

export interface DecodedRdata {
  readonly value: RdataValue;
  /** Names whole and in lower case (RFC 4034 §6.2), words that are read without regard to case too, parameters in order. */
  readonly canonical: Buffer;
}

/** @throws Error where the bytes are none of the type */
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

/** The bytes of `value` in that form; undefined where it is none of its type. */
export function canonicalRdata(value: RdataValue): Buffer | undefined {
  try {
    const packet = encodeRdata(value);
    return decodeRdata(value.type, { packet, start: 0, stop: packet.length }).canonical;
  } catch (caught) {
    if (caught instanceof RdataError) return undefined;
    throw caught;
  }
}

/** The same in the words of a table: one text for all values that mean the same. */
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

/** The texts of a TXT, each with its length before it. @throws RdataError where one is cut short, or there is none */
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
