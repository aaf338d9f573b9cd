/** The quotes that word processors and chats make of `"` and `'`, and those of other scripts. No name and no key has any. */
export const OTHER_QUOTES = /[“”„‟«»〝〞＂‘’‚‛＇]/gu;

/** The quotes of that kind in a text, each once: `“ ”`; undefined where there are none. */
export function otherQuotes(text: string): string | undefined {
  const found = text.match(OTHER_QUOTES);
  return found === null ? undefined : [...new Set(found)].join(" ");
}
