// Verify's words by language.
import type { Language } from "../../dns/languages";
import { VERIFY_EN } from "./en";
import { VERIFY_JA } from "./ja";
import type { VerifyWords } from "./words";

const WORDS: Readonly<Record<Language, VerifyWords>> = { en: VERIFY_EN, ja: VERIFY_JA };

export function verifyWordsOf(language: Language): VerifyWords {
  return WORDS[language];
}
