import { code, visible } from "../../../lib/dns/text/visible";
import { HOSTILE, outside } from "./hostile";

test.each(HOSTILE)("%j is code, on one line, and ends nowhere else", (text) => {
  expect(outside(code(text))).toBe("");
  expect(code(text)).not.toMatch(/[\n\r\u202E\u200B\0\u2028]/);
  expect(code(text).replace(/^`|`$/g, "")).not.toMatch(/[|`\\]/);
});

test("what is not seen is written as what it is", () => {
  expect(visible("a\u202Eb\nc\u200Bd")).toBe("a⟨U+202E⟩b␊c⟨U+200B⟩d");
  expect(visible("x".repeat(1000))).toBe(`${"x".repeat(400)}… (1000 characters)`);
});
