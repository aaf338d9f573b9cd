import type { Import } from "../../lib/config/imports";
import { formatFinding } from "../../lib/dns/finding";
import { identityFingerprint, mailFromFingerprint, recordFingerprint } from "../../lib/dns/fingerprint";
import { changedImports, missingImports, otherImports } from "../../lib/review/imports";
import {
  change,
  changesOf,
  dns,
  IDENTITY,
  MAIL_FROM,
  mailFrom,
  mx,
  plan,
  RECORD,
  record,
  txt,
  type Values,
  ZONE,
} from "./plans";

const RECORD_ID = "a".repeat(32);
const importing = { importing: { id: `${ZONE}/${RECORD_ID}` } };
const addressOf = (name: string) => {
  const own = { identity: "aws_sesv2_email_identity", "mail-from": "aws_sesv2_email_identity_mail_from_attributes" };
  const type = own[name as keyof typeof own];
  return type === undefined ? `cloudflare_dns_record.example_com__${name}` : `${type}.example_com`;
};
const item = (name: string, fingerprint: string, id = `${ZONE}/${RECORD_ID}`): Import => ({
  entry: "example.com",
  record: name,
  id,
  fingerprint,
  address: addressOf(name),
  at: { file: "imports.yaml", line: 7, column: 5 },
});
const checked = (changes: object[], ...imports: Import[]) =>
  changedImports(changesOf(plan(changes)), imports).map(formatFinding);

const dmarc = txt("_dmarc.example.com", "v=DMARC1; p=none;", { comment: null });
const seenDmarc = recordFingerprint(dmarc as never);
const TOKENS = ["aaa", "bbb", "ccc"];
const seenIdentity = { domain: "example.com", configurationSet: "news", tags: { team: "mail" }, tokens: TOKENS };
const identity = (rest: Values = {}): Values => ({
  email_identity: "example.com",
  region: "us-east-1",
  configuration_set_name: "news",
  tags_all: { team: "mail" },
  dkim_signing_attributes: [{ tokens: TOKENS, status: "SUCCESS", domain_signing_private_key: "" }],
  ...rest,
});
const hidden = { before_sensitive: { dkim_signing_attributes: [{ domain_signing_private_key: true }] } };
const PLACE = { importing: { id: "example.com@us-east-1" } };

test("a resource that is as adopt saw it is accepted, no matter how the plan changes it", () => {
  const seen = item("dmarc", seenDmarc);
  expect(checked([record("dmarc", dmarc, dmarc, importing)], seen)).toEqual([]);
  expect(checked([record("dmarc", dmarc, { ...dmarc, ttl: 300 }, importing)], seen)).toEqual([]);
  const moved = { ...dmarc, modified_on: "2026-11-24T00:00:00Z", comment: "", priority: 0, tags: [], settings: {} };
  expect(checked([record("dmarc", moved, moved, importing)], seen)).toEqual([]);
  const all = [
    change(`${IDENTITY}.example_com`, identity(), identity(), { ...PLACE, ...hidden }),
    change(`${MAIL_FROM}.example_com`, mailFrom(), mailFrom(), PLACE),
  ];
  const behavior = "USE_DEFAULT_VALUE";
  expect(
    checked(
      all,
      item("identity", identityFingerprint(seenIdentity)),
      item("mail-from", mailFromFingerprint({ domain: "mail.example.com", behavior })),
    ),
  ).toEqual([]);
});

test.each<[string, Values, string]>([
  ["content", { content: '"v=DMARC1; p=reject;"' }, 'TXT _dmarc.example.com "v=DMARC1; p=reject;"'],
  ["ttl", { ttl: 300 }, 'TXT _dmarc.example.com "v=DMARC1; p=none;", ttl 300'],
  ["comment", { comment: "mine" }, 'TXT _dmarc.example.com "v=DMARC1; p=none;", comment "mine"'],
  ["quotes", { content: "v=DMARC1; p=none;" }, "TXT _dmarc.example.com v=DMARC1; p=none;"],
])("a record whose %s was changed stops the plan and is shown as it is now", (_, edit, now) => {
  const found = { ...dmarc, ...edit };
  expect(checked([record("dmarc", found, dmarc, importing)], item("dmarc", seenDmarc))).toEqual([
    `imports.yaml:7:5: error: "example.com" dmarc was changed since adopt read it, it is now ${now}: run mailzone adopt --write again, and review what it writes (imports)`,
  ]);
});

