// Encodes the value of a record as the bytes of a packet.
import { isIPv4, isIPv6 } from "node:net";
import { addressBytes } from "./addresses";
import { RdataError } from "./error";
import { type Field, fieldTexts, type RdataValue } from "./fields";
import { encodeLocation } from "./location";
import { mnemonic } from "./mnemonics";
import { encodeName } from "./name";
import { encodeParameters } from "./parameters";
import { parseStrings } from "./strings";

/** RFC 1035 §3.2.1. */
const MAX_LENGTH = 0xffff;

/** @throws RdataError which names the field that is not valid for the type */
export function encodeRdata(value: RdataValue): Buffer {
  const parts = fieldTexts(value);
  if (parts.length === 0) throw new RdataError(`the type ${value.type} is not known here`);
  const absent = parts.find(([, text]) => text === undefined);
  if (absent !== undefined) throw new RdataError(`${absent[0].key} is not there`);
  const texts = parts as readonly (readonly [Field, string])[];
  const bytes =
    value.type === "LOC"
      ? encodeLocation(Object.fromEntries(texts.map(([{ key }, text]) => [key, text])))
      : Buffer.concat(texts.map(([field, text]) => encodeField(value.type, field, text)));
  if (bytes.length > MAX_LENGTH) throw new RdataError(`it takes ${bytes.length} bytes, the limit is ${MAX_LENGTH}`);
  return bytes;
}

function encodeField(recordType: string, { key, type }: Field, text: string): Buffer {
  const excerpt = text.length > 80 ? `${text.slice(0, 60)}…` : text;
  const invalid = (why: string) => new RdataError(`${key} ${JSON.stringify(excerpt)} ${why}`);
  switch (type) {
    case "u8":
    case "u16": {
      const number = /^[0-9]{1,5}$/.test(text) ? Number(text) : mnemonic(recordType, key, text);
      const max = type === "u8" ? 0xff : 0xffff;
      if (number === undefined || number > max) throw invalid(`is no number from 0 to ${max}`);
      return type === "u8" ? Buffer.from([number]) : Buffer.from([number >> 8, number & 0xff]);
    }
    case "ipv4":
      if (!isIPv4(text)) throw invalid("is no IPv4 address");
      return addressBytes(text);
    case "ipv6":
      if (!isIPv6(text) || text.includes("%")) throw invalid("is no IPv6 address");
      return addressBytes(text);
    case "name":
      return encodeNameField(text, invalid);
    case "strings": {
      const strings = parseStrings(text) ?? [Buffer.from(text)];
      return Buffer.concat(strings.map((bytes) => lengthPrefixed(bytes, invalid)));
    }
    case "word":
      if (!/^[A-Za-z0-9]+$/.test(text)) throw invalid("has other signs than letters and digits");
      return lengthPrefixed(Buffer.from(text), invalid);
    case "string":
      return lengthPrefixed(Buffer.from(text), invalid);
    case "hex":
      if (!/^(?:[0-9A-Fa-f]{2})+$/.test(text)) throw invalid("is no row of hexadecimal digits, two for each byte");
      return Buffer.from(text, "hex");
    case "base64":
      if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) || text === "")
        throw invalid("is no base64");
      return Buffer.from(text, "base64");
    case "parameters":
      return encodeParameters(text);
    default:
      return Buffer.from(text);
  }
}

function encodeNameField(text: string, invalid: (why: string) => RdataError): Buffer {
  try {
    return encodeName(text === "." ? "" : text);
  } catch (caught) {
    throw invalid(`is no name: ${(caught as Error).message}`);
  }
}

function lengthPrefixed(bytes: Buffer, invalid: (why: string) => RdataError): Buffer {
  if (bytes.length > 255) throw invalid(`has ${bytes.length} bytes, the limit is 255`);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
