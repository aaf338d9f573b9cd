// A message that no receiver would take is not worked on: nothing is asked for it, and it is said why.
import { verifyMessage } from "../../../lib/verify/message/verify";

const options = {
  resolver: () => Promise.reject(new Error("nothing is asked")),
  records: [],
  now: Date.parse("2026-11-01T00:00:00Z"),
};
const body = "\r\n\r\nhello\r\n";
const told = async (head: string) => {
  const { verdict, findings } = await verifyMessage(Buffer.from(head + body), options as never);
  return [verdict, findings.map(({ rule, message }) => `${rule}: ${message}`)];
};

test.each([
  [
    "fields",
    `From: a@example.com${"\r\nReceived: by mx.example.com".repeat(2000)}`,
    "its header has 2001 fields, over 2000 no receiver takes",
  ],
  ["a field", `From: a@example.com\r\nSubject: ${"a".repeat(131_073)}`, "a field of its header has more than 128 kB"],
  [
    "a header",
    `From: a@example.com${`\r\nX-A: ${"a".repeat(100_000)}`.repeat(6)}`,
    "its header has more than 512 kB, which no receiver takes",
  ],
  [
    "addresses",
    `From: a@example.com\r\nTo: ${"a@b.c,".repeat(5000)}`,
    "its header has 5001 addresses, over 5000 no receiver takes",
  ],
])("too many or too large: %s", async (_what, head, message) => {
  expect(await told(head)).toEqual(["cannot-tell", [`too-large: ${message}: save a message that was received`]]);
});

test("a message of more than 64 MB", async () => {
  const { findings } = await verifyMessage(Buffer.alloc((64 << 20) + 1, "a"), options as never);
  expect(findings.map(({ message }) => message)).toEqual([
    "the message has more than 64 MB, which no receiver takes: save one that was received",
  ]);
});
