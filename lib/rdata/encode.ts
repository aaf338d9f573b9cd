// A record's value as the bytes of a packet.
import { isIPv4, isIPv6 } from "node:net";
import { addressBytes } from "./addresses";
import { RdataFault } from "./fault";
import { type Field, saidParts, type Value } from "./fields";
import { locationBytes } from "./location";
import { mnemonic } from "./mnemonics";
import { encodeName } from "./name";
import { parameterBytes } from "./parameters";
import { quotedStrings } from "./strings";

/** RFC 1035 §3.2.1. */
const LONGEST = 0xffff;

/** @throws RdataFault: what of the value is none of its type */
export function rdataBytes(value: Value): Buffer {
  const parts = saidParts(value);
  if (parts.length === 0) throw new RdataFault(`the type ${value.type} is not known here`);
  const absent = parts.find(([, text]) => text === undefined);
  if (absent !== undefined) throw new RdataFault(`${absent[0].key} is not there`);
  const texts = parts as readonly (readonly [Field, string])[];
  const bytes =
    value.type === "LOC"
      ? locationBytes(Object.fromEntries(texts.map(([{ key }, text]) => [key, text])))
      : Buffer.concat(texts.map(([field, text]) => partBytes(value.type, field, text)));
  if (bytes.length > LONGEST) throw new RdataFault(`it takes ${bytes.length} bytes, the limit is ${LONGEST}`);
  return bytes;
}

function partBytes(type: string, { key, kind }: Field, text: string): Buffer {
  const shown = text.length > 80 ? `${text.slice(0, 60)}…` : text;
  const wrong = (why: string) => new RdataFault(`${key} ${JSON.stringify(shown)} ${why}`);
  switch (kind) {
    case "u8":
    case "u16": {
      const number = /^[0-9]{1,5}$/.test(text) ? Number(text) : mnemonic(type, key, text);
      const most = kind === "u8" ? 0xff : 0xffff;
      if (number === undefined || number > most) throw wrong(`is no number from 0 to ${most}`);
      return kind === "u8" ? Buffer.from([number]) : Buffer.from([number >> 8, number & 0xff]);
    }
    case "ipv4":
      if (!isIPv4(text)) throw wrong("is no IPv4 address");
      return addressBytes(text);
    case "ipv6":
      if (!isIPv6(text) || text.includes("%")) throw wrong("is no IPv6 address");
      return addressBytes(text);
    case "name":
      return nameBytes(text, wrong);
    case "strings": {
      const strings = quotedStrings(text) ?? [Buffer.from(text)];
      return Buffer.concat(strings.map((bytes) => sized(bytes, wrong)));
    }
    case "word":
      if (!/^[A-Za-z0-9]+$/.test(text)) throw wrong("has other signs than letters and digits");
      return sized(Buffer.from(text), wrong);
    case "string":
      return sized(Buffer.from(text), wrong);
    case "hex":
      if (!/^(?:[0-9A-Fa-f]{2})+$/.test(text)) throw wrong("is no row of hexadecimal digits, two for each byte");
      return Buffer.from(text, "hex");
    case "base64":
      if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) || text === "")
        throw wrong("is no base64");
      return Buffer.from(text, "base64");
    case "parameters":
      return parameterBytes(text);
    default:
      return Buffer.from(text);
  }
}

function nameBytes(text: string, wrong: (why: string) => RdataFault): Buffer {
  try {
    return encodeName(text === "." ? "" : text);
  } catch (caught) {
    throw wrong(`is no name: ${(caught as Error).message}`);
  }
}

function sized(bytes: Buffer, wrong: (why: string) => RdataFault): Buffer {
  if (bytes.length > 255) throw wrong(`has ${bytes.length} bytes, the limit is 255`);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
