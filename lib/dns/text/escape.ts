// Values of strangers, shown. A record's text is anybody's: it must not ping people, link issues, end a table's cell or begin HTML.
// In code no markup works and GitHub links nothing, so every value stands in code and nothing else has to be known of it.
import { escapeBytes } from "../../rdata/strings";

/** Characters that are not seen, or change how others are seen: controls, bidi marks, line separators, half pairs. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** A value is cut after so many characters: the rest is in the JSON. */
const VALUE_LIMIT = 400;

/** `text` on one line, all of it to be seen: what cannot be seen is written as its code point. */
export function visibleText(text: string): string {
  const cut = text.length > VALUE_LIMIT ? `${text.slice(0, VALUE_LIMIT)}… (${text.length} characters)` : text;
  return cut.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** The same of a sentence, of which nothing is cut: what to do stands at its end. */
export function visibleSentence(sentence: string): string {
  return (sentence.match(/.{1,300}/gsu) ?? []).map(visibleText).join("");
}

/**
 * `text` on one line, to be read by people and by JSON's readers alike: each unit of what is not seen is `\uXXXX`. Within JSON that
 * is the same text still.
 */
export function escapeInvisible(text: string): string {
  return text.replace(INVISIBLE, asUnits);
}

/** The same of a text of several lines: line ends and tabs stay. */
export function escapeInvisibleInLines(text: string): string {
  return text.replace(INVISIBLE, (character, at: number) => {
    if (character === "\n" || character === "\t") return character;
    // CSV's lines end with both (RFC 4180 §2).
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

/** `text` on one line: what moves the cursor, ends the line or turns the writing round stands as in a zone file. */
export function singleLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, escapeBytes);
}

/**
 * A value as inline code, fit for a table's cell too. Backticks are the readable form; what they cannot hold in a table
 * (backticks, bars, and the backslash, which GitHub reads before bars) goes into <code> as character references.
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
