// Files as they are saved: with byte order marks, in UTF-16, in one of the old encodings.
import type { ZoneFileError } from "../../../lib/adopt/zone-file/entries";
import { zoneFileText } from "../../../lib/adopt/zone-file/text";
import { answers } from "./answers";

const TEXT = '_dmarc 60 TXT "v=DMARC1; p=none;"\r\n@ 60 TXT "grüße"';
const ANSWERS = ["_dmarc.example.com 60 TXT v=DMARC1; p=none;", "example.com 60 TXT grüße"];
const bigEndian = (text: string) => Buffer.from(text, "utf16le").swap16();

test.each<[string, Buffer, readonly string[]]>([
  ["UTF-8", Buffer.from(TEXT), ANSWERS],
  ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${TEXT}`), ANSWERS],
  ["UTF-16, as PowerShell's > and Out-File save it", Buffer.from(`\uFEFF${TEXT}`, "utf16le"), ANSWERS],
  ["UTF-16 in the other order", bigEndian(`\uFEFF${TEXT}`), ANSWERS],
  ["UTF-16 that was cut off in a letter", Buffer.concat([bigEndian(`\uFEFF${TEXT}`), Buffer.from([0])]), ANSWERS],
  ["Latin-1", Buffer.from(TEXT, "latin1"), [ANSWERS[0]!, String.raw`example.com 60 TXT ${"\udfff"}"gr\252\223e"`]],
  ["nothing", Buffer.alloc(0), []],
  ["a byte order mark alone", Buffer.from([0xff, 0xfe]), []],
])("%s is read", (_, bytes, expected) => {
  expect(answers(bytes)).toEqual(expected);
});

test.each([
  ["UTF-16 without a byte order mark", Buffer.from("a A 192.0.2.1\n", "utf16le"), "1:2"],
  ["a program", Buffer.from("one\r\ntwo\n\u0001\0"), "3:2"],
])("%s is refused with its place", (_, bytes, place) => {
  const fault = (() => {
    try {
      return zoneFileText(bytes);
    } catch (error) {
      const { place, message } = error as ZoneFileError;
      return `${place.line}:${place.column} ${message}`;
    }
  })();
  expect(fault).toBe(`${place} the file has a zero byte, so it is not text: save it as UTF-8`);
});
