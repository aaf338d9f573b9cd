// Safe output of untrusted values. Anybody may have written a record's text: it must not ping people, link issues, end a table cell
// or begin HTML. Inside inline code no markup works and GitHub links nothing, so every value is written as inline code.
import { escapeBytes } from "../../rdata/strings";

/** Invisible characters, and those that change how others look: controls, bidi marks, line separators, lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** A longer value is cut after so many characters; the JSON has all of it. */
const VALUE_LIMIT = 400;

/** `text` on one line, with invisible characters written as their code points. */
export function visibleText(text: string): string {
  const cut = text.length > VALUE_LIMIT ? `${text.slice(0, VALUE_LIMIT)}… (${text.length} characters)` : text;
  return cut.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** The same for a sentence, which is never cut: its end says what to do. */
export function visibleSentence(sentence: string): string {
  return (sentence.match(/.{1,300}/gsu) ?? []).map(visibleText).join("");
}

/**
 * `text` on one line, for people and for JSON parsers: each UTF-16 unit of an invisible character becomes `\uXXXX`. In a JSON string
 * that is still the same text.
 */
export function escapeInvisible(text: string): string {
  return text.replace(INVISIBLE, asUnits);
}

/** The same for a text of several lines: line ends and tabs stay. */
export function escapeInvisibleInLines(text: string): string {
  return text.replace(INVISIBLE, (character, at: number) => {
    if (character === "\n" || character === "\t") return character;
    // The lines of CSV end with CR LF (RFC 4180 §2).
    const endsLine = character === "\r" && (at + 1 === text.length || text[at + 1] === "\n");
    return endsLine ? character : asUnits(character);
  });
}

function asUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** `text` on one line: controls, line separators and bidi marks are escaped as in a zone file. */
export function singleLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, escapeBytes);
}

/**
 * A value as inline code that also works in a table cell. Backticks are easier to read; values that they cannot hold in a table
 * (with backticks, bars, or backslashes, which GitHub interprets before bars) are written in <code> with character references.
 */
export function inlineCode(text: string): string {
  return codeSpan(visibleText(text));
}

/** The same of a text that is on one line and shown whole. */
export function codeSpan(shown: string): string {
  if (shown.trim() === "") return shown === "" ? "" : `<code>${"&#32;".repeat(shown.length)}</code>`;
  if (!/[`|\\]|^ | $/.test(shown)) return `\`${shown}\``;
  return `<code>${shown.replace(/[^A-Za-z0-9 \u0080-\u{10FFFF}]/gu, (character) => `&#${character.codePointAt(0)};`)}</code>`;
}
