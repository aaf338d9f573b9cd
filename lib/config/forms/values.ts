// Forms of single values: numbers and switches in quotes, times with a unit, and characters that look like others.
import { OTHER_QUOTES, otherQuotes } from "../../dns/text/quotes";
import { isMap } from "./form";

/** Seconds of a unit, as people write it. */
const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  m: 60,
  min: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
};

export function ttlForm(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (/^\s*(?:auto(?:matic)?|default)\s*$/i.test(value)) return `is ${quoted(value)}: write auto`;
  const [, count, unit = "s"] = /^\s*(\d{1,6})\s*([a-z]+)?\s*$/i.exec(value) ?? [];
  const seconds = Object.hasOwn(UNITS, unit.toLowerCase()) ? UNITS[unit.toLowerCase()] : undefined;
  if (count === undefined || seconds === undefined) return undefined;
  return `is ${quoted(value)}: write the seconds, without quotes: ${Number(count) * seconds}`;
}

/** A number in quotes, and the many words for true and false. @param wanted the schema's issue, with what it expected */
export function typedForm(value: unknown, wanted: object): string | undefined {
  const expected = "expected" in wanted ? String(wanted.expected) : "";
  const values = "values" in wanted && Array.isArray(wanted.values) ? (wanted.values as readonly unknown[]) : [];
  const isChoice = values.some((one) => typeof one === "number" && String(one) === value);
  if (typeof value === "string" && (isChoice || (/^(?:int|number)$/.test(expected) && /^\d{1,9}$/.test(value))))
    return `is ${quoted(value)}, which is a text: write ${value}, without quotes`;
  if (expected !== "boolean" || (typeof value !== "string" && typeof value !== "number")) return undefined;
  const word = String(value).trim().toLowerCase();
  if (/^(?:true|yes|on|y|1)$/.test(word)) return `is ${shown(value)}: write true`;
  return /^(?:false|no|off|n|0)$/.test(word) ? `is ${shown(value)}: write false` : undefined;
}

/** Characters that are seen as another, by the one that is meant; the empty text where none is. */
const ALIKE: readonly (readonly [characters: RegExp, meant: string])[] = [
  [OTHER_QUOTES, ""],
  [/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g, "-"],
  [/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, ""],
  [/[\u00A0\u2000-\u200A\u202F\u3000]/g, " "],
];

/** A text in which each character is the one that its look stands for, without quotes and blanks around it. */
export function asciiLooks(text: string): string {
  const replaced = ALIKE.reduce((rest, [characters, meant]) => rest.replace(characters, meant), text);
  return replaced.normalize("NFKC").replace(/^\s+|\s+$/g, "");
}

/** Names the characters of a text that are not what they look like: `has “ and ”, which look like others`. */
export function alikeForm(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > 300) return undefined;
  const plain = asciiLooks(value);
  if (plain === value || plain === "") return undefined;
  if (value.trim() === plain) return `is ${quoted(value)}, with blanks around it: write ${quoted(plain)}`;
  return `is ${quoted(value)}, in which ${strangers(value)}: write ${quoted(plain)}`;
}

/** `“” are no quotes of YAML`, or the code points of what cannot be seen. */
export function strangers(text: string): string {
  const quotes = otherQuotes(text);
  if (quotes !== undefined) return `${quotes} are no quotes of YAML`;
  const odd = [...new Set([...text].filter((character) => asciiLooks(`a${character}a`) !== `a${character}a`))];
  if (odd.every((character) => /[\uFF01-\uFF5E]/.test(character))) return "there are full-width characters";
  const named = odd.slice(0, 3).map((character) => {
    const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
    return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `"${character}" (${code})` : code;
  });
  return `${named.join(", ")} ${odd.length === 1 ? "is another character than it seems" : "are other characters than they seem"}`;
}

/** A setting that YAML left empty, and what was to be in it stands beside it: the lines are not indented. */
export function strayKeys(entry: unknown, knownOf: (key: string) => readonly string[], allowed: readonly string[]) {
  if (!isMap(entry)) return undefined;
  for (const [key, value] of Object.entries(entry)) {
    if (value !== null || !allowed.includes(key)) continue;
    const inner = knownOf(key);
    const stray = Object.keys(entry).filter((other) => inner.includes(other) && !allowed.includes(other));
    if (stray.length > 0) return { key, stray };
  }
  return undefined;
}

function quoted(text: string): string {
  return `"${text}"`;
}

function shown(value: string | number): string {
  return typeof value === "string" ? quoted(value) : String(value);
}
