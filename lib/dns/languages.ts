// The languages of the texts for people: the hand-over table, and verify's result. Ids, JSON and errors have one language.

/** The languages that `--lang` takes. */
export const LANGUAGES = ["en", "ja"] as const;
/** One of LANGUAGES. */
export type Language = (typeof LANGUAGES)[number];
