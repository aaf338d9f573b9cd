// The text of a zone file -> its entries (RFC 1035 §5.1). It is read character by character, because a semicolon or a parenthesis in
// a quoted string is text, and a line break in parentheses does not end the entry.

/** A position in the file; line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Thrown if the file cannot be read as a zone file. */
export class ZoneFileError extends Error {
  constructor(
    readonly place: Position,
    message: string,
  ) {
    super(message);
    this.name = "ZoneFileError";
  }
}

/** One token, with its escapes. */
export interface Token extends Position {
  /** Without quotes around it. */
  readonly text: string;
  readonly quoted: boolean;
}

/** One directive or record: its tokens, without parentheses and line breaks in them, and its comments. */
export interface ZoneFileEntry extends Position {
  /** Whether it begins with a blank: then the owner name is that of the entry before. */
  readonly indented: boolean;
  readonly tokens: readonly Token[];
  readonly comment: string;
}

/** @throws ZoneFileError where a quote or a bracket is not closed */
export function* entriesOf(text: string): Generator<ZoneFileEntry> {
  const source = `${text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n")}\n`;
  let [line, lineStart] = [1, 0];
  let open: Position | undefined;
  let depth = 0;
  let entry: { start: Position; indented: boolean; tokens: Token[]; comments: string[] } | undefined;
  for (let at = 0; at < source.length; ) {
    const character = source[at] as string;
    const place = { line, column: at - lineStart + 1 };
    if (character === "\n") {
      if (depth === 0 && entry !== undefined) {
        const { start, indented, tokens, comments } = entry;
        if (tokens.length > 0) yield { ...start, indented, tokens, comment: comments.join(" ").trim() };
        entry = undefined;
      }
      at += 1;
      line += 1;
      lineStart = at;
      continue;
    }
    entry ??= { start: place, indented: character === " " || character === "\t", tokens: [], comments: [] };
    if (character === ";") {
      const end = source.indexOf("\n", at);
      entry.comments.push(source.slice(at + 1, end).trim());
      at = end;
    } else if (character === "(") {
      open ??= place;
      depth += 1;
      at += 1;
    } else if (character === ")") {
      if (depth === 0) throw new ZoneFileError(place, "a bracket is closed that was not opened: remove it");
      depth -= 1;
      if (depth === 0) open = undefined;
      at += 1;
    } else if (/\s/.test(character)) at += 1;
    else {
      const raw = tokenAt(source, at, place);
      const quoted = character === '"';
      if (entry.tokens.length === 0) entry.start = place;
      entry.tokens.push({ ...place, text: quoted ? raw.slice(1, -1) : raw, quoted });
      at += raw.length;
    }
  }
  if (open !== undefined) throw new ZoneFileError(open, "a bracket is not closed: add it");
}

/** The maximum length of a token in characters: a record has at most 65,535 bytes, which may all be escaped. */
const MAX_TOKEN = 4 * 65_535;

/** The token that begins at `at`, with its quotes and escapes. A quoted string must end on its line, else it would swallow the rest. */
function tokenAt(source: string, at: number, place: Position): string {
  const isQuoted = source[at] === '"';
  const pattern = isQuoted ? /"(?:[^"\\\n]|\\.)*"/y : /(?:[^\s;()"\\]|\\.)+/y;
  const [word] = pattern.exec(source.slice(at, at + MAX_TOKEN + 1)) ?? [];
  if (word !== undefined && word.length > MAX_TOKEN)
    throw new ZoneFileError(place, `a word has over ${MAX_TOKEN} characters: divide it`);
  if (word !== undefined) return word;
  throw new ZoneFileError(
    place,
    isQuoted ? "a quote is not closed on its line: add it" : "a backslash has nothing after it: remove it",
  );
}

/**
 * The bytes of a token: `\DDD` is a byte, `\X` is X, with or without quotes (RFC 1035 §5.1).
 * @throws ZoneFileError where `\DDD` is above 255
 */
export function bytesOf(word: Token): Buffer {
  if (!word.text.includes("\\")) return Buffer.from(word.text);
  const parts = word.text.split(/(\\[0-9]{3}|\\.)/su).map((part) => {
    if (!part.startsWith("\\")) return Buffer.from(part);
    if (part.length !== 4) return Buffer.from(part.slice(1));
    const byte = Number(part.slice(1));
    if (byte > 255) throw new ZoneFileError(word, `"${part}" is no byte, the largest is \\255: correct it`);
    return Buffer.from([byte]);
  });
  return Buffer.concat(parts);
}
