// One file for each language. The compiler reports a text that is missing in one of them.
import type { Language } from "../../dns/languages";
import { EN } from "./en";
import { JA } from "./ja";
import type { Words } from "./words";

const WORDS: Readonly<Record<Language, Words>> = { en: EN, ja: JA };

export function wordsOf(language: Language): Words {
  return WORDS[language];
}

/** The language of a locale such as `ja_JP.UTF-8`; English if we have no texts for it. */
export function languageOf(locale: string): Language {
  return /^ja(?:[_.@-]|$)/i.test(locale) ? "ja" : "en";
}
