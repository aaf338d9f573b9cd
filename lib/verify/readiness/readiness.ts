// What AWS's reviewers look for before an account leaves the SES sandbox: what is there, what is not, and what only the sender knows.
// https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
import type { Domain } from "../../dns/domain";
import type { ConfigurationSetState, Identity, SesAccount } from "../../ses/identity";
import type { DmarcTree } from "../protocols/dmarc-tree-walk";
import type { CheckedRecord } from "../verification";

/**
 * `there`: seen. `missing`: seen not to be there. `confirm`: nothing that can be looked at says it, the sender must know. `cannot-tell`: it
 * could be seen, and was not.
 */
export type ReadinessStatus = "there" | "missing" | "confirm" | "cannot-tell";

export interface ReadinessItem {
  /** `identity`, `dkim`, …: one of READINESS. */
  readonly id: ReadinessId;
  readonly status: ReadinessStatus;
  /** The domains that it is about, sorted; none for the account. */
  readonly domains: readonly string[];
  /** Lower-case: what was seen. */
  readonly message: string;
  /** What to do; "" where nothing is to be done. */
  readonly fix: string;
}

/** What is asked for, in the order in which it is listed. */
export const READINESS = {
  sending: "the account may send",
  identity: "verified domain",
  dkim: "DKIM",
  "mail-from": "MAIL FROM domain",
  dmarc: "DMARC",
  bounces: "bounces are handled",
  complaints: "complaints are handled",
  suppression: "suppression list",
  website: "website",
  consent: "recipients asked for the mail",
} as const;

export type ReadinessId = keyof typeof READINESS;

/** `production`, or why not: the request was not made, is under review, was denied or failed. `unknown`: SES did not answer. */
export type ProductionAccess = "production" | "not-requested" | "under-review" | "denied" | "failed" | "unknown";

/** One account in one region: the sandbox is left for both together. */
export interface Readiness {
  readonly region: string;
  /** Whose account: `profile "mail"`; "" for the credentials of the environment. */
  readonly account: string;
  readonly access: ProductionAccess;
  /** The support case of the review. @default - SES names none */
  readonly caseId?: string;
  readonly items: readonly ReadinessItem[];
  /** A page of the domains' own website, for the request. @default - none is known */
  readonly website?: string;
}

/** What was seen of one domain. */
export interface DomainEvidence {
  readonly domain: Domain;
  /** Null: SES has no such identity. Undefined: it did not answer. */
  readonly identity: Identity | null | undefined;
  /** The set that mail uses unless it names another. Null: there is none. Undefined: SES did not answer. */
  readonly set: ConfigurationSetState | null | undefined;
  readonly dmarc: DmarcTree;
  /** Its records of purpose `web`. */
  readonly web: readonly CheckedRecord[];
}

/** What was seen of one account in one region. */
export interface AccountEvidence {
  readonly region: string;
  readonly name: string;
  /** Undefined: SES did not answer. */
  readonly account: SesAccount | undefined;
  readonly domains: readonly DomainEvidence[];
}

/** Evaluates what was seen; asks nobody. */
export function readinessOf({ region, name, account, domains }: AccountEvidence): Readiness {
  const own = domains.flatMap((evidence) => domainItems(evidence, account));
  const websites = domains.flatMap(({ web }) => web.filter((one) => isPage(one) && one.status === "live"));
  const website = websites[0] === undefined ? undefined : `https://${websites[0].record.name}/`;
  const caseId = account?.review?.caseId;
  return {
    region,
    account: name,
    access: accessOf(account),
    ...(caseId && { caseId }),
    items: inOrder([...sendingItems(account), ...own, CONSENT]),
    ...(website && { website }),
  };
}

/** 0: all that can be seen is there. 1: something is missing. 2: something could not be seen. */
export function readinessCode(list: readonly Readiness[]): 0 | 1 | 2 {
  const is = (status: ReadinessStatus) => list.some(({ items }) => items.some((item) => item.status === status));
  return is("missing") ? 1 : is("cannot-tell") ? 2 : 0;
}

