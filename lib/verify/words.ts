// How several values, or several words, stand in a sentence.

/** Values in quotes, the first few of them. */
export function few(values: readonly string[]): string {
  const shown = values.length > 3 ? values.slice(0, 3) : values;
  const words = shown.map((value) => inQuotes(value.length > 120 ? `${value.slice(0, 100)}…` : value));
  return sequence(values.length > 3 ? [...words, `${values.length - 3} more`] : words);
}

/** Of several texts those that are not ours. */
export function besideOurs(all: readonly string[], others: readonly string[]): string {
  return others.length < all.length ? `${few(others)} beside ours` : `${few(others)}, and ours is not among them`;
}

/** Words in a row: `a, b and c`. */
export function sequence(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** A TXT has its quotes already. */
function inQuotes(value: string): string {
  return /^"(?:[^"\\]|\\.)*"(?: "(?:[^"\\]|\\.)*")*$/s.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}
