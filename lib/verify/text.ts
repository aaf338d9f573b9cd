// How several values, or several words, stand in a sentence.

/** Values in quotes, the first few of them. */
export function quotedList(values: readonly string[]): string {
  const shown = values.length > 3 ? values.slice(0, 3) : values;
  const words = shown.map((value) => quote(value.length > 120 ? `${value.slice(0, 100)}…` : value));
  return joinWithAnd(values.length > 3 ? [...words, `${values.length - 3} more`] : words);
}

/** Of several texts those that are not ours. */
export function describeOthers(all: readonly string[], others: readonly string[]): string {
  return others.length < all.length
    ? `${quotedList(others)} beside ours`
    : `${quotedList(others)}, and ours is not among them`;
}

/** Words in a row: `a, b and c`. */
export function joinWithAnd(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** A TXT has its quotes already. */
function quote(value: string): string {
  return /^"(?:[^"\\]|\\.)*"(?: "(?:[^"\\]|\\.)*")*$/s.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}