const REVIEWS: Readonly<Record<string, ProductionAccess>> = {
  PENDING: "under-review",
  DENIED: "denied",
  FAILED: "failed",
  // Granted, and SES has not let the account out yet.
  GRANTED: "under-review",
};

function accessOf(account: SesAccount | undefined): ProductionAccess {
  if (account === undefined) return "unknown";
  if (account.production) return "production";
  const status = account.review?.status;
  return status === undefined ? "not-requested" : (REVIEWS[status] ?? "unknown");
}

const CONSENT: ReadinessItem = {
  id: "consent",
  status: "confirm",
  domains: [],
  message: "no program can see who asked for the mail, how they leave the list, and what it says",
  fix: "describe in the request what is sent, to whom, how they asked for it and how they unsubscribe",
};

const UNSEEN = "SES did not answer";
const ASK_AGAIN = 'see "not seen" below, and run it again';

function sendingItems(account: SesAccount | undefined): ReadinessItem[] {
  const item = { id: "sending", domains: [] } as const;
  if (account === undefined) return [{ ...item, status: "cannot-tell", message: UNSEEN, fix: ASK_AGAIN }];
  const { sendingEnabled, enforcement } = account;
  if (sendingEnabled && enforcement === "HEALTHY")
    return [{ ...item, status: "there", message: "sending is on, and the account is healthy", fix: "" }];
  return [
    {
      ...item,
      status: "missing",
      message: sendingEnabled ? `the account is in the state ${enforcement}` : "sending is paused for the account",
      fix: "answer the case that AWS has opened in the support centre; it is looked at before anything else",
    },
  ];
}

function domainItems(evidence: DomainEvidence, account: SesAccount | undefined): ReadinessItem[] {
  const domains = [evidence.domain.domain];
  return [
    ...identityItems(evidence),
    dmarcItem(evidence.dmarc),
    ...feedbackItems(evidence),
    suppressionItem(evidence, account),
    websiteItem(evidence),
  ].map((item) => ({ ...item, domains }));
}

type Seen = Omit<ReadinessItem, "domains">;

const there = (id: ReadinessId, message: string): Seen => ({ id, status: "there", message, fix: "" });
const missing = (id: ReadinessId, message: string, fix: string): Seen => ({ id, status: "missing", message, fix });
const unseen = (id: ReadinessId): Seen => ({ id, status: "cannot-tell", message: UNSEEN, fix: ASK_AGAIN });

function identityItems({ identity, domain }: DomainEvidence): Seen[] {
  if (identity === undefined) return [unseen("identity"), unseen("dkim"), unseen("mail-from")];
  const isOfOthers = domain.identity === "existing";
  const verify = "run mailzone verify: it says what is in the way";
  if (identity === null) {
    const fix = isOfOthers ? "ask its owner to make it" : "run mailzone plan and apply";
    return (["identity", "dkim", "mail-from"] as const).map((id) => missing(id, "SES has no such identity", fix));
  }
  const { dkim, mailFrom, verifiedForSending } = identity;
  const isSigned = dkim.status === "SUCCESS" && dkim.signingEnabled;
  return [
    verifiedForSending
      ? there("identity", "may send")
      : missing("identity", `may not send yet: its verification is ${identity.verification ?? "not told"}`, verify),
    isSigned
      ? there("dkim", "mail is signed with the domain's key")
      : missing("dkim", dkim.signingEnabled ? `DKIM is ${dkim.status}` : "signing is turned off", verify),
    mailFrom?.status === "SUCCESS"
      ? there("mail-from", "bounces come to a subdomain, and SPF is aligned")
      : missing(
          "mail-from",
          mailFrom === null
            ? "mail has MAIL FROM amazonses.com, so SPF is not aligned"
            : `MAIL FROM is ${mailFrom.status}`,
          mailFrom !== null || domain.mailFrom !== undefined
            ? verify
            : isOfOthers
              ? "ask the identity's owner to set one, and publish its records with mailFrom"
              : "set mailFrom in domains.yaml and apply",
        ),
  ];
}

