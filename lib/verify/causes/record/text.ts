// Explains how a TXT came to differ from the expected one. People who copy a record by hand make one of few mistakes, and each can
// be recognised. Pure.
import type { CauseId } from "../table";

export interface TextFault {
  readonly cause: CauseId;
  /** What is wrong, to follow the record's name in a sentence. */
  readonly what: string;
  readonly fix: string;
}

/** Typographic quotes, spaces and marks that come along when a record is copied from a document or a web page. */
const STRAY =
  /[\u2018\u2019\u201a-\u201f\u00ab\u00bb\u00a0\u00ad\u2000-\u200f\u2010-\u2015\u2028-\u202f\u2060\ufeff'`\\]|\p{Cc}/gu;

/** The mistake that turned `expected` into the live strings; undefined if it is an unrelated text. */
export function textFault(expected: string, strings: readonly string[]): TextFault | undefined {
  const live = strings.join("");
  if (live === expected) return undefined;
  if (strings.length > 1 && strings.join(" ") === expected)
    return {
      cause: "txt-unquoted",
      what: `is ${strings.length} strings, which receivers join without a space`,
      fix: "put the whole text in one pair of quotes",
    };
  const unquoted = live.replace(/\\?"(?: +\\?")?/g, "");
  if (unquoted === expected)
    return {
      cause: "txt-quotes",
      what: "has quotes as part of its text",
      fix: "enter the text without quotes, or with one plain pair around it",
    };
  if (withoutSpaces(live) === withoutSpaces(expected))
    return {
      cause: "txt-split",
      what: `${live.length < expected.length ? "has lost" : "has"} ${spaceDifference(expected, live)}${strings.length > 1 ? `, in ${strings.length} strings` : ""}`,
      fix: "enter the text in one piece; where it must be split, keep the space at the end of a string, as strings are joined without one",
    };
  const clean = live.replace(STRAY, "").replace(/"/g, "");
  if (withoutSpaces(clean).replace(/\.$/, "") === withoutSpaces(expected).replace(/\.$/, ""))
    return {
      cause: "txt-stray",
      what: `has what does not belong there: ${unexpectedCharacters(live, expected)}`,
      fix: "enter the text again by hand, in plain ASCII",
    };
  if (live.toLowerCase() === expected.toLowerCase())
    return { cause: "txt-case", what: "differs in capitals", fix: "write it exactly as it is in the table" };
  return undefined;
}

function withoutSpaces(text: string): string {
  return text.replace(/ /g, "");
}

function spaceDifference(expected: string, live: string): string {
  const difference = Math.abs(expected.length - live.length);
  if (difference === 0) return "spaces at other places";
  const noun = difference === 1 ? "space" : "spaces";
  return live.length < expected.length ? `${difference} ${noun}` : `${difference} ${noun} too many`;
}

/** The characters that `expected` does not have, in words. */
function unexpectedCharacters(live: string, expected: string): string {
  const codes = codePoints((live.match(STRAY) ?? []).filter((character) => !expected.includes(character)));
  if (live.includes('"') && !expected.includes('"')) codes.push('U+0022 (")');
  if (live.endsWith(".") && !expected.endsWith(".")) codes.push("a dot at the end");
  return codes.length === 0 ? "other white space" : codes.join(", ");
}

/** The code point of each character, once; visible characters are shown behind it. */
export function codePoints(characters: readonly string[]): string[] {
  return [...new Set(characters)].map((character) => {
    const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
    return /[\p{Z}\p{C}]/u.test(character) ? code : `${code} (${character})`;
  });
}
