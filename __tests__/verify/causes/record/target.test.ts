// How a target came to differ: what forms make of what people paste.

import { canonicalWireName } from "../../../../lib/rdata/name";
import { targetFault } from "../../../../lib/verify/causes/record/target";

const HOST = "aaa.dkim.amazonses.com";
const OURS = { zone: "example.com", domain: "news.example.com" };

test.each<readonly [live: string, cause?: string, what?: string]>([
  [HOST],
  [
    "aaa.dkim.amazonses.com.example.com",
    "target-doubled",
    '"aaa.dkim.amazonses.com" was taken for a name within "example.com"',
  ],
  ["aaa.dkim.amazonses.com.news.example.com", "target-doubled", 'a name within "news.example.com"'],
  // Both: somebody lost the end, and the form added the zone.
  ["aaa.dkim.amazonses.example.com", "target-doubled", '"aaa.dkim.amazonses" was taken for'],
  ['"aaa.dkim.amazonses.com".example.com', "target-doubled", '"aaa.dkim.amazonses.com" was taken for'],
  // One label alone was meant by nobody that we know of.
  ["aaa.example.com"],
  ["aaa"],
  ["aaa.dkim.amazonses", "target-stray", 'lacks ".com" at its end'],
  ["aaa.dkim", "target-stray", 'lacks ".amazonses.com" at its end'],
  ['"aaa.dkim.amazonses.com"', "target-stray", 'U+0022 (")'],
  ["'aaa.dkim.amazonses.com'", "target-stray", "U+0027 (')"],
  ["\u201caaa.dkim.amazonses.com\u201d", "target-stray", "U+201C (\u201c), U+201D (\u201d)"],
  ["aaa.dkim.amazonses.com ", "target-stray", "U+0020"],
  [" aaa.dkim.amazonses.com", "target-stray", "U+0020"],
  ["aaa.dkim.amazonses.com\u00a0", "target-stray", "U+00A0"],
  ["aaa.dkim.amazonses.com\u200b", "target-stray", "U+200B"],
  ["http://aaa.dkim.amazonses.com", "target-stray", "a URL's scheme"],
  ["https://aaa.dkim.amazonses.com/", "target-stray", "a URL's scheme, a path"],
  ["https://aaa.dkim.amazonses.com/a/b?c=d", "target-stray", "a URL's scheme, a path"],
  ["aaa.dkim.amazonses.com:443", "target-stray", "a port"],
  ["10 aaa.dkim.amazonses.com", "target-stray", "the priority"],
  ["aaa.dkim.amazonses\\.com", "target-stray", "a dot within a label"],
  ["aaa\\.dkim\\.amazonses\\.com", "target-stray", "a dot within a label"],
  ["aaa.dkim.amazonses.com\\\\", "target-stray", "U+005C (\\)"],
  ["<aaa.dkim.amazonses.com>", "target-stray", "U+003C (<), U+003E (>)"],
  ["aaa.dkim.eu-south-1.amazonses.com"],
  ["bbb.dkim.amazonses.com"],
  ["example.com"],
  [""],
  ["d111111abcdef8.cloudfront.net"],
])("%j: %s", (live = "", cause = "", what = "") => {
  const found = targetFault(HOST, canonicalWireName(live), OURS);
  expect(found?.cause ?? "").toBe(cause);
  expect(found?.what ?? "").toContain(what);
});

test("a target in the zone itself is doubled like any other", () => {
  const found = targetFault("mx.example.com", "mx.example.com.example.com", OURS);
  expect(found?.cause).toBe("target-doubled");
  expect(targetFault("example.com", "example.com.example.com", OURS)?.cause).toBe("target-doubled");
});

test("a target of any length is read in linear time", () => {
  const long = `${"https://".repeat(20_000)}${"a.".repeat(20_000)}${"\\000".repeat(20_000)}`;
  expect(targetFault(HOST, long, OURS)).toBeUndefined();
});