function dmarcItem({ applied, failure }: DmarcTree): Seen {
  if (applied !== undefined) return there("dmarc", `the record at _dmarc.${applied.domain} applies`);
  if (failure !== undefined)
    return { id: "dmarc", status: "cannot-tell", message: "DNS did not answer", fix: "run it again" };
  return missing("dmarc", "no DMARC record applies", "set dmarc in domains.yaml and apply: p=none is a beginning");
}

/** SES's event type, and the key of domains.yaml. */
const FEEDBACK = [
  { id: "bounces", type: "BOUNCE", key: "bounce" },
  { id: "complaints", type: "COMPLAINT", key: "complaint" },
] as const;

function feedbackItems({ identity, set }: DomainEvidence): Seen[] {
  return FEEDBACK.map(({ id, type, key }) => {
    if (identity === undefined || set === undefined) return unseen(id);
    const found = set?.destinations.filter(({ enabled, types }) => enabled && types.includes(type)) ?? [];
    if (found[0] !== undefined)
      return there(
        id,
        `the configuration set "${set?.name}" publishes them, to "${found[0].name}"; who reads them there is not seen`,
      );
    const publish = `add ${key} to configurationSet.events in domains.yaml (docs/events.md)`;
    if (identity?.feedbackForwarding)
      return {
        id,
        status: "confirm",
        message: "SES sends them as mail to the sender's address, and to nothing else that is seen here",
        fix: `make sure that a program or a person reads that mailbox, or ${publish}`,
      };
    return missing(id, "nobody is told of them", publish);
  });
}

function suppressionItem({ set }: DomainEvidence, account: SesAccount | undefined): Seen {
  if (set === undefined) return unseen("suppression");
  const ofSet = set?.suppressedReasons ?? undefined;
  const reasons = ofSet ?? account?.suppressedReasons;
  if (reasons === undefined || reasons === null) return unseen("suppression");
  const whose = ofSet === undefined ? "the account's list" : `the configuration set "${set?.name}"`;
  const lacks = ["BOUNCE", "COMPLAINT"].filter((reason) => !reasons.includes(reason));
  if (lacks.length === 0) return there("suppression", `${whose} keeps addresses that bounced or complained`);
  return missing(
    "suppression",
    `${whose} does not keep addresses after ${lacks.map((reason) => REASONS[reason]).join(" and ")}`,
    ofSet === undefined
      ? "turn it on for the account in the SES console, or set configurationSet.suppression in domains.yaml"
      : "set configurationSet.suppression to [bounce, complaint] in domains.yaml and apply",
  );
}

const REASONS: Readonly<Record<string, string>> = { BOUNCE: "a bounce", COMPLAINT: "a complaint" };

function websiteItem({ web }: DomainEvidence): Seen {
  const sites = web.filter(isPage);
  const live = sites.find(({ status }) => status === "live");
  if (live !== undefined) return there("website", `https://${live.record.name}/ is live in DNS`);
  if (sites.length > 0)
    return missing("website", "the website's record is not live", "run mailzone verify: it says what is in the way");
  return {
    id: "website",
    status: "confirm",
    message: "domains.yaml publishes none",
    fix: "name one in the request that says who you are and how people sign up",
  };
}

/** A wildcard is no page that somebody could open. */
function isPage({ record }: CheckedRecord): boolean {
  return !record.name.startsWith("*");
}

/** Items that say the same are one for all their domains. */
function inOrder(items: readonly ReadinessItem[]): ReadinessItem[] {
  const merged = new Map<string, ReadinessItem>();
  for (const item of items) {
    const key = JSON.stringify([item.id, item.status, item.message, item.fix]);
    const before = merged.get(key);
    const domains = [...new Set([...(before?.domains ?? []), ...item.domains])].sort();
    merged.set(key, { ...item, domains });
  }
  const ids = Object.keys(READINESS);
  const statuses = ["missing", "cannot-tell", "confirm", "there"];
  const place = ({ id, status }: ReadinessItem) => ids.indexOf(id) * statuses.length + statuses.indexOf(status);
  return [...merged.values()].sort((a, b) => place(a) - place(b));
}
