// Every rule with a plan on which it speaks, and with what else is said of that plan.
import { DMARC_EVIDENCE_RULES } from "../../lib/review/rules/mail/dmarc-evidence-rules";
import { RULES } from "../../lib/review/rules/rules";
import { CERTIFICATE_CASES, CERTIFICATE_VERDICTS } from "./cases/certificate";
import { EVENT_CASES, EVENT_VERDICTS } from "./cases/events";
import { FOREIGN_CASES } from "./cases/foreign";
import { MAIL_CASES } from "./cases/mail";
import { NO_MAIL_CASES, NO_MAIL_VERDICTS } from "./cases/no-mail";
import { RECORD_CASES } from "./cases/records";
import { RUN_CASES } from "./cases/runs";
import { SENDER_CASES, SENDER_VERDICTS } from "./cases/senders";
import { TEST_ADDRESS_CASES, TEST_ADDRESS_VERDICTS } from "./cases/test-addresses";
import {
  change,
  dkim,
  dmarc,
  dns,
  IDENTITY,
  identity,
  judged,
  mx,
  plan,
  record,
  rules,
  said,
  spf,
  txt,
  ZONE,
} from "./plans";

const ID = `${IDENTITY}.example_com`;
const kept = change(ID, identity(), identity());
const www = dns("CNAME", "www.example.com", "d1.cloudfront.net");
const note = txt("note.example.com", "hello");
const distribution = change("aws_cloudfront_distribution.site", { domain_name: "d1.cloudfront.net" }, null);
const zoneOf = (count: number, changed: number) =>
  Array.from({ length: count }, (_, n) => {
    const before = txt(`n${n}.example.com`, "old");
    return record(`record-n${n}`, before, n < changed ? txt(`n${n}.example.com`, "new") : before);
  });

/** Rule -> a plan, and the other rules that speak on it as well. */
const CASES: Record<string, readonly [text: string, ...others: string[]]> = {
  ...RUN_CASES,
  ...FOREIGN_CASES,
  ...EVENT_CASES,
  ...SENDER_CASES,
  ...TEST_ADDRESS_CASES,
  ...MAIL_CASES,
  ...NO_MAIL_CASES,
  ...CERTIFICATE_CASES,
  ...RECORD_CASES,
  "plan-failed": [plan([kept], { errored: true, complete: false, applyable: false })],
  "plan-incomplete": [plan([kept], { complete: false })],
  "plan-deferred": [
    plan([], {
      complete: false,
      deferred_changes: [{ reason: "provider_config_unknown", resource_change: kept }],
    }),
    "plan-incomplete",
  ],
  "plan-unlisted": [plan([], { applyable: true })],
  "action-unknown": [plan([change(ID, identity(), identity(), { actions: ["melt"] })])],
  "action-invoked": [plan([], { action_invocations: [{ address: "action.x.y", config_values: { a: 1 } }] })],
  "value-hidden": [
    plan([
      record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=reject"), {
        after_sensitive: { content: true },
      }),
    ]),
  ],
  "value-unknown": [
    plan([record("web-www", null, { ...www, content: undefined }, { after_unknown: { content: true } })]),
    "web-created",
  ],
  "web-created": [plan([record("web-www", null, www)])],
  "web-moved": [plan([record("web-www", www, { ...www, content: "d2.cloudfront.net" })])],
  "web-removed": [plan([record("web-www", www, null)])],
  "web-dangling": [plan([record("web-www", www, www), distribution]), "foreign-deleted"],
  "record-created": [plan([record("record-note", null, note)])],
  "record-changed": [plan([record("record-note", note, txt("note.example.com", "bye"))])],
  "record-removed": [plan([record("record-note", note, null)])],
  "record-replaced": [
    plan([record("record-note", note, { ...note, zone_id: "f".repeat(32) }, { actions: ["delete", "create"] })]),
    "record-changed",
    "zone-moved",
  ],
  "record-proxied": [plan([record("web-www", www, { ...www, proxied: true })])],
  "record-unproxied": [plan([record("web-www", { ...www, proxied: true }, www)])],
  "ttl-changed": [plan([record("record-note", note, { ...note, ttl: 300 })])],
  "record-noted": [plan([record("record-note", note, { ...note, comment: "ours" })])],
  "record-imported": [plan([record("record-note", note, note, { importing: { id: `${ZONE}/1` } })])],
  "record-forgotten": [plan([record("record-note", note, null, { actions: ["forget"] })])],
  "policy-forgotten": [plan([record("dmarc", dmarc("v=DMARC1; p=none"), null, { actions: ["forget"] })])],
  "address-moved": [
    plan([
      record("record-note", note, note, {
        previous_address: "cloudflare_dns_record.old",
      }),
    ]),
  ],
  "rename-unordered": [
    plan([change("cloudflare_dns_record.a", note, null), change("cloudflare_dns_record.b", null, note)]),
    "record-created",
    "record-removed",
  ],
  "zone-upheaval": [plan(zoneOf(10, 4)), "record-changed"],
  "record-drifted": [
    plan([], {
      resource_drift: [record("record-note", note, txt("note.example.com", "theirs"))],
    }),
  ],
  "foreign-changed": [plan([change("aws_iam_role.x", null, { name: "x" })])],
  "foreign-deleted": [plan([change("aws_iam_role.x", { name: "x" }, null)])],
  "change-unexplained": [plan([change(ID, identity(), identity({ region: "eu-west-1" }))])],
};

