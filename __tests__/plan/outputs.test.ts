// Outputs of our stacks say what the plan's resources say; whatever else an output begins to hold is told.
import { readPlan } from "../../lib/plan/plan";
import { change, dmarc, dns, IDENTITY, identity, plan, record, type Values } from "../review/plans";

const ARN = "arn:aws:ses:us-east-1:111122223333:identity/example.com";
const CAA = { flags: 0, tag: "issue", value: "amazon.com" };
const RESOURCES = [
  change(`${IDENTITY}.example_com`, null, identity({ arn: ARN })),
  record("dmarc", null, dmarc("v=DMARC1; p=none;")),
  record("record-caa", null, dns("CAA", "example.com", "", { content: null, data: CAA })),
  record("dkim-1", null, dns("CNAME", "", "", { name: null, content: null }), {
    after_unknown: { name: true, content: true },
  }),
];

const common = {
  entry: "example.com",
  domain: "example.com",
  region: "us-east-1",
  zone: "example.com",
  ttl: 1,
  proxied: false,
  priority: null,
  data: null,
};
const row = (rest: Values = {}) => ({
  ...common,
  id: "dmarc",
  purpose: "dmarc",
  type: "TXT",
  name: "_dmarc.example.com",
  content: '"v=DMARC1; p=none;"',
  ...rest,
});
const caa = (rest: Values = {}) =>
  row({
    id: "record-caa",
    purpose: "record",
    type: "CAA",
    name: "example.com",
    content: null,
    data: { ...CAA, ...rest },
  });

function strange(name: string, after: unknown, rest: Values = {}): boolean {
  const changes = { [name]: { actions: ["create"], before: null, after, after_unknown: false, ...rest } };
  return readPlan(plan(RESOURCES, { output_changes: changes }), "mail").outputs.some(({ isOurs }) => !isOurs);
}

test.each<[string, string, unknown, Values?]>([
  ["records", "records", [row(), caa()]],
  [
    "records that are not known yet",
    "records",
    [{ ...row({ id: "dkim-1", type: "CNAME" }), name: null, content: null }],
    { after_unknown: [{ name: true, content: true }] },
  ],
  ["records that are not known at all", "records", null, { after_unknown: true }],
  ["no records", "records", []],
  ["identities", "identities", { "example.com": ARN }],
  ["identities that are not known yet", "identities", {}, { after_unknown: { "example.com": true } }],
  ["the protected ones", "protected", ["example.com"]],
  ["records that go", "records", null, { actions: ["delete"], before: ["x"] }],
])("%s are ours", (_name, output, after, rest = {}) => {
  expect(strange(output, after, rest)).toBe(false);
});

test.each<[string, string, unknown, Values?]>([
  ["an output of another name", "environment", "x"],
  ["one that is sensitive", "environment", "x", { after_sensitive: true }],
  ["one that is not known yet", "environment", null, { after_unknown: true }],
  ["records that are a text", "records", "x"],
  ["records that are texts", "records", ["x"]],
  ["another content", "records", [row({ content: '"AWS_SECRET_ACCESS_KEY=x"' })]],
  ["another name", "records", [row({ name: "x.example.com" })]],
  ["another part of its data", "records", [caa({ value: "root:x:0:0" })]],
  ["a part more", "records", [caa({ more: "x" })]],
  ["a field more", "records", [row({ note: "x" })]],
  ["a text in place of a word", "records", [row({ purpose: "TOKEN=x y" })]],
  ["a zone that it does not lie in", "records", [row({ zone: "abcdef" })]],
  ["another region", "records", [row({ region: "akiaexample" })]],
  ["a list in place of a text", "records", [row({ content: ["x"] })]],
  [
    "a known text where the record does not know it",
    "records",
    [row({ id: "dkim-1", type: "CNAME", name: null, content: "x" })],
    { after_unknown: [{ name: true }] },
  ],
  ["a record that there is none of", "records", [row({ id: "spf" })]],
  ["an entry that there is none of", "records", [row({ entry: "example.org" })]],
  ["a row that is sensitive", "records", [row({ content: "x" })], { after_sensitive: [{ content: true }] }],
  ["another ARN", "identities", { "example.com": "x" }],
  ["an ARN of nobody", "identities", { "example.org": ARN }],
  ["a protected nobody", "protected", ["x"]],
  ["protected objects", "protected", [{ a: "x" }]],
])("%s is told", (_name, output, after, rest = {}) => {
  expect(strange(output, after, rest)).toBe(true);
});

test("what stays is no change", () => {
  expect(strange("environment", "x", { actions: ["no-op"], before: "x" })).toBe(false);
});
