// The rules of an identity and of its mail (DKIM, MAIL FROM, MX, SPF, DMARC): a plan on which each speaks, and the other rules that
// speak on it as well.
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
  spf,
  txt,
  ZONE,
} from "../plans";

const ID = `${IDENTITY}.example_com`;
const FROM = `${MAIL_FROM}.example_com`;
const kept = change(ID, identity(), identity());
const key = (length: string) =>
  identity({
    dkim_signing_attributes: [{ next_signing_key_length: length, tokens: ["a"], status: "SUCCESS" }],
  });
const SES_MX = "feedback-smtp.us-east-1.amazonses.com";
const manyIncludes = `v=spf1 ${Array.from({ length: 11 }, (_, n) => `include:s${n}.example`).join(" ")} ~all`;

export const MAIL_CASES: Record<string, readonly [text: string, ...others: string[]]> = {
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
  "dmarc-quarantines": [plan([record("dmarc", null, dmarc("v=DMARC1; p=quarantine"))]), "dmarc-created"],
  "dmarc-without-evidence": [plan([record("dmarc", dmarc("v=DMARC1; p=none"), dmarc("v=DMARC1; p=quarantine"))])],
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
};
