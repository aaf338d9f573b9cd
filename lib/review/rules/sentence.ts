// What a rule says about a change. Values come from records, so anybody may have written them. They are kept apart from our own
// words until a renderer prints them. So each renderer escapes them in its own way and cannot forget it.

/** A value between words. */
export interface Value {
  readonly value: string;
}

export type Sentence = readonly (string | Value)[];

/** say`${domain} loses ${list(senders)}`: an inserted text becomes a value; an inserted sentence stays as it is. */
export function say(words: TemplateStringsArray, ...parts: (string | number | Sentence)[]): Sentence {
  return words.flatMap((word, index) => [...(word === "" ? [] : [word]), ...sentenceOf(parts[index])]);
}

/** Words of our own, chosen by a condition. */
export function words(text: string): Sentence {
  return text === "" ? [] : [text];
}

/** How many values of a list are named. The others are only counted. */
const NAMED = 8;

/** Values with commas between them. */
export function listed(values: readonly string[]): Sentence {
  const named = values.slice(0, NAMED).flatMap((value, index) => [...(index === 0 ? [] : [", "]), { value }]);
  return values.length > NAMED ? [...named, ` and ${values.length - NAMED} more`] : named;
}

/** As plain text, with each value printed by `write`. */
export function plainSentence(sentence: Sentence, write: (value: string) => string = (value) => `"${value}"`): string {
  return sentence.map((part) => (typeof part === "string" ? part : write(part.value))).join("");
}

function sentenceOf(part: string | number | Sentence | undefined): Sentence {
  if (part === undefined) return [];
  if (typeof part === "number") return [part.toLocaleString("en-US")];
  return typeof part === "string" ? [{ value: part }] : part;
}
