import { formatTxt, parseTxt } from "../../lib/dns/txt";

const a = (count: number) => "a".repeat(count);

test.each([
  ["", '""'],
  ["v=spf1 -all", '"v=spf1 -all"'],
  ['say "hi"', '"say \\"hi\\""'],
  ["back\\slash", '"back\\\\slash"'],
  [a(254), `"${a(254)}"`],
  [a(255), `"${a(255)}"`],
  [a(256), `"${a(255)}" "a"`],
  [a(510), `"${a(255)}" "${a(255)}"`],
  [a(511), `"${a(255)}" "${a(255)}" "a"`],
  // 255 bytes are 127 of these and one more does not fit.
  ["ü".repeat(128), `"${"ü".repeat(127)}" "ü"`],
  [`${a(254)}😀`, `"${a(254)}" "😀"`],
  ["\\123", '"\\\\123"'],
])("%j is written as %j and read back", (text, content) => {
  expect(formatTxt(text)).toBe(content);
  expect(parseTxt(content)).toBe(text);
});

test("decimal escapes are bytes, as name servers print them", () => {
  expect(parseTxt('"caf\\195\\169" "!"')).toBe("café!");
});

test.each(["v=spf1 -all", '"open', '"a""b"', 'a "b"', '"a" b', ""])("%j is not a row of quoted strings", (content) => {
  expect(() => parseTxt(content)).toThrow(`txt ${JSON.stringify(content)} is not a row of quoted strings`);
});
