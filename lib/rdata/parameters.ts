// SvcParams of SVCB and HTTPS (RFC 9460 §2.1, §7 and appendix A): the text of a zone file, and bytes in the order of the keys.
import { isIPv4, isIPv6 } from "node:net";
import { addressBytes, addressText } from "./addresses";
import { RdataError } from "./error";
import { formatString, unescapeText } from "./strings";

/** https://www.iana.org/assignments/dns-svcb; the index of a key is its number. */
const KEYS = [
  "mandatory",
  "alpn",
  "no-default-alpn",
  "port",
  "ipv4hint",
  "ech",
  "ipv6hint",
  "dohpath",
  "ohttp",
  "tls-supported-groups",
  "docpath",
];

const MANDATORY = 0;
const ALPN = 1;
const NO_DEFAULT_ALPN = 2;

/** Parameters are separated by white space; within one it must be quoted. */
const PARAMETER = /\s*([A-Za-z0-9-]+)(?:=("(?:[^"\\]|\\[\s\S])*"|(?:[^\s"\\]|\\[\s\S])*))?(?=\s|$)/y;

/** @throws RdataError */
export function encodeParameters(text: string): Buffer {
  const found = new Map<number, Buffer>();
  PARAMETER.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ""; at = PARAMETER.lastIndex) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (match === null)
      throw new RdataError(`${JSON.stringify(text.slice(at).trim())} is no parameter, such as alpn="h2"`);
    const [, key = "", value] = match;
    const number = keyNumber(key);
    if (found.has(number)) throw new RdataError(`"${key}" stands twice`);
    found.set(
      number,
      encodeValue(key.toLowerCase(), unescapeText((value ?? "").replace(/^"(.*)"$/s, "$1")), value === undefined),
    );
  }
  const sorted = [...found].sort(([one], [other]) => one - other);
  const mandatory = found.get(MANDATORY) ?? Buffer.alloc(0);
  for (let at = 0; at < mandatory.length; at += 2) {
    const number = mandatory.readUInt16BE(at);
    if (!found.has(number)) throw new RdataError(`"${keyName(number)}" is mandatory and is not there`);
  }
  if (found.has(NO_DEFAULT_ALPN) && !found.has(ALPN)) throw new RdataError('"no-default-alpn" stands without "alpn"');
  return Buffer.concat(sorted.flatMap(([number, bytes]) => [uint16(number), uint16(bytes.length), bytes]));
}

/** The parameters in the order of their keys, as text and as bytes. @throws RdataError if the bytes are cut short */
export function decodeParameters(bytes: Buffer): { readonly text: string; readonly sorted: Buffer } {
  const found: [number, Buffer][] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 > bytes.length ? Number.POSITIVE_INFINITY : at + 4 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) throw new RdataError("a parameter is cut short");
    found.push([bytes.readUInt16BE(at), bytes.subarray(at + 4, end)]);
    at = end;
  }
  found.sort(([one], [other]) => one - other);
  return {
    text: found.map(([number, value]) => formatParameter(number, value)).join(" "),
    sorted: Buffer.concat(found.flatMap(([number, value]) => [uint16(number), uint16(value.length), value])),
  };
}

function keyNumber(key: string): number {
  const known = KEYS.indexOf(key.toLowerCase());
  const [, digits] = /^key(0|[1-9][0-9]{0,4})$/i.exec(key) ?? [];
  const number = digits === undefined ? known : Number(digits);
  if (number >= 0 && number < 0xffff) return number;
  throw new RdataError(`"${key}" is no parameter that is known: write key and its number`);
}

function keyName(number: number): string {
  return KEYS[number] ?? `key${number}`;
}

