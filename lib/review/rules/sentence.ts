// What a rule says of a change. Values come from records, and so from anybody: they stay apart from our own words until a
// renderer writes them, so that each can escape them in its own way and none can forget to.

/** A value between words. */
export interface Value {
  readonly value: string;
}

export type Sentence = readonly (string | Value)[];

/** say`${domain} loses ${list(senders)}`: a text that is put in becomes a value, a sentence goes in as it is. */
export function say(words: TemplateStringsArray, ...parts: (string | number | Sentence)[]): Sentence {
  return words.flatMap((word, index) => [...(word === "" ? [] : [word]), ...sentenceOf(parts[index])]);
}

/** Words of our own, chosen by a condition. */
export function words(text: string): Sentence {
  return text === "" ? [] : [text];
}

/** How many values of a list are named before the rest is counted. */
const NAMED = 8;

/** Values with commas between. */
export function listed(values: readonly string[]): Sentence {
  const named = values.slice(0, NAMED).flatMap((value, index) => [...(index === 0 ? [] : [", "]), { value }]);
  return values.length > NAMED ? [...named, ` and ${values.length - NAMED} more`] : named;
}

/** In plain text, values as `write` writes them. */
export function plainSentence(sentence: Sentence, write: (value: string) => string = (value) => `"${value}"`): string {
  return sentence.map((part) => (typeof part === "string" ? part : write(part.value))).join("");
}

function sentenceOf(part: string | number | Sentence | undefined): Sentence {
  if (part === undefined) return [];
  if (typeof part === "number") return [part.toLocaleString("en-US")];
  return typeof part === "string" ? [{ value: part }] : part;
}
