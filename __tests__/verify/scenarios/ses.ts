// What SES says while DNS is right or is not, and what a website answers.
import type { AcmCertificate } from "../../../lib/acm/certificate";
import type { Domain } from "../../../lib/dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../../../lib/dns/domain-records";
import { senderDocument } from "../../../lib/dns/sending";
import type { Ses, SesFailure, SesStatus } from "../../../lib/ses/identity";
import type { ConfigurationSetState, RolePolicyState } from "../../../lib/ses/set";
import { ARTICLE } from "../../helpers/domains";
import { NOW, PENDING, recordsOf, sesOf, TOKENS, VERIFIED, world } from "../world";
import type { Scenario } from "./scenario";

const HOUR = 3_600_000;
const mailFrom = { domain: "mail.example.com", status: "SUCCESS", behaviorOnMxFailure: "USE_DEFAULT_VALUE" } as const;
const { mailFrom: _, ...NO_MAIL_FROM } = ARTICLE;
const ELSEWHERE = { ...ARTICLE, web: [{ ...ARTICLE.web[0]!, target: "cdn.partner.example" }] };

/** SES in its sandbox, with these addresses and whether each is confirmed. */
function withAddresses(addresses: Readonly<Record<string, boolean>>): Ses {
  const ses = sesOf({ account: { production: false } });
  return {
    ...ses,
    identity: async (place) => {
      if (!place.domain.includes("@")) return ses.identity(place);
      const verifiedForSending = addresses[place.domain];
      return verifiedForSending === undefined ? null : { ...VERIFIED, domain: place.domain, verifiedForSending };
    },
  };
}

/** The article's domain with a role that sends. */
const SENDER = { key: "shop", role: "arn:aws:iam::111122223333:role/apps/shop", from: [] } as const;
const WITH_SENDER: Domain = { ...ARTICLE, senders: [SENDER] };
const DOCUMENT = JSON.stringify(senderDocument(SENDER, WITH_SENDER));
const ofRole = (found: RolePolicyState | SesFailure) => ({
  domains: [WITH_SENDER],
  ses: { ...sesOf({}), rolePolicy: async () => found },
});

const unverified = { verifiedForSending: false } as const;

/** The article's domain with a set that the stack makes, and the set in SES. */
const WITH_SET: Domain = {
  ...ARTICLE,
  configurationSet: "mail",
  madeSet: {
    name: "mail",
    reputationMetrics: false,
    sending: true,
    suppression: [],
    tls: "optional",
    tags: {},
    events: [{ name: "feedback", types: ["bounce", "complaint"], enabled: true, target: { kind: "event-bridge" } }],
  },
};
const usesSet = { configurationSet: "mail" };
const BUS = { kind: "event-bridge", busArn: "arn:aws:events:us-east-1:111122223333:event-bus/default" } as const;
const DESTINATION = { name: "feedback", enabled: true, types: ["BOUNCE", "COMPLAINT"], target: BUS };
const SET_IN_SES: ConfigurationSetState = {
  name: "mail",
  sendingEnabled: true,
  suppressedReasons: [],
  tlsPolicy: "OPTIONAL",
  reputationMetrics: false,
  destinations: [DESTINATION],
};
const setIs = (changes: Partial<ConfigurationSetState> = {}, domain = WITH_SET) => ({
  world: world({}),
  props: {
    domains: [domain],
    ses: sesOf({ identity: usesSet, set: { ...SET_IN_SES, ...changes } }),
  },
});

const ACM_NAME = `_${"0".repeat(32)}.www.example.com`;
const ACM_TARGET = `_${"1".repeat(32)}.sandboxacm.acm-validations.aws`;
const CERTIFIED: Domain = { ...ARTICLE, certificate: { names: ["www.example.com"], wait: false } };
const CERTIFIED_RECORDS = domainRecords(CERTIFIED, {
  ...PLACEHOLDER_REFS,
  dkimTokens: [...TOKENS],
  validation: () => ({ name: ACM_NAME, target: ACM_TARGET }),
});
const ISSUED: AcmCertificate = {
  arn: "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000001",
  names: ["www.example.com"],
  status: "ISSUED",
  type: "AMAZON_ISSUED",
  requested: NOW - 48 * HOUR,
  issued: NOW - 47 * HOUR,
  notAfter: NOW + 150 * 24 * HOUR,
  inUseBy: ["arn:aws:cloudfront::111122223333:distribution/E2QWRUHAPOMQZL"],
  keyAlgorithm: "RSA_2048",
  validations: [
    { name: "www.example.com", method: "DNS", status: "SUCCESS", record: { name: ACM_NAME, target: ACM_TARGET } },
  ],
};
const WAITING: AcmCertificate = {
  ...ISSUED,
  status: "PENDING_VALIDATION",
  issued: undefined,
  notAfter: undefined,
  inUseBy: [],
  validations: [{ name: "www.example.com", method: "DNS", status: "PENDING_VALIDATION" }],
};
/** ACM has these certificates for the website, whose record stands in DNS unless it is said otherwise. */
const acmHas = (found: readonly AcmCertificate[] | SesFailure, changes: Parameters<typeof world>[0] = {}) => ({
  world: world({ ...changes, records: { [ACM_NAME]: { CNAME: [ACM_TARGET] }, ...changes.records } }),
  props: {
    domains: [CERTIFIED],
    records: CERTIFIED_RECORDS,
    acm: { certificates: async () => found },
  },
});

