// Units for texts by chance.
import fc from "fast-check";

/**
 * Any character of Unicode. fast-check's own units "binary" and "grapheme" do the same, but first list all the million of them,
 * in each test file anew.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 0x2ff }) },
    { weight: 2, arbitrary: fc.integer({ min: 0x300, max: 0xd7ff }) },
    { weight: 2, arbitrary: fc.integer({ min: 0xe000, max: 0x10ffff }) },
  )
  .map((code) => String.fromCodePoint(code));

/** What a reader takes for one character, though it may be several. */
export const anyGrapheme: fc.Arbitrary<string> = fc.oneof(
  anyCharacter,
  fc.constantFrom(
    "é",
    "e\u0301",
    "각",
    "\u1100\u1161\u11a8",
    "नि",
    "ก็",
    "👩‍👩‍👧",
    "👍🏽",
    "🇨🇭",
    "☝️",
    "ſ",
    "ß",
    "İ",
    "ⅷ",
    "ﬁ",
  ),
);
