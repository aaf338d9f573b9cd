// What becomes of a DMARC or SPF record that an entry no longer has: forgotten, moved, or nothing said of it.
import { parseConfiguration } from "../../lib/config/configuration";

/** By entry what it leaves, `record` or `record > entry's record`. */
function left(...lines: string[]): Record<string, string[]> {
  // A region and a MAIL FROM for each, since entries of one domain differ by them.
  const entries = lines.map((line, index) => `  - {${line}, aws: {region: eu-west-${index + 1}}, mailFrom: m${index}}`);
  const { domains, findings } = parseConfiguration([
    { file: "domains.yaml", text: ["domains:", ...entries].join("\n") },
  ]);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const shown = domains.flatMap(({ entry, releasedRecords }) =>
    releasedRecords === undefined
      ? []
      : [
          [
            entry,
            releasedRecords.map(({ record, replacedBy }) =>
              replacedBy ? `${record} > ${replacedBy.entry}'s ${replacedBy.record}` : record,
            ),
          ] as const,
        ],
  );
  return Object.fromEntries(shown);
}

const A = "domain: a.example";
const SPF = "spf: {amazonses: true}";

test.each<[sentence: string, lines: string[], expected: Record<string, string[]>]>([
  ["an absent field leaves nothing", [A, "domain: b.example, spf: {amazonses: true}, dmarc: {policy: reject}"], {}],
  ["a written false leaves the record", [`${A}, dmarc: false, spf: false`], { "a.example": ["dmarc", "spf"] }],
  [
    "so it does where the entry is to be absent or released",
    [`${A}, dmarc: false, state: released`, "domain: b.example, spf: false, state: absent, protect: false"],
    { "a.example": ["dmarc"], "b.example": ["spf"] },
  ],
  [
    "a record that says the same at the same name takes its place",
    [
      `${A}, dmarc: false, spf: false, records: {d: {type: TXT, name: _dmarc, content: "v=DMARC1; p=none"}, s: {type: TXT, name: "@", content: "v=spf1 ~all"}}`,
    ],
    { "a.example": ["dmarc > a.example's record-d", "spf > a.example's record-s"] },
  ],
  [
    "one that says something else does not",
    [
      `${A}, spf: false, records: {s: {type: TXT, name: "@", content: "v=spf10 ~all"}, d: {type: TXT, name: d, content: "v=spf1 ~all"}}`,
    ],
    { "a.example": ["spf"] },
  ],
  [
    "a CNAME at _dmarc takes its place, since nothing may stand beside it",
    [`${A}, dmarc: false, records: {d: {type: CNAME, name: _dmarc, content: _dmarc.example.net}}`],
    { "a.example": ["dmarc > a.example's record-d"] },
  ],
  [
    "another entry of the domain takes it over",
    [`${A}, ${SPF}`, `${A}, name: eu, dmarc: false, spf: false`],
    { eu: ["dmarc > a.example's dmarc", "spf > a.example's spf"] },
  ],
  [
    "the entry that owns it leaves it to the one that publishes it",
    [`${A}, spf: false`, `${A}, name: eu, ${SPF}`],
    { "a.example": ["spf > eu's spf"] },
  ],
  [
    "several go in a row, since Terraform lets only one address move to another",
    [A, `${A}, name: x, dmarc: false`, `${A}, name: m, dmarc: false`],
    { m: ["dmarc > a.example's dmarc"], x: ["dmarc > m's dmarc"] },
  ],
  ["in another stack nothing moves, and nothing is forgotten", [A, `${A}, name: eu, dmarc: false, stack: other`], {}],
])("%s", (_, lines, expected) => {
  expect(left(...lines)).toEqual(expected);
});

test("a false in the defaults is a written one", () => {
  const text = `defaults: {dmarc: false, aws: {region: us-east-1}}\ndomains: [{${A}}, {domain: b.example, dmarc: {policy: none}}]`;
  const { domains } = parseConfiguration([{ file: "domains.yaml", text }]);
  expect(domains.map(({ releasedRecords }) => releasedRecords)).toEqual([[{ record: "dmarc" }], undefined]);
});