/** Nobody sends as it, beside a domain that sends. */
const NO_MAIL: Domain = {
  ...ARTICLE,
  entry: "quiet",
  domain: "quiet.example.com",
  mail: "none",
  region: "",
  mailFrom: undefined,
  dmarc: "v=DMARC1; p=reject;",
  spf: "v=spf1 -all",
  web: [],
};

export const SES_SCENARIOS: readonly Scenario[] = [
  {
    name: "ses-identity-absent",
    world: world({}),
    props: { ses: sesOf({ identity: null }) },
    verdict: "not-live",
    causes: ["ses-identity-absent"],
  },
  {
    name: "ses-identity-elsewhere",
    world: world({}),
    props: {
      domains: [{ ...ARTICLE, identity: "existing" }],
      ses: sesOf({ identity: { mailFrom: { ...mailFrom, domain: "bounce.example.com" } } }),
    },
    verdict: "not-live",
    causes: ["ses-mail-from-other"],
  },
  { name: "ses-set-right", ...setIs(), verdict: "live", causes: [] },
  {
    name: "ses-set-absent",
    world: world({}),
    props: { domains: [WITH_SET], ses: sesOf({ identity: usesSet, set: null }) },
    verdict: "not-live",
    causes: ["ses-set-absent"],
  },
  {
    name: "ses-set-other",
    world: world({}),
    props: {
      domains: [WITH_SET],
      ses: sesOf({ set: SET_IN_SES }),
    },
    verdict: "live",
    causes: ["ses-set-other"],
  },
  {
    name: "ses-set-sending-off",
    ...setIs({ sendingEnabled: false }),
    verdict: "not-live",
    causes: ["ses-set-sending-off"],
  },
  {
    name: "ses-set-sending-off-wanted",
    ...setIs({ sendingEnabled: false }, { ...WITH_SET, madeSet: { ...WITH_SET.madeSet!, sending: false } }),
    verdict: "live",
    causes: ["ses-set-sending-off"],
  },
  {
    name: "ses-set-different",
    ...setIs(
      {
        suppressedReasons: undefined,
        tlsPolicy: "REQUIRE",
        reputationMetrics: true,
        tracking: { domain: 'click.example.net"\u202e', httpsPolicy: "REQUIRE" },
      },
      {
        ...WITH_SET,
        madeSet: { ...WITH_SET.madeSet!, tracking: { domain: "click.example.com", https: "optional" }, sending: false },
      },
    ),
    verdict: "live",
    causes: ["ses-set-different"],
  },
  {
    name: "ses-set-untold",
    ...setIs({ tlsPolicy: undefined, reputationMetrics: undefined }),
    verdict: "live",
    causes: [],
  },
  {
    name: "ses-events-elsewhere",
    ...setIs({
      destinations: [{ ...DESTINATION, target: { kind: "sns", topicArn: "arn:aws:sns:us-east-1:111122223333:mine" } }],
    }),
    verdict: "live",
    causes: ["ses-events-off"],
  },
  { name: "ses-events-absent", ...setIs({ destinations: [] }), verdict: "live", causes: ["ses-events-off"] },
  {
    name: "ses-events-off",
    ...setIs({ destinations: [{ ...DESTINATION, enabled: false }] }),
    verdict: "live",
    causes: ["ses-events-off"],
  },
  {
    name: "ses-events-fewer",
    ...setIs({ destinations: [{ ...DESTINATION, types: ["BOUNCE"] }] }),
    verdict: "live",
    causes: ["ses-events-off"],
  },
  {
    name: "ses-pending",
    world: world({}),
    props: { ses: sesOf({ identity: unverified, dkim: PENDING }) },
    verdict: "not-live",
    causes: ["ses-pending"],
  },
  {
    name: "ses-pending-unknown",
    world: world({}),
    props: { ses: sesOf({ dkim: { status: "REPLICATING" as SesStatus } }) },
    verdict: "not-live",
    causes: ["ses-pending"],
  },
  {
    name: "ses-pending-verification",
    world: world({}),
    props: { ses: sesOf({ identity: { ...unverified, verification: "FAILED" } }) },
    verdict: "not-live",
    causes: ["ses-pending"],
  },
  {
    name: "dkim-tokens-stale-own-key",
    world: world({}),
    props: { ses: sesOf({ dkim: { origin: "EXTERNAL", tokens: ["own"] } }) },
    verdict: "not-live",
    causes: ["dkim-tokens-stale"],
  },
  {
    name: "ses-pending-late",
    world: world({}),
    props: { ses: sesOf({ identity: unverified, dkim: { status: "PENDING", keyMade: NOW - 70 * HOUR } }) },
    verdict: "not-live",
    causes: ["ses-pending"],
  },
  {
    name: "ses-failed",
    world: world({}),
    props: { ses: sesOf({ identity: { ...unverified, errorType: "HOST_NOT_FOUND" }, dkim: { status: "FAILED" } }) },
    verdict: "not-live",
    causes: ["ses-failed"],
  },
  {
    name: "ses-deadline",
    world: world({ records: { "ccc._domainkey.example.com": null } }),
    props: { ses: sesOf({ identity: unverified, dkim: { status: "PENDING", keyMade: NOW - 60.5 * HOUR } }) },
    verdict: "not-live",
    causes: ["dkim-partial", "ses-deadline"],
  },
  {
    name: "ses-signing-off",
    world: world({}),
    props: { ses: sesOf({ dkim: { signingEnabled: false } }) },
    verdict: "not-live",
    causes: ["ses-signing-off"],
  },
  {
    name: "ses-mail-from-pending",
    world: world({}),
    props: { ses: sesOf({ identity: { mailFrom: { ...mailFrom, status: "PENDING" } } }) },
    verdict: "not-live",
    causes: ["ses-mail-from-pending"],
  },
  {
    name: "ses-mail-from-failed",
    world: world({}),
    props: {
      ses: sesOf({ identity: { mailFrom: { ...mailFrom, status: "FAILED", behaviorOnMxFailure: "REJECT_MESSAGE" } } }),
    },
    verdict: "not-live",
    causes: ["ses-mail-from-failed"],
  },
  {
    name: "ses-mail-from-other",
    world: world({}),
    props: { ses: sesOf({ identity: { mailFrom: null } }) },
    verdict: "not-live",
    causes: ["ses-mail-from-other"],
  },
  {
    name: "ses-mail-from-unwanted",
    world: world({}),
    props: { domains: [NO_MAIL_FROM], records: recordsOf(NO_MAIL_FROM) },
    verdict: "live",
    causes: ["ses-mail-from-unwanted"],
  },
  {
    name: "ses-address-unverified",
    world: world({}),
    props: {
      domains: [{ ...ARTICLE, testAddresses: ["qa@example.org", "ready@example.net", "you@example.net"] }],
      ses: withAddresses({ "qa@example.org": false, "ready@example.net": true, "you@example.net": false }),
    },
    verdict: "live",
    causes: ["ses-address-unverified", "ses-address-unverified", "ses-sandbox"],
  },
  {
    name: "ses-address-absent",
    world: world({}),
    props: {
      domains: [{ ...ARTICLE, testAddresses: ["qa@example.org", "you@example.net"] }],
      ses: withAddresses({ "qa@example.org": false }),
    },
    verdict: "live",
    causes: ["ses-address-unverified", "ses-address-absent", "ses-sandbox"],
  },
  {
    name: "sender-role-absent",
    world: world({}),
    props: ofRole({ kind: "no-role" }),
    verdict: "not-live",
    causes: ["sender-role-absent"],
  },
  {
    name: "sender-policy-absent",
    world: world({}),
    props: ofRole({ kind: "no-policy" }),
    verdict: "not-live",
    causes: ["sender-policy-absent"],
  },
  {
    name: "sender-policy-other",
    world: world({}),
    props: ofRole({ kind: "policy", document: DOCUMENT.replace("ses:SendEmail", "ses:SendBulkEmail") }),
    verdict: "live",
    causes: ["sender-policy-other"],
  },
  {
    name: "ses-sandbox",
    world: world({}),
    props: { ses: sesOf({ account: { production: false } }) },
    verdict: "live",
    causes: ["ses-sandbox"],
  },
  {
    name: "ses-paused",
    world: world({}),
    props: { ses: sesOf({ account: { sendingEnabled: false, enforcement: "SHUTDOWN" } }) },
    verdict: "not-live",
    causes: ["ses-paused", "ses-enforcement"],
  },
  {
    name: "ses-enforcement",
    world: world({}),
    props: { ses: sesOf({ account: { enforcement: "PROBATION" } }) },
    verdict: "live",
    causes: ["ses-enforcement"],
  },
  {
    name: "ses-unseen",
    world: world({}),
    props: {
      ses: {
        identity: async () => ({ kind: "no-credentials", message: "there are no AWS credentials: set AWS_PROFILE" }),
        account: async () => ({ kind: "no-credentials", message: "there are no AWS credentials: set AWS_PROFILE" }),
      },
    },
    verdict: "live",
    causes: [],
  },
  {
    name: "web-unresolved",
    world: world({ servers: { "127.0.0.4": noDistribution() } }),
    verdict: "not-live",
    causes: ["web-unresolved"],
  },
  {
    name: "web-tls",
    world: world({}),
    props: { tls: async () => ({ ok: false, reason: "its certificate is for *.cloudfront.net" }) },
    verdict: "live",
    causes: ["web-tls"],
  },
  {
    name: "caa-forbids",
    world: world({ records: { "example.com": { CAA: ['0 issue "ca.example"', '0 iodef "mailto:ca@example.com"'] } } }),
    verdict: "live",
    causes: ["caa-forbids"],
  },
  {
    name: "caa-limits",
    world: world({
      records: { "example.com": { CAA: ['0 issue "amazon.com;accounturi=https://ca.example/account/1"'] } },
    }),
    verdict: "live",
    causes: ["caa-limits"],
  },
  {
    name: "caa-forbids-at-target",
    world: world({
      records: { "www.example.com": { CNAME: ["cdn.partner.example"] } },
      zones: {
        "partner.example": { "cdn.partner.example": { A: ["192.0.2.80"], CAA: ['0 issue "ca.example"'] } },
      },
    }),
    props: {
      domains: [ELSEWHERE],
      records: recordsOf(ELSEWHERE),
    },
    verdict: "live",
    causes: ["caa-forbids"],
  },
  { name: "certificate-right", ...acmHas([ISSUED]), verdict: "live", causes: [] },
  {
    name: "certificate-one-of-two",
    ...acmHas([{ ...WAITING, requested: NOW }, ISSUED]),
    verdict: "live",
    causes: [],
  },
  { name: "certificate-absent", ...acmHas([]), verdict: "not-live", causes: ["certificate-absent"] },
  { name: "certificate-pending", ...acmHas([WAITING]), verdict: "not-live", causes: ["certificate-pending"] },
  {
    name: "certificate-record-missing",
    ...acmHas([WAITING], { records: { [ACM_NAME]: null } }),
    verdict: "not-live",
    causes: ["record-missing"],
  },
  {
    name: "certificate-caa-inherited",
    ...acmHas([{ ...WAITING, status: "FAILED", failureReason: "CAA_ERROR" }], {
      records: { "example.com": { CAA: ['0 issue "ca.example"'] } },
    }),
    verdict: "not-live",
    causes: ["certificate-failed", "caa-forbids"],
  },
  {
    name: "certificate-timed-out",
    ...acmHas([{ ...WAITING, status: "VALIDATION_TIMED_OUT" }]),
    verdict: "not-live",
    causes: ["certificate-failed"],
  },
  {
    name: "certificate-unused",
    ...acmHas([{ ...ISSUED, inUseBy: [] }]),
    verdict: "live",
    causes: ["certificate-renewal"],
  },
  {
    name: "certificate-renewal-stuck",
    ...acmHas([{ ...ISSUED, renewal: { status: "PENDING_VALIDATION", reason: "CAA_ERROR" } }]),
    verdict: "live",
    causes: ["certificate-renewal"],
  },
  {
    name: "certificate-ended",
    ...acmHas([{ ...ISSUED, notAfter: NOW - HOUR }]),
    verdict: "not-live",
    causes: ["certificate-renewal"],
  },
  {
    name: "certificate-not-asked",
    ...acmHas({ kind: "denied", message: "acm:ListCertificates is denied" }),
    verdict: "live",
    causes: [],
  },
  {
    name: "no-mail-identity",
    world: world({
      records: {
        "quiet.example.com": { MX: ["0 ."], TXT: [["v=spf1 -all"]] },
        "_dmarc.quiet.example.com": { TXT: [["v=DMARC1; p=reject;"]] },
        "*._domainkey.quiet.example.com": { TXT: [["v=DKIM1; p="]] },
      },
    }),
    props: { domains: [ARTICLE, NO_MAIL], records: [...recordsOf(ARTICLE), ...recordsOf(NO_MAIL)] },
    verdict: "live",
    causes: ["no-mail-identity"],
  },
  { name: "live", world: world({}), props: { ses: sesOf({ identity: VERIFIED }) }, verdict: "live", causes: [] },
];

function noDistribution() {
  const { zones } = world({}).servers["127.0.0.4"]!;
  return { zones: { ...zones, "cloudfront.net": {} } };
}
