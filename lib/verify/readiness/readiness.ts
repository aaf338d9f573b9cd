// Evaluates what was seen of an account in a region and of its domains, before production access is requested.
import type { SesAccount } from "../../ses/identity";
import { ASK_AGAIN, domainItems, isPage, UNSEEN } from "./domain-items";
import {
  type AccountEvidence,
  type ProductionAccess,
  READINESS,
  type Readiness,
  type ReadinessItem,
  type ReadinessStatus,
} from "./list";

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
    caseId,
    items: inOrder([...sendingItems(account), ...own, CONSENT]),
    website,
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
