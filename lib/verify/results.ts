// Turns observations and problems into the records, identities and causes of a verification.
import type { ObservedEntry, Problem } from "./causes/problem";
import type { CauseId } from "./causes/table";
import { type ObservedRecord, serverAnswer } from "./live/observe";
import type { Cause, CheckedIdentity, CheckedRecord } from "./verification";

/** Causes that make a record different, whatever its own answers say: another one is in its place, or it is not proxied. */
const DIFFERENT: readonly CauseId[] = ["cname-proxied", "other-type", "proxy-off", "wildcard-answers"];

export function checkedRecord(seen: ObservedRecord, problems: readonly Problem[]): CheckedRecord {
  const { record, status, wait } = seen;
  const named = problems.filter(({ records }) =>
    records.some(({ entry, id }) => entry === record.entry && id === record.id),
  );
  const causes = [...new Set(named.map(({ rule }) => rule))];
  return {
    record,
    status: causes.some((id) => DIFFERENT.includes(id)) || isOfOthers(record, causes) ? "different" : status,
    authorities: seen.authorities.map((answer) => serverAnswer(record, answer)),
    resolvers: seen.resolvers.map((answer) => serverAnswer(record, answer)),
    wait,
    causes,
  };
}

/** A proxied record in a zone at other servers: no address there can be right. */
function isOfOthers({ proxied }: ObservedRecord["record"], causes: readonly CauseId[]): boolean {
  return proxied && causes.includes("zone-elsewhere");
}

export function checkedIdentity({
  entry,
  domain,
  config,
  records,
  identity,
  deadline,
}: ObservedEntry): CheckedIdentity {
  return {
    entry,
    domain,
    region: config?.region ?? records[0]?.record.region ?? "",
    verified: identity?.verifiedForSending ?? null,
    dkim: identity?.dkim.status ?? null,
    mailFrom: identity?.mailFrom?.status ?? null,
    errorType: identity?.errorType ?? null,
    signingHostedZone: identity?.dkim.signingHostedZone ?? null,
    deadline,
  };
}

/** Errors first. Problems with the same id and message become one cause that names all their records. */
export function mergeProblems(problems: readonly Problem[]): Cause[] {
  const merged = new Map<string, Cause>();
  for (const { extras: _, ...cause } of problems) {
    const key = `${cause.rule} ${cause.message}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? cause : { ...before, records: [...before.records, ...cause.records] });
  }
  const causes = [...merged.values()];
  const of = (severity: Cause["severity"]) => causes.filter((cause) => cause.severity === severity);
  return [...of("error"), ...of("warning")];
}
