// How a TXT came to differ: what people do to a text, and what is made of it.
import fc from "fast-check";
import { textFault } from "../../../../lib/verify/causes/record/text";
import { isSimilarText } from "../../../../lib/verify/live/expected";

const SPF = "v=spf1 include:amazonses.com ~all";
const DMARC = "v=DMARC1; p=none; rua=mailto:dmarc@example.com;";

test.each<readonly [live: readonly string[], expected: string, cause: string | undefined]>([
  [["v=spf1", "include:amazonses.com", "~all"], SPF, "txt-unquoted"],
  [['"v=spf1 include:amazonses.com ~all"'], SPF, "txt-quotes"],
  [['\\"v=spf1 include:amazonses.com ~all\\"'], SPF, "txt-quotes"],
  [['"v=spf1 include:amazon" "ses.com ~all"'], SPF, "txt-quotes"],
  [["v=spf1 include:amazonses.com", "~all"], SPF, "txt-unquoted"],
  [["v=spf1include:amazonses.com ~all"], SPF, "txt-split"],
  [["v=spf1 include:amazon", " ses.com ~all"], SPF, "txt-split"],
  [[" v=spf1 include:amazonses.com ~all"], SPF, "txt-split"],
  [["v=spf1 include:amazonses.com ~all "], SPF, "txt-split"],
  [["v=spf1\u00a0include:amazonses.com ~all"], SPF, "txt-stray"],
  [["\ufeffv=spf1 include:amazonses.com ~all"], SPF, "txt-stray"],
  [["\u201cv=spf1 include:amazonses.com ~all\u201d"], SPF, "txt-stray"],
  [["'v=spf1 include:amazonses.com ~all'"], SPF, "txt-stray"],
  [["v=spf1 include:amazonses.com ~all."], SPF, "txt-stray"],
  [["v=DMARC1\\; p=none\\; rua=mailto:dmarc@example.com\\;"], DMARC, "txt-stray"],
  [["V=SPF1 include:amazonses.com ~all"], SPF, "txt-case"],
  [["v=spf1 include:amazonses.com -all"], SPF, undefined],
  [["v=DMARC1; p=reject; rua=mailto:dmarc@example.com;"], DMARC, undefined],
])("%j", (live, expected, cause) => {
  expect(textFault(expected, live)?.cause).toBe(cause);
});

test("a text that is right has no fault, however it is split", () => {
  fc.assert(
    fc.property(fc.nat(SPF.length), (at) => {
      expect(textFault(SPF, [SPF.slice(0, at), SPF.slice(at)])).toBeUndefined();
    }),
    { seed: 20_261_129 },
  );
});

test.each([
  [SPF, "v=spf1 -all", true],
  [SPF, '"V=SPF1 a"', true],
  [SPF, "google-site-verification=0000", false],
  [SPF, "v=DMARC1; p=none", false],
  [DMARC, "\u201cv=dmarc1; p=none\u201d", true],
  ["google-site-verification=0000", "google-site-verification=1111", true],
  ["google-site-verification=0000", "other-verification=0000", false],
  ["some words", "Some  words", true],
  ["some words", "other words", false],
])("%j and %j are meant to be the same: %s", (expected, live, same) => {
  expect(isSimilarText(expected, live)).toBe(same);
});
