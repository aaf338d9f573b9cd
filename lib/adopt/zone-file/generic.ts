// Records in the generic format for unknown types: `TYPE65 \# 3 000100` (RFC 3597 §5). They are read as if they were written in the
// format of their type.
import { decodeRdata, type RdataSlice } from "../../rdata/decode";
import { fieldsOf } from "../../rdata/fields";
import { formatRdata, ZONE_FILE_STYLE } from "../../rdata/format";
import { typeName, typeNumber } from "../../rdata/types";
import { entriesOf, type Position, type Token, ZoneFileError } from "./entries";
import type { ValueFields } from "./values";

/** The mnemonic for `TYPE16`; every other text as it is. */
export function typeMnemonic(word: string): string {
  const [, digits] = /^TYPE0*([0-9]{1,5})$/.exec(word) ?? [];
  const number = digits === undefined ? undefined : typeNumber(`TYPE${digits}`);
  return number === undefined ? word : typeName(number);
}

/**
 * The tokens of the type's own format for `\# LENGTH HEX…`; undefined if the tokens are not in the generic format; a finished value
 * if the type has no other format.
 * @throws ZoneFileError if the length does not fit the digits, or the bytes are not a record of that type
 */
export function genericTokens(
  type: string,
  words: readonly Token[],
  at: Position,
): readonly Token[] | ValueFields | undefined {
  const [mark, length, ...digits] = words.map(({ text }) => text);
  if (mark !== "\\#") return undefined;
  const bytes = Buffer.from(digits.join(""), "hex");
  const fault = (why: string) => new ZoneFileError(at, `a record of type ${type} in \\# form ${why}: correct it`);
  if (String(bytes.length) !== length || digits.join("").length !== bytes.length * 2)
    throw fault(`says ${length} bytes and has ${bytes.length}`);
  if (fieldsOf(type) === undefined)
    return { content: `\\# ${length} ${digits.join("").toUpperCase()}`.trimEnd(), priority: null, data: null };
  const [entry] = entriesOf(rdataText(type, { packet: bytes, start: 0, stop: bytes.length }, fault));
  return (entry?.tokens ?? []).map((word) => ({ ...word, line: at.line, column: at.column }));
}

function rdataText(type: string, rdata: RdataSlice, fault: (why: string) => ZoneFileError): string {
  try {
    return formatRdata(decodeRdata(type, rdata).value, ZONE_FILE_STYLE);
  } catch {
    throw fault("cannot be read");
  }
}
