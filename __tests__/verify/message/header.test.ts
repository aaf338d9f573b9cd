import { fieldValue, parseMessage, repeatedFields } from "../../../lib/verify/message/header";
import { BODY, HEADER, signed } from "./signature/sign";
import { NOW, verify } from "./signed";

const keys = (text: string) => parseMessage(Buffer.from(text, "latin1")).fields.map(({ key }) => key);

test("fields are folded, and lines end in CRLF or LF", () => {
  for (const end of ["\r\n", "\n"]) {
    const text = ["Subject : a", " b", "\tc", "TO:x", "", "body", ""].join(end);
    const { fields, body } = parseMessage(Buffer.from(text));
    expect(fields).toEqual([
      { key: "subject", line: "Subject : a\r\n b\r\n\tc" },
      { key: "to", line: "TO:x" },
    ]);
    expect(fields.map(fieldValue)).toEqual(["a b\tc", "x"]);
    expect(body).toBe(`body${end}`);
  }
});

test("a line that is no field has no name", () => {
  expect(keys(">From a\r\nA b: c\r\nno colon\r\n: none\r\nB:\r\n")).toEqual(["", "", "", "", "b"]);
});

test("fields that may stand once, and do not", () => {
  const { fields } = parseMessage(
    Buffer.from("To: a\nSubject: a\nX: 1\nto: b\nX: 2\nReceived: a\nReceived: b\nSUBJECT: b\n"),
  );
  expect(repeatedFields(fields)).toEqual(["to", "subject"]);
});

const withHeader = (...header: string[]) =>
  verify(
    Buffer.from([signed({ tags: { h: "From:Date" } }).field, ...header, ...HEADER, "", BODY].join("\r\n")),
    {},
    { clientIp: "192.0.2.1", envelopeFrom: "a@example.net", now: NOW },
  );

test.each([
  ["a second Subject, which nobody signed", "Subject: Pay here", "fail", "header-twice"],
  ["a second To", "To: a@example.org", "fail", "header-twice"],
  ["a second From", "From: a@example.net", "fail", "from"],
  ["a line that is no field", "Pay here", "cannot-tell", "header-broken"],
  ["a bare CR", "X-A: a\rSubject: Pay here", "cannot-tell", "header-broken"],
  ["a NUL", "X-A: a\0", "cannot-tell", "header-broken"],
])("%s is never authenticated", async (_, line, verdict, id) => {
  const proof = await withHeader(line);
  expect([proof.verdict, proof.findings.map((finding) => finding.rule)]).toEqual([
    verdict,
    expect.arrayContaining([id]),
  ]);
});

test("a field of its own, folded, in any bytes, is no fault", async () => {
  expect((await withHeader("X-A: \xe0\xa0\r\n \tb")).verdict).toBe("pass");
});

test("a header of a million blanks and colons takes no time", () => {
  const text = `Subject: ${" ".repeat(1_000_000)}x${":".repeat(100_000)}\r\n`;
  expect(keys(text)).toEqual(["subject"]);
});
