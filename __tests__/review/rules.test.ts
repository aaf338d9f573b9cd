// Every rule with a plan on which it speaks, and with what else is said of that plan.
import { RULES } from "../../lib/review/rules/rules";
import { FOREIGN_CASES } from "./cases/foreign";
import { RECORD_CASES } from "./cases/records";
import { RUN_CASES } from "./cases/runs";
import {
  change,
  dkim,
  dmarc,
  dns,
  IDENTITY,
  identity,
  MAIL_FROM,
  mailFrom,
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
const FROM = `${MAIL_FROM}.example_com`;
const kept = change(ID, identity(), identity());
const www = dns("CNAME", "www.example.com", "d1.cloudfront.net");
const note = txt("note.example.com", "hello");
const key = (length: string) =>
  identity({
    dkim_signing_attributes: [{ next_signing_key_length: length, tokens: ["a"], status: "SUCCESS" }],
  });
const SES_MX = "feedback-smtp.us-east-1.amazonses.com";
const distribution = change("aws_cloudfront_distribution.site", { domain_name: "d1.cloudfront.net" }, null);
const manyIncludes = `v=spf1 ${Array.from({ length: 11 }, (_, n) => `include:s${n}.example`).join(" ")} ~all`;
const zoneOf = (count: number, changed: number) =>
  Array.from({ length: count }, (_, n) => {
    const before = txt(`n${n}.example.com`, "old");
    return record(`record-n${n}`, before, n < changed ? txt(`n${n}.example.com`, "new") : before);
  });

/** Rule -> a plan, and the other rules that speak on it as well. */
const CASES: Record<string, readonly [text: string, ...others: string[]]> = {
  ...RUN_CASES,
  ...FOREIGN_CASES,
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
  "identity-created": [plan([change(ID, null, identity())])],
  "identity-replaced": [
    plan([
      change(ID, identity(), identity({ region: "eu-west-1" }), {
        actions: ["delete", "create"],
      }),
    ]),
  ],
  "identity-deleted": [plan([change(ID, identity(), null)])],
  "identity-forgotten": [plan([change(ID, identity(), null, { actions: ["forget"] })])],
  "identity-imported": [
    plan([
      change(ID, identity(), identity(), {
        importing: { id: "example.com@us-east-1" },
      }),
    ]),
  ],
  "dkim-key-changed": [plan([change(ID, key("RSA_1024_BIT"), key("RSA_2048_BIT"))])],
  "configuration-set-changed": [plan([change(ID, identity({ configuration_set_name: "a" }), identity())])],
  "identity-tagged": [plan([change(ID, identity(), identity({ tags: { a: "b" } }))])],
  "protection-removed": [
    plan([kept], {
      output_changes: {
        protected: { actions: ["update"], before: ["example.com"], after: [] },
      },
    }),
  ],
  "identity-drifted": [plan([kept], { resource_drift: [change(ID, identity(), null)] })],
  "dkim-created": [
    plan([
      change(ID, null, identity(), { after_unknown: { dkim_signing_attributes: true } }),
      record(
        "dkim-1",
        null,
        { type: "CNAME", ttl: 1, proxied: false },
        { after_unknown: { name: true, content: true } },
      ),
    ]),
    "identity-created",
  ],
  "dkim-removed": [plan([record("dkim-1", dkim("aaa"), null)])],
  "dkim-changed": [plan([kept, record("dkim-1", dkim("aaa"), dkim("bbb"))])],
  "dkim-follows": [
    plan([
      change(ID, null, identity()),
      record(
        "dkim-1",
        dkim("aaa"),
        { type: "CNAME", zone_id: ZONE, ttl: 1, proxied: false },
        { after_unknown: { name: true, content: true } },
      ),
    ]),
    "identity-created",
  ],
  "dkim-proxied": [plan([record("dkim-1", dkim("aaa"), dkim("aaa", { proxied: true }))])],
  "dkim-unproxied": [plan([record("dkim-1", dkim("aaa", { settings: { flatten_cname: true } }), dkim("aaa"))])],
  "mail-from-on": [plan([change(FROM, null, mailFrom())])],
  "mail-from-imported": [plan([change(FROM, mailFrom(), mailFrom(), { importing: { id: "example.com@us-east-1" } })])],
  "mail-from-replaced": [
    plan([
      change(FROM, mailFrom(), mailFrom({ region: "eu-west-1" }), {
        actions: ["delete", "create"],
      }),
    ]),
  ],
  "mail-from-moved": [plan([change(FROM, mailFrom(), mailFrom({ mail_from_domain: "bounce.example.com" }))])],
  "mail-from-off": [plan([change(FROM, mailFrom(), null)])],
  "mail-from-rejects": [plan([change(FROM, mailFrom(), mailFrom({ behavior_on_mx_failure: "REJECT_MESSAGE" }))])],
  "mail-from-falls-back": [plan([change(FROM, mailFrom({ behavior_on_mx_failure: "REJECT_MESSAGE" }), mailFrom())])],
  "mail-from-forgotten": [plan([change(FROM, mailFrom(), null, { actions: ["forget"] })])],
  "mail-from-follows": [
    plan([
      change(FROM, mailFrom(), null),
      record("mail-from-mx", mx("mail.example.com", SES_MX), null),
      record("mail-from-spf", spf("v=spf1 include:amazonses.com ~all", "mail.example.com"), null),
    ]),
    "mail-from-off",
  ],
  "mail-from-mx-created": [plan([record("mail-from-mx", null, mx("mail.example.com", SES_MX))])],
  "mail-from-mx-removed": [plan([record("mail-from-mx", mx("mail.example.com", SES_MX), null)])],
  "mail-from-mx-changed": [
    plan([
      record(
        "mail-from-mx",
        mx("mail.example.com", SES_MX),
        mx("mail.example.com", "feedback-smtp.eu-west-1.amazonses.com"),
      ),
    ]),
  ],
  "mail-from-mx-wrong": [
    plan([record("mail-from-mx", mx("mail.example.com", SES_MX), mx("mail.example.com", "mx.example.net"))]),
  ],
  "mx-added": [plan([record("record-mx", null, mx("example.com", "inbound-smtp.us-east-1.amazonaws.com"))])],
  "mx-removed": [plan([record("record-mx", mx("example.com", "mx.example.net"), null)])],
  "mx-changed": [plan([record("record-mx", mx("example.com", "mx.example.net"), mx("example.com", "mx.example.org"))])],
  "spf-created": [plan([record("mail-from-spf", null, spf("v=spf1 include:amazonses.com ~all", "mail.example.com"))])],
  "spf-published": [plan([record("spf", null, spf("v=spf1 include:_spf.example.net ~all"))])],
  "spf-removed": [plan([record("spf", spf("v=spf1 ~all"), null)])],
  "spf-renamed": [
    plan([record("mail-from-spf", spf("v=spf1 ~all", "a.example.com"), spf("v=spf1 ~all", "b.example.com"))]),
  ],
  "spf-ses-lost": [plan([record("spf", spf("v=spf1 include:amazonses.com ~all"), spf("v=spf1 ~all"))])],
  "spf-sender-lost": [plan([record("spf", spf("v=spf1 ip4:192.0.2.1 ~all"), spf("v=spf1 ~all"))])],
  "spf-sender-refused": [plan([record("spf", spf("v=spf1 mx ~all"), spf("v=spf1 -ip4:192.0.2.1 mx ~all"))])],
  "spf-sender-gained": [plan([record("spf", spf("v=spf1 ~all"), spf("v=spf1 include:_spf.example.net ~all"))])],
  "spf-open": [plan([record("spf", spf("v=spf1 ~all"), spf("v=spf1 +all"))])],
  "spf-loosened": [plan([record("spf", spf("v=spf1 -all"), spf("v=spf1 ~all"))])],
  "spf-tightened": [plan([record("spf", spf("v=spf1 ~all"), spf("v=spf1 -all"))])],
  "spf-redirected": [plan([record("spf", spf("v=spf1 ~all"), spf("v=spf1 redirect=_spf.example.net"))])],
  "spf-lookups": [plan([record("spf", null, spf(manyIncludes))]), "spf-published"],
  "spf-broken": [plan([record("spf", spf("v=spf1 ~all"), spf("v=spf1 incldue:x.example ~all"))])],
  "spf-twice": [
    plan([record("spf", spf("v=spf1 ~all"), spf("v=spf1 ~all")), record("record-spf", null, spf("v=spf1 mx ~all"))]),
    "spf-published",
  ],
  "spf-reworded": [plan([record("spf", spf("v=spf1 mx a ~all"), spf("v=spf1 a mx ~all"))])],
  "dmarc-created": [plan([record("dmarc", null, dmarc("v=DMARC1; p=none"))])],
  "dmarc-removed": [plan([record("dmarc", dmarc("v=DMARC1; p=none"), null)])],
  "dmarc-renamed": [plan([record("dmarc", dmarc("v=DMARC1; p=none"), txt("_dmarc.example.org", "v=DMARC1; p=none"))])],
  "dmarc-rejects": [plan([record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=reject"))])],
  "dmarc-quarantines": [plan([record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=quarantine"))])],
  "dmarc-loosened": [plan([record("dmarc", dmarc("v=DMARC1; p=reject"), dmarc("v=DMARC1; p=reject; t=y"))])],
  "dmarc-subdomains-tightened": [
    plan([record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=none; sp=reject"))]),
  ],
  "dmarc-subdomains-loosened": [
    plan([record("dmarc", dmarc("v=DMARC1; p=reject"), dmarc("v=DMARC1; p=reject; np=none"))]),
  ],
  "dmarc-alignment-tightened": [plan([record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=none; aspf=s"))])],
  "dmarc-alignment-loosened": [plan([record("dmarc", dmarc("v=DMARC1; p=none; adkim=s"), dmarc("v=DMARC1; p=none"))])],
  "dmarc-reports-lost": [
    plan([record("dmarc", dmarc("v=DMARC1; p=none; rua=mailto:a@example.com"), dmarc("v=DMARC1; p=none"))]),
  ],
  "dmarc-reports-added": [
    plan([record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=none; rua=mailto:a@example.com"))]),
  ],
  "dmarc-reports-abroad": [
    plan([record("dmarc", null, dmarc("v=DMARC1; p=none; rua=mailto:a@reports.example"))]),
    "dmarc-created",
  ],
  "dmarc-tag-removed": [
    plan([record("dmarc", dmarc("v=DMARC1; p=none; fo=1"), dmarc("v=DMARC1; p=none"))]),
    "dmarc-reworded",
  ],
  "dmarc-dead-tag": [
    plan([record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=none; ri=3600"))]),
    "dmarc-reworded",
  ],
  "dmarc-broken": [plan([record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=nothing"))])],
  "dmarc-delegated": [
    plan([
      record("dmarc", dmarc("v=DMARC1; p=none"), dns("CNAME", "_dmarc.example.com", "d.example.net"), {
        actions: ["delete", "create"],
      }),
    ]),
    "record-replaced",
  ],
  "dmarc-twice": [
    plan([
      record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=none")),
      record("record-dmarc", null, dmarc("v=DMARC1; p=none")),
    ]),
    "dmarc-created",
  ],
  "dmarc-reworded": [plan([record("dmarc", dmarc("v=DMARC1;p=none"), dmarc("v=DMARC1; p=none;"))])],
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

test("every rule has a case here", () => {
  expect(Object.keys(CASES).sort()).toEqual(RULES.map(({ id }) => id).sort());
});

test.each(Object.entries(CASES))("%s", (rule, [text, ...others]) => {
  expect([...new Set(rules(text))].sort()).toEqual([rule, ...others].sort());
});

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
      "danger identity-replaced: the identity "example.com (eu-west-1)" is made anew because its region changes from "us-east-1" to "eu-west-1": it gets new tokens, mail is unsigned until DNS follows",
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

test("a record is judged by what it says, whatever it is called", () => {
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