test("every rule has a case here, or speaks only where reports are given: dmarc-evidence.test.ts has those", () => {
  const withEvidence = DMARC_EVIDENCE_RULES.map(({ id }) => id);
  expect([...Object.keys(CASES), ...withEvidence].sort()).toEqual(RULES.map(({ id }) => id).sort());
});

test.each(Object.entries(CASES))("%s", (rule, [text, ...others]) => {
  expect([...new Set(rules(text))].sort()).toEqual([rule, ...others].sort());
});

test.each(CERTIFICATE_VERDICTS)("certificates: %s", (_, text, verdict) => {
  expect(judged(text)).toBe(verdict);
});

test.each(NO_MAIL_VERDICTS)("domains without mail: %s", (_, text, verdict) => {
  expect(judged(text)).toBe(verdict);
});

test.each([...EVENT_VERDICTS, ...SENDER_VERDICTS, ...TEST_ADDRESS_VERDICTS])(
  "of events, senders and test addresses: %s",
  (_, text, verdict) => {
    expect(judged(text)).toBe(verdict);
  },
);

test("ids are unique, and every rule says when it speaks and why it has its risk", () => {
  const ids = RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { when, why } of RULES) expect([when, why].every((text) => /^[A-Z].*\.$/.test(text))).toBe(true);
});

test("the sentences of a policy that discards, of a sender that is lost, of an identity that moves", () => {
  expect(
    said(
      plan([
        change(ID, identity(), identity({ region: "eu-west-1" }), {
          actions: ["create", "delete"],
        }),
        record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=reject; sp=none")),
        record("spf", spf("v=spf1 include:_spf.example.net ip4:192.0.2.1 ~all"), spf("v=spf1 ip4:192.0.2.1 -all")),
      ]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "danger identity-replaced: the identity "example.com (eu-west-1)" is replaced because its region changes from "us-east-1" to "eu-west-1": it gets new tokens, and mail is unsigned until DNS has the new records",
      "danger spf-sender-lost: SPF of "example.com" loses "include:_spf.example.net": their mail fails (its own lookups: 1 before, 0 after)",
      "danger dmarc-rejects: receivers discard mail from "example.com" that fails DMARC (before: "none")",
      "caution spf-tightened: the end of the SPF of "example.com" becomes stricter, "-all" instead of "~all"",
    ]
  `);
});

test.each([
  [
    "noise of Cloudflare",
    record(
      "dmarc",
      { ...note, modified_on: "a", meta: "{}", settings: { ipv4_only: null } },
      { ...note, modified_on: "b", meta: null, settings: {}, tags: [] },
      { actions: ["update"] },
    ),
  ],
  [
    "noise of AWS",
    change(ID, identity({ verification_status: "PENDING" }), identity({ verification_status: "SUCCESS" })),
  ],
  [
    "a data source that was read for the plan",
    {
      ...change("data.aws_x.y", {}, {}, { actions: ["no-op"], mode: "data" }),
    },
  ],
])("%s is no change", (_name, element) => {
  expect(
    reviewedVerdict(
      plan([element], {
        output_changes: {
          records: { actions: ["update"], before: [{}], after: [] },
        },
      }),
    ),
  ).toEqual("none");
});

test("nine records of a zone may all change, and three of ten", () => {
  expect(rules(plan(zoneOf(9, 9)))).not.toContain("zone-upheaval");
  expect(rules(plan(zoneOf(10, 3)))).not.toContain("zone-upheaval");
});

test("a record is judged by its content, not by its Terraform name", () => {
  const foreign = (content: object) => plan([change("module.x.cloudflare_dns_record.y", content as never, null)]);
  expect(rules(foreign(dkim("aaa")))).toEqual(["dkim-removed"]);
  expect(rules(foreign(spf("v=spf1 ~all")))).toEqual(["spf-removed"]);
  expect(rules(foreign(dmarc("v=DMARC1; p=none")))).toEqual(["dmarc-removed"]);
  expect(rules(foreign(mx("example.com", "mx.example.net")))).toEqual(["mx-removed"]);
});

function reviewedVerdict(text: string) {
  return said(text).length === 0 ? "none" : said(text);
}

test("a tag of the identity is no reason for a DKIM record to change", () => {
  const retagged = change(ID, identity(), identity({ tags: { a: "b" } }));
  expect(rules(plan([retagged, record("dkim-1", dkim("aaa"), dkim("bbb"))]))).toContain("dkim-changed");
});
