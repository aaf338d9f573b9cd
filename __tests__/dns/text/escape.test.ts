import { inlineCode, visibleText } from "../../../lib/dns/text/escape";
import { HOSTILE, outside } from "./hostile";

test.each(HOSTILE)("%j is code, on one line, and ends nowhere else", (text) => {
  expect(outside(inlineCode(text))).toBe("");
  expect(inlineCode(text)).not.toMatch(/[\n\r\u202E\u200B\0\u2028]/);
  expect(inlineCode(text).replace(/^`|`$/g, "")).not.toMatch(/[|`\\]/);
});

test("what is not seen is written as what it is", () => {
  expect(visibleText("a\u202Eb\nc\u200Bd")).toBe("a⟨U+202E⟩b␊c⟨U+200B⟩d");
  expect(visibleText("x".repeat(1000))).toBe(`${"x".repeat(400)}… (1000 characters)`);
});