test.each<[string, Values, string]>([
  ["configuration set", { configuration_set_name: null }, "without a configuration set, with the tags team=mail"],
  ["tags", { tags_all: {} }, 'with the configuration set "news", without tags'],
  [
    "tokens",
    { dkim_signing_attributes: [{ tokens: ["x", "y", "z"] }] },
    'news", with the tags team=mail, with the DKIM tokens x, y, z',
  ],
])("an identity whose %s changed stops the plan", (_, edit, now) => {
  const found = identity(edit);
  const [message] = checked(
    [change(`${IDENTITY}.example_com`, found, found, PLACE)],
    item("identity", identityFingerprint(seenIdentity)),
  );
  expect(message).toMatch(/"example.com" identity was changed since adopt read it, it is now /);
  expect(message).toContain(now);
});

test("MAIL FROM that was changed stops the plan", () => {
  const found = mailFrom({ behavior_on_mx_failure: "REJECT_MESSAGE" });
  const seen = mailFromFingerprint({ domain: "mail.example.com", behavior: "USE_DEFAULT_VALUE" });
  expect(checked([change(`${MAIL_FROM}.example_com`, found, found, PLACE)], item("mail-from", seen))[0]).toMatch(
    "mail-from was changed since adopt read it, it is now MAIL FROM of example.com mail.example.com (REJECT_MESSAGE): run",
  );
});

test("an MX counts with its priority", () => {
  const found = mx("mail.example.com", "mx.example.net");
  const seen = item("mail-from-mx", recordFingerprint({ ...found, priority: 20 } as never));
  expect(checked([record("mail-from-mx", found, found, importing)], seen)[0]).toMatch("now MX mail.example.com 10 mx.");
});

test("a resource in the state is neither imported nor compared", () => {
  expect(checked([record("dmarc", dmarc, { ...dmarc, ttl: 60 })], item("dmarc", "v1-0"))).toEqual([]);
  expect(checked([record("spf", dmarc, dmarc, importing)], item("dmarc", "v1-0"))).toEqual([]);
});

