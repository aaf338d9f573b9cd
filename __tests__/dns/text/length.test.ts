// Texts of strangers have an end: what is too long is told and not read, so that no time depends on it.
import { parseDmarc, tagFaults } from "../../../lib/dns/text/dmarc";
import { POLICY_LENGTH } from "../../../lib/dns/text/policy-length";
import { parseSpf } from "../../../lib/dns/text/spf-parser";
import { parseTxt, plainText } from "../../../lib/dns/text/txt";

const long = (text: string, length: number) => text.padEnd(length, " ");
const fault = `has ${POLICY_LENGTH + 1} characters, over ${POLICY_LENGTH} nobody reads it: shorten it`;

test("SPF and DMARC are read up to their limit, and named beyond it", () => {
  expect(parseSpf(long("v=spf1 -all", POLICY_LENGTH)).problems).toEqual([]);
  expect(parseSpf(long("v=spf1 -all", POLICY_LENGTH + 1))).toEqual({ terms: [], problems: [fault] });
  expect(parseDmarc(long("v=DMARC1; p=none;", POLICY_LENGTH)).problems).toEqual([]);
  expect(parseDmarc(long("v=DMARC1; p=none;", POLICY_LENGTH + 1))).toEqual({
    tags: [],
    problems: [fault],
    dropped: [],
  });
  expect(tagFaults(long("v=DMARC1; p=none;", POLICY_LENGTH + 1))).toEqual([fault]);
});

test("a text that is longer than any record is refused", () => {
  const most = `"${"a".repeat(255)}" `.repeat(1000).trimEnd();
  expect(parseTxt(most)).toHaveLength(255_000);
  const more = `"${"\\".repeat(12_000_000)}"`;
  expect(() => parseTxt(more)).toThrow("txt of 12000002 characters is longer than any record");
  expect(plainText(more)).toBe(more);
});
