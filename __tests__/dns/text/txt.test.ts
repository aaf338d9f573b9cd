import fc from "fast-check";
import { formatTxt, parseTxt, wireLength } from "../../../lib/dns/text/txt";
import { formatString } from "../../../lib/rdata/strings";
import { anyText, holds } from "./fuzz";

/** The two bytes of ü. */
const U = "\\195\\188";
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
  ["ü".repeat(128), `"${U.repeat(127)}" "${U}"`],
  [`${a(254)}😀`, `"${a(254)}" "\\240\\159\\152\\128"`],
  ["tab\tand line\n", '"tab\\009and line\\010"'],
  ["\\123", '"\\\\123"'],
  // What is escaped still is one byte of the 255.
  ['"'.repeat(255), `"${'\\"'.repeat(255)}"`],
  ["\\".repeat(256), `"${"\\\\".repeat(255)}" "\\\\"`],
  [`${a(253)}é`, `"${a(253)}\\195\\169"`],
  [`${a(254)}é`, `"${a(254)}" "\\195\\169"`],
  ["a;b", '"a;b"'],
  [" ", '" "'],
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

test("parse undoes format for any text, and no string is longer than 255 bytes", () => {
  const long = fc.string({ unit: fc.constantFrom("a", '"', "\\", "é", "😀", " "), minLength: 200, maxLength: 1200 });
  holds(fc.oneof(anyText, long), (text) => {
    const content = formatTxt(text);
    expect(parseTxt(content)).toBe(text);
    for (const [string] of content.matchAll(/"(?:[^"\\]|\\.)*"/gsu)) {
      expect(Buffer.byteLength(parseTxt(string))).toBeLessThanOrEqual(255);
    }
  });
});

test("the parser returns text for any content, or says that it is no row of quoted strings", () => {
  holds(anyText, (text) => {
    try {
      parseTxt(text);
    } catch (error) {
      expect(String(error)).toContain("is not a row of quoted strings");
    }
  });
});

test.each([
  ['""', 1],
  ['"a"', 2],
  [`"${U}"`, 3],
  ['"a" "b"', 4],
  [formatTxt(a(4080)), 4096],
])("%s is %i bytes long as it travels", (content, bytes) => {
  expect(wireLength(content)).toBe(bytes);
});

test("bytes that are no text are kept", () => {
  expect(formatString(Buffer.from([0xff, 0x22, 0x5c, 0x20]))).toBe(String.raw`"\255\"\\ "`);
});
