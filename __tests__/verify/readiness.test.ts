// The list of `verify --readiness`: what SES and DNS say, evaluated and shown.
import type { Domain } from "../../lib/dns/domain";
import type { Identity, SesAccount } from "../../lib/ses/identity";
import type { ConfigurationSetState } from "../../lib/ses/set";
import { type DomainEvidence, READINESS, type Readiness, type ReadinessId } from "../../lib/verify/readiness/list";
import { readinessCode, readinessOf } from "../../lib/verify/readiness/readiness";
import { renderReadinessJson, renderReadinessMarkdown, renderReadinessText } from "../../lib/verify/readiness/render";
import type { CheckedRecord } from "../../lib/verify/verification";
import { ARTICLE, domainNamed } from "../helpers/domains";
import { ACCOUNT, recordsOf, VERIFIED } from "./world";

const SUPPRESSED: SesAccount = { ...ACCOUNT, suppressedReasons: ["BOUNCE", "COMPLAINT"] };
const SET: ConfigurationSetState = {
  name: "mail",
  sendingEnabled: true,
  destinations: [{ name: "feedback", enabled: true, types: ["BOUNCE", "COMPLAINT"] }],
};
const WEB: CheckedRecord = {
  record: recordsOf(ARTICLE).find(({ purpose }) => purpose === "web")!,
  status: "live",
  authorities: [],
  resolvers: [],
  wait: null,
  causes: [],
};
const DMARC = { domain: "example.com", text: "v=DMARC1; p=none;", psd: "u" } as const;
const evidence = (changes: Partial<DomainEvidence> = {}): DomainEvidence => ({
  domain: ARTICLE,
  identity: VERIFIED,
  set: SET,
  dmarc: { records: [DMARC], organization: "example.com", applied: DMARC },
  web: [WEB],
  ...changes,
});
const ready = (domains: readonly DomainEvidence[] = [evidence()], account: SesAccount | null = SUPPRESSED) =>
  readinessOf({ region: "us-east-1", name: "", account: account ?? undefined, domains });
const statuses = ({ items }: Readiness) => Object.fromEntries(items.map(({ id, status }) => [id, status]));
const item = ({ items }: Readiness, id: ReadinessId) => items.find((one) => one.id === id);

test("only what no program can see is left to confirm if everything else is there", () => {
  const list = ready();
  expect(list.access).toBe("production");
  expect(statuses(list)).toEqual({
    ...Object.fromEntries(Object.keys(READINESS).map((id) => [id, "there"])),
    consent: "confirm",
  });
  expect(readinessCode([list])).toBe(0);
});

test.each<[ReadinessId, string, string, Partial<DomainEvidence>]>([
  ["identity", "missing", "SES has no such identity", { identity: null }],
  ["identity", "missing", "may not send yet", { identity: { ...VERIFIED, verifiedForSending: false } }],
  ["identity", "cannot-tell", "SES did not answer", { identity: undefined }],
  ["dkim", "missing", "turned off", { identity: { ...VERIFIED, dkim: { ...VERIFIED.dkim, signingEnabled: false } } }],
  ["dkim", "missing", "DKIM is PENDING", { identity: { ...VERIFIED, dkim: { ...VERIFIED.dkim, status: "PENDING" } } }],
  ["mail-from", "missing", "SPF is not aligned", { identity: { ...VERIFIED, mailFrom: null } }],
  ["dmarc", "missing", "no DMARC record applies", { dmarc: { records: [], organization: "example.com" } }],
  [
    "dmarc",
    "cannot-tell",
    "DNS did not answer",
    {
      dmarc: { records: [], organization: "example.com", failure: { kind: "timeout", server: "ns.example" } as never },
    },
  ],
  ["bounces", "missing", "nobody is told of them", { set: null }],
  ["bounces", "cannot-tell", "SES did not answer", { set: undefined }],
  ["complaints", "missing", "nobody", { set: { ...SET, destinations: [{ ...SET.destinations[0]!, enabled: false }] } }],
  [
    "complaints",
    "missing",
    "nobody",
    { set: { ...SET, destinations: [{ ...SET.destinations[0]!, types: ["BOUNCE"] }] } },
  ],
  ["bounces", "confirm", "the sender's address", { set: null, identity: { ...VERIFIED, feedbackForwarding: true } }],
  ["suppression", "missing", "after a complaint", { set: { ...SET, suppressedReasons: ["BOUNCE"] } }],
  ["suppression", "missing", "after a bounce and a complaint", { set: { ...SET, suppressedReasons: [] } }],
  ["website", "confirm", "publishes none", { web: [] }],
  ["website", "missing", "not live", { web: [{ ...WEB, status: "missing" }] }],
  ["website", "confirm", "publishes none", { web: [{ ...WEB, record: { ...WEB.record, name: "*.example.com" } }] }],
])("%s is %s: %s", (id, status, message, changes) => {
  const list = ready([evidence(changes)]);
  expect(item(list, id)).toMatchObject({ status, message: expect.stringContaining(message) });
  expect(readinessCode([list])).toBe({ missing: 1, "cannot-tell": 2, confirm: 0 }[status]);
});