describe("an import that found another thing than is wanted", () => {
  const other = (changes: object[], ...imports: Import[]) =>
    otherImports(changesOf(plan(changes)), imports).map(formatFinding);
  const bounces = mx("mail.example.com", "feedback-smtp.us-east-1.amazonses.com");
  const inbound = mx("example.com", "mx.example.net");

  test("is refused with its line: the inbound MX as the MX of MAIL FROM", () => {
    expect(
      other(
        [record("mail-from-mx", inbound, bounces, importing)],
        item("mail-from-mx", recordFingerprint(inbound as never)),
      ),
    ).toEqual([
      'imports.yaml:7:5: error: "example.com" mail-from-mx found MX example.com 10 mx.example.net, which is not what is expected, MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com: an apply would rename or move it: correct its id, or delete this import (imports)',
    ]);
  });

  test.each<[string, object]>([
    [
      "another type",
      record("record-a", dns("A", "a.example.com", "192.0.2.1"), txt("a.example.com", "x"), {
        ...importing,
        actions: ["delete", "create"],
      }),
    ],
    [
      "SPF where a proof is wanted",
      record("record-proof", txt("example.com", "v=spf1 -all"), txt("example.com", "proof=1"), importing),
    ],
    [
      "a proof where SPF is wanted",
      record("spf", txt("example.com", "proof=1"), txt("example.com", "v=spf1 -all"), importing),
    ],
    [
      "another zone",
      record("dmarc", { ...dmarc, zone_id: "f".repeat(32) }, dmarc, { ...importing, actions: ["delete", "create"] }),
    ],
    [
      "another identity",
      change(`${IDENTITY}.example_com`, identity({ email_identity: "example.net" }), identity(), PLACE),
    ],
    [
      "an identity in another region",
      change(`${IDENTITY}.example_com`, identity({ region: "eu-west-1" }), identity(), PLACE),
    ],
    [
      "MAIL FROM of another identity",
      change(`${MAIL_FROM}.example_com`, mailFrom({ email_identity: "a.example" }), mailFrom(), PLACE),
    ],
    [
      "no DKIM record, where the name of the wanted one is not known yet",
      record(
        "dkim-1",
        dns("CNAME", "www.example.com", "a.example"),
        { type: "CNAME" },
        { ...importing, after_unknown: { name: true } },
      ),
    ],
    [
      "a proof of ownership as the SPF record that stands at the same name",
      record("spf", txt("example.com", "proof=1"), txt("example.com", "v=spf1 -all"), importing),
    ],
    ["another record, whoever wrote the import block", change(`${RECORD}.by_hand`, inbound, bounces, importing)],
  ])("is refused: %s", (_, changed) => {
    expect(other([changed])).toHaveLength(1);
  });

  test.each<[string, object]>([
    ["the same name in other letters", record("dmarc", { ...dmarc, name: "_DMARC.Example.com." }, dmarc, importing)],
    ["another content", record("dmarc", { ...dmarc, content: '"v=DMARC1; p=reject"' }, dmarc, importing)],
    [
      "the same name in its own letters",
      record("record-a", txt("a.bücher.example", "x"), txt("a.xn--bcher-kva.example", "x"), importing),
    ],
    ["a record that changes its name and is not imported", record("mail-from-mx", inbound, bounces)],
    [
      "SPF that says something else",
      record("spf", txt("example.com", "V=SPF1 ~all"), txt("example.com", "v=spf1 -all"), importing),
    ],
    ["a resource of another type", change("random_pet.x", { name: "a" }, { name: "b" }, importing)],
    [
      "a DKIM record, where the name of the wanted one is not known yet",
      record(
        "dkim-1",
        dns("CNAME", "aaa._domainkey.example.com", "a"),
        { type: "CNAME" },
        { ...importing, after_unknown: { name: true } },
      ),
    ],
  ])("is let through: %s", (_, changed) => {
    expect(other([changed])).toEqual([]);
  });
});

const CLOUDFLARE = {
  summary: "failed to make http request",
  detail: `GET "https://api.cloudflare.com/client/v4/zones/${ZONE}/dns_records/${RECORD_ID}": 404 Not Found {"errors":[{"code":81044}]}`,
};
const AWS = {
  summary: "Cannot import non-existent remote object",
  detail:
    'While attempting to import an existing object to "aws_sesv2_email_identity.example_com", the provider detected …',
};

test("an import of what is gone is named with its line", () => {
  const items = [
    item("identity", "v1-0", "example.com@us-east-1"),
    item("mail-from", "v1-0", "example.com@us-east-1"),
    item("dmarc", seenDmarc),
    item("spf", seenDmarc, `${ZONE}/${"b".repeat(32)}`),
  ];
  expect(missingImports([AWS, CLOUDFLARE], items).map(formatFinding)).toEqual([
    'imports.yaml:7:5: error: "example.com" identity no longer exists, and every plan fails on it: delete this item, or run mailzone adopt --write again (imports)',
    'imports.yaml:7:5: error: "example.com" dmarc no longer exists, and every plan fails on it: delete this item, or run mailzone adopt --write again (imports)',
  ]);
});

test("another error about an import is left to Terraform's words", () => {
  const denied = { ...CLOUDFLARE, detail: CLOUDFLARE.detail.replace("404 Not Found", "403 Forbidden") };
  const other = { ...AWS, summary: "Instance cannot be destroyed" };
  expect(missingImports([denied, other], [item("dmarc", seenDmarc), item("identity", "v1-0")])).toEqual([]);
});