function encodeValue(key: string, value: Buffer, isAbsent: boolean): Buffer {
  const text = value.toString("utf8");
  const invalid = (expected: string) =>
    new RdataError(`"${key}" has ${isAbsent ? "no value" : JSON.stringify(text)}: write ${expected}`);
  switch (key) {
    case "mandatory": {
      const numbers = text
        .split(",")
        .map(keyNumber)
        .sort((one, other) => one - other);
      if (numbers.includes(MANDATORY) || new Set(numbers).size < numbers.length) throw invalid("other keys, each once");
      return Buffer.concat(numbers.map(uint16));
    }
    case "alpn":
    case "docpath": {
      const items = isAbsent || value.length === 0 ? [] : parseList(value);
      if (key === "alpn" && items.length === 0) throw invalid("protocols, such as h2,h3");
      if (items.some(({ length }) => length === 0 || length > 255))
        throw invalid("items of 1 to 255 bytes, with commas between them");
      return Buffer.concat(items.flatMap((item) => [Buffer.from([item.length]), item]));
    }
    case "no-default-alpn":
    case "ohttp":
      if (value.length > 0) throw invalid("it alone");
      return value;
    case "port":
      if (!/^[0-9]{1,5}$/.test(text) || Number(text) > 0xffff) throw invalid("a number to 65535");
      return uint16(Number(text));
    case "tls-supported-groups":
      if (!text.split(",").every((item) => /^[0-9]{1,5}$/.test(item) && Number(item) <= 0xffff))
        throw invalid("numbers to 65535");
      return Buffer.concat(text.split(",").map((item) => uint16(Number(item))));
    case "ipv4hint":
      if (!text.split(",").every(isIPv4)) throw invalid("IPv4 addresses, with commas between them");
      return Buffer.concat(text.split(",").map(addressBytes));
    case "ipv6hint":
      if (!text.split(",").every((item) => isIPv6(item) && !item.includes("%")))
        throw invalid("IPv6 addresses, with commas between them");
      return Buffer.concat(text.split(",").map(addressBytes));
    case "ech":
      if (text === "" || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
        throw invalid("base64");
      return Buffer.from(text, "base64");
    default:
      return value;
  }
}

function formatParameter(number: number, value: Buffer): string {
  const name = keyName(number);
  const text = formatValue(name, value);
  if (text === undefined) return value.length === 0 ? `key${number}` : `key${number}=${formatString(value)}`;
  return text.length === 0 ? name : `${name}=${formatString(text)}`;
}

/** The value of a known key as text; undefined if the key is unknown, or the value not valid for it. */
function formatValue(name: string, value: Buffer): Buffer | undefined {
  const pieces = (size: number) =>
    value.length === 0 || value.length % size !== 0
      ? undefined
      : Array.from({ length: value.length / size }, (_, at) => value.subarray(at * size, (at + 1) * size));
  const joined = (size: number, form: (piece: Buffer) => string) => {
    const text = pieces(size)?.map(form).join(",");
    return text === undefined ? undefined : Buffer.from(text);
  };
  switch (name) {
    case "mandatory":
      return joined(2, (piece) => keyName(piece.readUInt16BE()));
    case "alpn":
    case "docpath":
      return formatList(value);
    case "no-default-alpn":
    case "ohttp":
      return value.length === 0 ? value : undefined;
    case "port":
      return value.length === 2 ? joined(2, (piece) => String(piece.readUInt16BE())) : undefined;
    case "tls-supported-groups":
      return joined(2, (piece) => String(piece.readUInt16BE()));
    case "ipv4hint":
      return joined(4, addressText);
    case "ipv6hint":
      return joined(16, addressText);
    case "ech":
      return value.length === 0 ? undefined : Buffer.from(value.toString("base64"));
    case "dohpath":
      return value;
    default:
      return undefined;
  }
}

const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** The items of a list, in which a backslash escapes a comma or a backslash (appendix A.1). */
function parseList(list: Buffer): Buffer[] {
  const items: number[][] = [[]];
  for (let at = 0; at < list.length; at += 1) {
    const byte = list[at]!;
    if (byte === COMMA) items.push([]);
    else if (byte === BACKSLASH && at + 1 < list.length) {
      at += 1;
      items.at(-1)!.push(list[at]!);
    } else items.at(-1)!.push(byte);
  }
  return items.map((item) => Buffer.from(item));
}

function formatList(value: Buffer): Buffer | undefined {
  const text: number[] = [];
  for (let at = 0; at < value.length; ) {
    const end = at + 1 + value[at]!;
    if (end === at + 1 || end > value.length) return undefined;
    if (at > 0) text.push(COMMA);
    for (const byte of value.subarray(at + 1, end))
      text.push(...(byte === COMMA || byte === BACKSLASH ? [BACKSLASH, byte] : [byte]));
    at = end;
  }
  return Buffer.from(text);
}

function uint16(number: number): Buffer {
  return Buffer.from([number >> 8, number & 0xff]);
}