test("an unknown suppression list does not count as existing", () => {
  expect(item(ready([evidence()], ACCOUNT), "suppression")?.status).toBe("cannot-tell");
  expect(item(ready([evidence()], null), "sending")?.status).toBe("cannot-tell");
  expect(item(ready([evidence()], { ...SUPPRESSED, sendingEnabled: false }), "sending")?.status).toBe("missing");
  expect(item(ready([evidence()], { ...SUPPRESSED, enforcement: "PROBATION" }), "sending")?.status).toBe("missing");
});

test.each([
  [{ production: true }, "production"],
  [{}, "not-requested"],
  [{ review: { status: "PENDING", caseId: "12" } }, "under-review"],
  [{ review: { status: "DENIED", caseId: "12" } }, "denied"],
  [{ review: { status: "FAILED" } }, "failed"],
  [{ review: { status: "SOMETHING_NEW" } }, "unknown"],
])("a review: %j is %s", (changes, access) => {
  expect(ready([], { ...SUPPRESSED, production: false, ...changes }).access).toBe(access);
});

test("what another owns is asked of its owner", () => {
  const domain: Domain = { ...ARTICLE, identity: "existing", mailFrom: undefined } as Domain;
  expect(item(ready([evidence({ domain, identity: null })]), "identity")?.fix).toBe("ask its owner to make it");
  const identity: Identity = { ...VERIFIED, mailFrom: null };
  expect(item(ready([evidence({ domain, identity })]), "mail-from")?.fix).toContain("ask the identity's owner");
});

test("sixty equal domains are one line, and missing records come before the others", () => {
  const many = Array.from({ length: 60 }, (_, index) =>
    evidence({ domain: domainNamed(`d${index}.example`), ...(index === 7 && { identity: null }) }),
  );
  const list = ready(many);
  const dkim = list.items.filter(({ id }) => id === "dkim");
  expect(dkim.map(({ status, domains }) => [status, domains.length])).toEqual([
    ["missing", 1],
    ["there", 59],
  ]);
  const text = renderReadinessText({ list: [list], unseen: [] });
  expect(text).toContain("d0.example, d1.example, d10.example and 56 more: mail is signed");
  expect(text.split("\n").length).toBeLessThan(40);
});

const SANDBOX = ready([evidence({ set: null, web: [] })], { ...SUPPRESSED, production: false });

test("the text for a terminal has the list, what to do, and how to ask for production access", () => {
  expect(renderReadinessText({ list: [SANDBOX], unseen: ["a reason"] })).toMatchInlineSnapshot(`
"SES in us-east-1 is in the sandbox, and production access was not requested:

  there        the account may send           sending is on, and the account is healthy
  there        verified domain                example.com: may send
  there        DKIM                           example.com: mail is signed with the domain's key
  there        MAIL FROM domain               example.com: bounces come to a subdomain, and SPF is aligned
  there        DMARC                          example.com: the record at _dmarc.example.com applies
  missing      bounces are handled            example.com: nobody is told of them
               to do: add bounce to configurationSet.events in domains.yaml (docs/events.md)
  missing      complaints are handled         example.com: nobody is told of them
               to do: add complaint to configurationSet.events in domains.yaml (docs/events.md)
  there        suppression list               example.com: the account's list keeps addresses that bounced or complained
  confirm      website                        example.com: domains.yaml publishes none
               to do: name one in the request that says who you are and how people sign up
  confirm      recipients asked for the mail  no program can see who asked for the mail, how they leave the list, and what it says
               to do: describe in the request what is sent, to whom, how they asked for it and how they unsubscribe

To ask for production access, in the SES console or by:
  aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://YOUR-WEBSITE/ --region us-east-1

not seen: a reason"
`);
});

test("no command is named where a request was made, and a denied one is not made anew", () => {
  const text = (changes: Partial<SesAccount>) =>
    renderReadinessText({ list: [ready([], { ...SUPPRESSED, production: false, ...changes })], unseen: [] });
  expect(text({ review: { status: "PENDING" } })).not.toContain("put-account-details");
  expect(text({ review: { status: "DENIED", caseId: "12" } })).toContain("in that case; do not ask anew");
  expect(text({})).toContain("--website-url https://YOUR-WEBSITE/ --region us-east-1");
});

test("what others have written moves no cursor and is no markup", () => {
  const evil = "\u001b[2J|<b>`x`";
  const set = { ...SET, name: evil, destinations: [{ ...SET.destinations[0]!, name: evil }] };
  const list = [{ ...ready([evidence({ set })], { ...SUPPRESSED, enforcement: evil }), account: evil }];
  for (const text of [
    renderReadinessText({ list, unseen: [evil] }),
    renderReadinessMarkdown({ list, unseen: [evil] }),
    renderReadinessJson({ list, unseen: [evil] }),
  ])
    expect(text).not.toContain("\u001b");
  const rows = renderReadinessMarkdown({ list, unseen: [evil] }).split("\n");
  expect(rows.filter((row) => row.startsWith("|")).every((row) => row.split("|").length === 6)).toBe(true);
  expect(rows.join("\n")).not.toMatch(/<b>/);
});

test("the JSON has a version, and the items of each region", () => {
  expect(JSON.parse(renderReadinessJson({ list: [SANDBOX], unseen: ["a reason"] }))).toMatchObject({
    version: 1,
    regions: [
      {
        region: "us-east-1",
        access: "not-requested",
        items: expect.arrayContaining([expect.objectContaining({ id: "dkim" })]),
      },
    ],
    unseen: ["a reason"],
  });
});
