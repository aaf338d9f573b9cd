// The plan after a changed DKIM key: only the three records that follow its tokens may be in it.
import { readPlan } from "../../lib/plan/plan";
import { type ChangedKey, changedKeys, strangeChanges } from "../../lib/review/key-follow";
import { change, dns, IDENTITY, identity, plan, record, txt, type Values } from "./plans";

const keyed = (length: number, rest: Values = {}) =>
  identity({ dkim_signing_attributes: [{ next_signing_key_length: `RSA_${length}_BIT` }], ...rest });
const planned = (before: Values | null, after: Values | null) =>
  readPlan(plan([change(`${IDENTITY}.example_com`, before, after)]), "mail");

test("only an apply that went through and gave an identity another key has made new tokens", () => {
  const changed = planned(keyed(1024), keyed(2048));
  const key: ChangedKey = {
    stack: "mail",
    address: `${IDENTITY}.example_com`,
    entry: "example.com",
    subject: '"example.com" in us-east-1',
  };
  expect(changedKeys([changed], new Set(["mail"]))).toEqual([key]);
  expect(changedKeys([changed], new Set())).toEqual([]);
  expect(changedKeys([planned(null, keyed(2048))], new Set(["mail"]))).toEqual([]);
  expect(changedKeys([planned(keyed(2048), keyed(2048, { tags: { team: "mail" } }))], new Set(["mail"]))).toEqual([]);
});

const keys = changedKeys([planned(keyed(1024), keyed(2048))], new Set(["mail"]));
const key = (token: string, domain = "example.com", target = token) =>
  dns("CNAME", `${token}._domainkey.${domain}`, `${target}.dkim.amazonses.com`);
const now = identity({ dkim_signing_attributes: [{ tokens: ["new1", "new2", "new3"] }] });
const strange = (...changes: object[]) =>
  strangeChanges(readPlan(plan([change(`${IDENTITY}.example_com`, now, now), ...changes]), "mail"), keys).map(
    ({ address }) => address,
  );
const followed = record("dkim-1", key("old1"), key("new1"));

test("three records that follow are nothing strange", () => {
  expect(
    strange(followed, record("dkim-2", key("old2"), key("new2")), record("dkim-3", key("old3"), key("new3"))),
  ).toEqual([]);
});

test("anything else is: other tokens, targets, domains, attributes, records, entries and actions", () => {
  const cases: readonly [string, object][] = [
    ["a token that is none of the identity's", record("dkim-1", key("old1"), key("elsewhere"))],
    ["another target than the name says", record("dkim-1", key("old1"), key("new1", "example.com", "new2"))],
    ["another domain", record("dkim-1", key("old1"), key("new1", "other.example"))],
    ["another attribute beside", record("dkim-1", key("old1"), { ...key("new1"), proxied: true })],
    ["the ttl alone", record("dkim-1", key("new1"), { ...key("new1"), ttl: 300 })],
    ["a record that is made", record("dkim-1", null, key("new1"))],
    ["a record that goes", record("dkim-1", key("old1"), null)],
    ["a record that is no token's", record("record-extra", key("old1"), key("new1"))],
    [
      "DMARC",
      record("dmarc", txt("_dmarc.example.com", "v=DMARC1; p=none;"), txt("_dmarc.example.com", "v=DMARC1; p=reject;")),
    ],
    [
      "another entry",
      change("cloudflare_dns_record.b_example__dkim-1", key("old1", "b.example"), key("new1", "b.example")),
    ],
    ["the identity again", change(`${IDENTITY}.b_example`, keyed(2048), keyed(1024))],
  ];
  for (const [name, other] of cases) expect([name, strange(followed, other).length]).toEqual([name, 1]);
});

test("nothing follows if the plan lacks the identity, because its tokens are unknown", () => {
  expect(strangeChanges(readPlan(plan([followed]), "mail"), keys)).toHaveLength(1);
});
