// Lists of values in sentences.

/** The first three values in quotes, long ones cut, and the number of the rest. */
export function quotedList(values: readonly string[]): string {
  const shown = values.length > 3 ? values.slice(0, 3) : values;
  const words = shown.map((value) => quote(value.length > 120 ? `${value.slice(0, 100)}…` : value));
  return joinWithAnd(values.length > 3 ? [...words, `${values.length - 3} more`] : words);
}

/** Names the texts that are not ours, and says whether ours is among them. */
export function describeOthers(all: readonly string[], others: readonly string[]): string {
  return others.length < all.length
    ? `${quotedList(others)} beside ours`
    : `${quotedList(others)}, and ours is not among them`;
}

/** `a, b and c` */
export function joinWithAnd(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The value in quotes; a TXT value already has its own. */
function quote(value: string): string {
  return /^"(?:[^"\\]|\\.)*"(?: "(?:[^"\\]|\\.)*")*$/s.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}
