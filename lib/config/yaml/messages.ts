// Messages for YAML errors that say what to do. The library's own messages speak of tokens and implicit keys, and some repeat the
// text, which may be a secret.
const BY_CODE: Readonly<Record<string, string>> = {
  ALIAS_PROPS: "an alias has its own anchor or tag: remove that",
  BAD_ALIAS:
    "an anchor or alias has no name, or a name that ends in a colon: put quotes around a text that begins with * or &, or a space before the colon",
  BAD_COLLECTION_TYPE: "this tag does not fit what follows it: leave it out",
  BAD_DIRECTIVE: "this directive is not known: leave the line out",
  BAD_DQ_ESCAPE: "a backslash in double quotes begins no known escape: write two of them, or use single quotes",
  BAD_INDENT: "the indentation fits nothing above it: align the line with its neighbours",
  BAD_PROP_ORDER: "an anchor or a tag is before its - or ?: put it after that",
  BAD_SCALAR_START: "a text cannot begin with this character: put quotes around it",
  BLOCK_AS_IMPLICIT_KEY:
    "there is a second key in the same value: put it on its own line, or put quotes around a text with a colon",
  BLOCK_IN_FLOW: "an indented block stands within [ ] or { }: write it with [ ] or { } too",
  KEY_OVER_1024_CHARS: "a key has more than 1,024 characters: is a colon or a quote missing before?",
  MULTILINE_IMPLICIT_KEY: "a key goes over several lines: is a colon or a quote missing?",
  MULTIPLE_ANCHORS: "a value has two anchors: keep one of them",
  MULTIPLE_DOCS: "a second document begins here: keep one, or write two files",
  MULTIPLE_TAGS: "a value has two tags: leave them out",
  TAB_AS_INDENT: "a tab is used for indentation: use spaces",
  TAG_RESOLVE_FAILED: "this tag is not known: leave it out, and put quotes around a text that begins with !",
  UNEXPECTED_TOKEN: "this does not belong here: is a quote, a bracket, a comma or a space missing before it?",
};

/** Some codes cover several mistakes; the library's message distinguishes them. */
const BY_MESSAGE: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^Implicit map keys need/, "a key has no colon: add it"],
  [/^Missing , between/, "a comma is missing before this: add it"],
  [/^Missing , or : between/, "a comma or a colon is missing before this: add it"],
  [/^Missing space after :/, "a space is missing after the colon: add it"],
  [/^Comments must be separated/, "a comment needs a space before its #: add it, or put quotes around the text"],
  [/^Tags and anchors must be separated/, "a tag or an anchor needs a space behind it: add it"],
  [/^Missing directives-end/, 'a line that begins with % is a directive: leave it out, or write "---" below it'],
  [/^Sequence item without -/, "an item of a list has no hyphen before it: add it"],
  [/^Block scalar header/, "nothing may stand behind | or > in its line: begin the text in the next one"],
  [/^Block scalars with more-indented leading empty lines/, "the empty lines above are indented deeper: align them"],
];

/** Our message for an error of the YAML library, whose own message is never shown. */
export function yamlMessage(code: string, message: string): string {
  const special = BY_MESSAGE.find(([pattern]) => pattern.test(message));
  return special?.[1] ?? BY_CODE[code] ?? "this cannot be read as YAML: is a quote, a bracket or a colon missing?";
}

/** Whether the error is about an unclosed bracket or quote, which unclosedTokens() reports where it begins. */
export function isUnclosed(code: string, message: string): boolean {
  if (code === "MISSING_CHAR") return /^Missing closing|must end with a/.test(message);
  return code === "BAD_INDENT" && /must (?:be sufficiently indented and )?end with a/.test(message);
}
