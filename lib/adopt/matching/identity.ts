// Matches an entry's identity and MAIL FROM with what SES has. If an identity has a configuration set or tags that domains.yaml does not
// mention, the first apply removes them, because the provider removes what its configuration does not have.

import { canonicalName } from "../../dns/canonical";
import type { Domain } from "../../dns/domain";
import { identityFingerprint, mailFromFingerprint } from "../../dns/fingerprint";
import type { Identity } from "../../ses/identity";
import { dkimProblem } from "./dkim-problem";
import { type Change, isManagedBySes, type Managed, type Match } from "./match";

/**
 * One match for the identity, and one for its MAIL FROM if the entry has one; none for an identity that somebody else owns.
 * @param seen the identity in SES; null if there is none
 */
export function matchIdentity(domain: Domain, seen: Identity | null, managed: Managed = new Set()): Match[] {
  if (domain.state !== "present" || domain.identity === "existing") return [];
  const identity = identityMatch(domain, seen, managed);
  return domain.mailFrom === undefined ? [identity] : [identity, mailFromMatch(domain, domain.mailFrom, seen, managed)];
}

function identityMatch(domain: Domain, seen: Identity | null, managed: Managed): Match {
  const base = baseOf(domain, "identity", `${domain.domain} in ${domain.region}`);
  if (seen === null) return { ...base, status: "absent" };
  const importId = identityImportId(domain);
  const changes: Change[] = [];
  const notes: string[] = [];
  compare(changes, "configurationSet", seen.configurationSet ?? "", domain.configurationSet ?? "");
  if (seen.configurationSet !== null && domain.configurationSet === undefined) {
    notes.push(`its configuration set is taken off: to keep it write configurationSet: ${seen.configurationSet}`);
  }
  const tags = ownTags(seen);
  for (const key of [...new Set([...Object.keys(tags), ...Object.keys(domain.tags)])].sort()) {
    compare(changes, `tag ${key}`, tags[key] ?? "", domain.tags[key] ?? "");
  }
  const removed = Object.keys(tags).filter((key) => domain.tags[key] === undefined);
  if (removed.length > 0)
    notes.push(`its tags ${removed.sort().join(", ")} are taken off: to keep them write them to aws.tags`);
  const length = seen.dkim.nextKeyLength?.replace(/\D+/g, "");
  if (domain.dkimKeyLength !== undefined && length !== undefined && length !== String(domain.dkimKeyLength)) {
    compare(changes, "dkim.keyLength", length, String(domain.dkimKeyLength));
    notes.push(
      "another key length makes new tokens, which the DKIM records follow in the same mailzone apply; leave dkim.keyLength out to keep the keys",
    );
  }
  if (domain.mailFrom === undefined && seen.mailFrom !== null) {
    notes.push(`it has the MAIL FROM "${seen.mailFrom.domain}", which stays and is not managed: mailFrom is false`);
  }
  const problem = dkimProblem(seen);
  if (problem !== undefined) notes.unshift(`it ${problem.what}: ${problem.fix}`);
  else if (!seen.dkim.signingEnabled)
    notes.push("it signs nothing: DKIM signatures are turned off, and stay off until they are turned on in SES");
  const isManaged = isManagedBySes(managed, "identity", importId, domain.entry);
  const { domain: name, configurationSet, dkim } = seen;
  return {
    ...base,
    status: isManaged ? "managed" : problem !== undefined ? "clash" : changes.length > 0 ? "different" : "identical",
    importId,
    fingerprint: identityFingerprint({ domain: name, configurationSet, tags: seen.tags, tokens: dkim.tokens }),
    changes,
    notes,
  };
}

function mailFromMatch(
  domain: Domain,
  wanted: NonNullable<Domain["mailFrom"]>,
  seen: Identity | null,
  managed: Managed,
): Match {
  const base = baseOf(domain, "mail-from", `MAIL FROM ${wanted.domain} in ${domain.region}`);
  // An identity without a MAIL FROM gets it as new: there is nothing to import.
  if (seen === null || seen.mailFrom === null) return { ...base, status: "absent" };
  const importId = identityImportId(domain);
  const changes: Change[] = [];
  compare(changes, "mailFrom.domain", seen.mailFrom.domain, wanted.domain);
  compare(changes, "mailFrom.onMxFailure", onMxFailure(seen.mailFrom.behaviorOnMxFailure), wanted.onMxFailure);
  const isMoved = canonicalName(seen.mailFrom.domain) !== wanted.domain;
  const isManaged = isManagedBySes(managed, "mail-from", importId, domain.entry);
  return {
    ...base,
    status: isManaged ? "managed" : changes.length > 0 ? "different" : "identical",
    importId,
    fingerprint: mailFromFingerprint({ domain: seen.mailFrom.domain, behavior: seen.mailFrom.behaviorOnMxFailure }),
    changes,
    notes: isMoved
      ? [`its MAIL FROM moves from "${seen.mailFrom.domain}": to keep it write mailFrom: ${seen.mailFrom.domain}`]
      : [],
  };
}

/** The import id of an identity and of its MAIL FROM. */
function identityImportId({ domain, region }: Pick<Domain, "domain" | "region">): string {
  return `${domain}@${region}`;
}

/** The identity's tags without those of AWS, which nobody can set. */
export function ownTags({ tags }: Identity): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("aws:")));
}

/** BehaviorOnMxFailure of SES as the value of onMxFailure. */
export function onMxFailure(behavior: string): "use-default" | "reject" {
  return behavior === "REJECT_MESSAGE" ? "reject" : "use-default";
}

function baseOf({ entry }: Domain, id: string, subject: string) {
  const nothing = { importId: null, fingerprint: null, changes: [], notes: [] } as const;
  return { entry, id, subject, zone: null, ...nothing };
}

function compare(changes: Change[], field: string, before: string, after: string): void {
  if (before !== after) changes.push({ field, before, after });
}
