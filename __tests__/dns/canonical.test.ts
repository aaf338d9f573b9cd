import { canonicalValue } from "../../lib/dns/canonical";
import { formatTxt } from "../../lib/dns/text/txt";

const txt = (content: string) => canonicalValue({ type: "TXT", content, priority: null, data: null });

test.each<[what: string, one: string, other: string]>([
  ["quoted or not", '"grün"', "grün"],
  ["in one string or two", '"v=spf1 -all"', '"v=spf1 " "-all"'],
  ["with escapes or without", '"a\\;b"', '"a;b"'],
  ["of the same bytes, which are no UTF-8, in one string or two", '"a\\255b"', '"a" "\\255b"'],
  ["with U+FFFD itself, as a character or as its bytes", '"a\ufffd"', '"a\\239\\191\\189"'],
])("texts are the same: %s", (_what, one, other) => {
  expect(txt(one)).toBe(txt(other));
});

test("bytes that are no UTF-8 equal no other bytes, and no text", () => {
  const contents = [
    '"a\\255"',
    '"a\\254"',
    '"a\\255\\255"',
    '"a\ufffd"',
    '"aÿ"',
    // The text that the first content is written with, and what half a surrogate pair would become.
    formatTxt('"a\\255"'),
    formatTxt("a\\255"),
    "a\ud800",
    "a\udc00",
  ];
  expect(new Set(contents.map(txt)).size).toBe(contents.length);
});
