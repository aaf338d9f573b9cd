// The bytes of a record in a packet as its value, and in the one form in which two that mean the same are the same.
import { addressText } from "./addresses";
import { rdataBytes } from "./encode";
import { RdataFault } from "./fault";
import { type Field, fieldsOf, type Value } from "./fields";
import { formatRdata, TABLE } from "./format";
import { locationIn } from "./location";
import { decodeName, encodeName } from "./name";
import { parametersIn } from "./parameters";
import { formatString } from "./strings";

/** The record's own bytes in the packet, whose names may lead to what stands before them. */
export interface Rdata {
  readonly packet: Buffer;
  readonly start: number;
  readonly stop: number;
}

export interface ReadRdata {
  readonly value: Value;
  /** Names whole and in lower case (RFC 4034 §6.2), words that are read without regard to case too, parameters in order. */
  readonly canonical: Buffer;
}

/** @throws Error where the bytes are none of the type */
export function readRdata(type: string, { packet, start, stop }: Rdata): ReadRdata {
  const fields = fieldsOf(type);
  if (fields === undefined) throw new RdataFault(`the type ${type} is not known here`);
  const own = packet.subarray(start, stop);
  if (type === "LOC")
    return { value: { type, content: null, priority: null, data: locationIn(own) }, canonical: Buffer.from(own) };
  const parts: Record<string, string | number> = {};
  const bytes: Buffer[] = [];
  let at = start;
  for (const field of fields) {
    const part = readPart(field, { packet, start: at, stop });
    parts[field.key] = part.value;
    bytes.push(CASELESS.includes(`${type} ${field.key}`) ? lowerCase(part.bytes) : part.bytes);
    at = part.end;
  }
  if (at !== stop) throw new RdataFault(`a record of type ${type} does not end where it should`);
  return { value: valueFrom(type, parts), canonical: Buffer.concat(bytes) };
}

/** The bytes of `value` in that form; undefined where it is none of its type. */
export function canonicalRdata(value: Value): Buffer | undefined {
  try {
    const packet = rdataBytes(value);
    return readRdata(value.type, { packet, start: 0, stop: packet.length }).canonical;
  } catch (caught) {
    if (caught instanceof RdataFault) return undefined;
    throw caught;
  }
}

/** The same in the words of a table: one text for all values that mean the same. */
export function canonicalText(value: Value): string | undefined {
  const packet = canonicalRdata(value);
  return packet && formatRdata(readRdata(value.type, { packet, start: 0, stop: packet.length }).value, TABLE);
}

/** RFC 8659 §4.1, RFC 3403 §4.1. */
const CASELESS: readonly string[] = ["CAA tag", "NAPTR flags", "NAPTR service"];

interface Part {
  readonly value: string | number;
  readonly bytes: Buffer;
  readonly end: number;
}

function readPart({ kind }: Field, { packet, start, stop }: Rdata): Part {
  const take = (length: number, form: (bytes: Buffer) => string | number): Part => {
    if (start + length > stop) throw new RdataFault("a record is cut short");
    const bytes = Buffer.from(packet.subarray(start, start + length));
    return { value: form(bytes), bytes, end: start + length };
  };
  const rest = stop - start;
  switch (kind) {
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
      if (end > stop) throw new RdataFault("a name does not end with its record");
      return { value: name === "" ? "." : name, bytes: encodeName(name), end };
    }
    case "string":
    case "word":
      return take(1 + (start < stop ? packet[start]! : 0), (bytes) => readable(bytes.subarray(1)));
    case "strings":
      return take(rest, (bytes) => stringsIn(bytes).map(formatString).join(" "));
    case "hex":
      return take(rest, (bytes) => bytes.toString("hex").toUpperCase());
    case "base64":
      return take(rest, (bytes) => bytes.toString("base64"));
    case "parameters": {
      const { text, sorted } = parametersIn(packet.subarray(start, stop));
      return { value: text, bytes: sorted, end: stop };
    }
    default:
      return take(rest, readable);
  }
}

/** The texts of a TXT, each with its length before it. @throws RdataFault where one is cut short, or there is none */
export function stringsIn(bytes: Buffer): Buffer[] {
  const strings: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + bytes[at]!;
    if (end > bytes.length) throw new RdataFault("a text is cut short");
    strings.push(Buffer.from(bytes.subarray(at + 1, end)));
    at = end;
  }
  if (strings.length === 0) throw new RdataFault("a record has no text");
  return strings;
}

function valueFrom(type: string, parts: Readonly<Record<string, string | number>>): Value {
  const { content, priority, ...rest } = parts;
  if (content !== undefined)
    return { type, content: String(content), priority: priority === undefined ? null : Number(priority), data: null };
  if (type === "URI") return { type, content: null, priority: Number(priority), data: rest };
  return { type, content: null, priority: null, data: parts };
}

/** UTF-8 where it is, else byte by byte: nothing that was published is lost to the reader, nor in a comparison. */
export function readable(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  return text.includes("\ufffd") ? bytes.toString("latin1") : text;
}

function lowerCase(bytes: Buffer): Buffer {
  // The first byte is the length.
  return Buffer.from(bytes.map((byte, at) => (at > 0 && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)));
}
