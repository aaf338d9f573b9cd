// Reports that were damaged on the way: never a crash, and never other figures than the receiver's without a word.
import fc from "fast-check";
import { findAll, messagesOf } from "./read-all";
import { ALIGNED, FORGED, feedback } from "./samples";

const RUNS = Number(process.env.MAILZONE_FUZZ_RUNS ?? 100);

const XML = feedback({ rows: [ALIGNED, FORGED, { ...ALIGNED, address: "2001:db8::1", count: 7 }], id: "42" });
/** Another digit is another figure, which nobody can see. */
const DIGITS = new Set([...XML.matchAll(/\d/g)].map(({ index }) => index));

interface Change {
  readonly kind: "delete" | "insert" | "replace" | "swap" | "repeat";
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("delete", "insert", "replace", "swap", "repeat"),
  at: fc.nat(XML.length - 1),
  length: fc.integer({ min: 1, max: 40 }),
  text: fc.oneof(
    fc.constantFrom(
      "<",
      ">",
      "</",
      "/>",
      "&",
      "<record>",
      "</record>",
      "</row>",
      "<count>",
      "<!--",
      "]]>",
      "\0",
      "\u202e",
    ),
    fc.string({ maxLength: 5 }),
  ),
});

function changed(text: string, { kind, at, length, text: other }: Change): string {
  const isFigure = (from: number, to: number) => [...DIGITS].some((digit) => digit >= from && digit < to);
  const end = kind === "insert" ? at : Math.min(text.length, at + length);
  // Beside or in a figure nothing is changed but by deleting it whole.
  if (isFigure(at - 1, end + 1)) return text;
  const part = text.slice(at, end);
  if (kind === "repeat") return text.slice(0, end) + part + text.slice(end);
  if (kind === "swap") return text.slice(0, at) + [...part].reverse().join("") + text.slice(end);
  const put = kind === "delete" ? "" : other.replace(/\d/g, "x");
  return text.slice(0, at) + put + text.slice(end);
}

test("a report with a change anywhere gives the receiver's figures, or says what it does not know", async () => {
  await fc.assert(
    fc.asyncProperty(change, async (one) => {
      const found = await findAll(changed(XML, one));
      expect(found.length).toBeGreaterThan(0);
      const figures = found.map(({ report }) => {
        if (report?.kind !== "dmarc") return undefined;
        const passed = report.rows.filter(({ dkim, spf }) => dkim || spf).reduce((sum, { count }) => sum + count, 0);
        return { messages: messagesOf(report), passed };
      });
      const isSaid = found.some(({ report, fault }) => fault !== undefined || (report?.doubts.length ?? 0) > 0);
      if (!isSaid) expect(figures).toEqual([{ messages: 100, passed: 97 }]);
    }),
    { numRuns: RUNS, seed: 20_261_102 },
  );
});

test("any bytes are read to an end", async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .tuple(
        fc.constantFrom("<feedback", "PK\u0003\u0004", "\u001f\u008b\u0008", "From x\n", "{", "Subject: x\n"),
        fc.string(),
      )
      .map(([start, rest]) => Buffer.from(start + rest, "latin1")),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (content) => {
      expect(Array.isArray(await findAll(Buffer.from(content)))).toBe(true);
    }),
    { numRuns: RUNS, seed: 7 },
  );
});
