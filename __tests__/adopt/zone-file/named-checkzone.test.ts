// The same answers as BIND gives of the same file: what its named-checkzone -D once printed stands in the fixtures, and where
// the program is installed it is asked again.
import { readZoneFile } from "../../../lib/adopt/zone-file/zone-file";
import { answers, asBindReads, BIND, fixture, testWithBind } from "./answers";

const written = String(fixture("by-hand.zone"));
const dumped = String(fixture("named-checkzone-d.zone"));

test("a file full of traps is read as BIND reads it", () => {
  expect(answers(written)).toEqual(answers(dumped));
  expect(answers(written)).toHaveLength(36);
});

test("and the values are those that stand in the file", () => {
  const texts = readZoneFile(written, "example.com").filter(({ type }) => type === "TXT");
  expect(Object.fromEntries(texts.map(({ name, content }) => [name.replace(".example.com", ""), content]))).toEqual({
    "example.com": '"v=spf1 include:_spf.google.com ~all"',
    _dmarc: '"v=DMARC1;p=none;rua=mailto:d@example.com"',
    quoted: String.raw`"v=DMARC1; p=none; \"x\" back\\slash A\009tab"`,
    several: '"one" "two" "three four" "five six"',
    semi: '"v=DMARC1"',
    long: `"${"a".repeat(243)}" "bbb"`,
    mail: '"v=spf1 include:amazonses.com ~all"',
    escaped: '"c"',
    utf8: String.raw`"gr\195\188\195\159e"`,
    bytes: String.raw`"\255\254"`,
  });
});

testWithBind(`${BIND} answers the same`, () => {
  expect(answers(asBindReads(written) ?? "")).toEqual(answers(written));
});
