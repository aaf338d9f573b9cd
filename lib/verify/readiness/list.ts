// What AWS's reviewers look for before an account leaves the SES sandbox, and what is known of it.
// https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
import type { Domain } from "../../dns/domain";
import type { Identity, SesAccount } from "../../ses/identity";
import type { ConfigurationSetState } from "../../ses/set";
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
