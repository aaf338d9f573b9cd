// Resolvers that fail although the name servers answer. Removing a DS helps if signatures are wrong and does harm otherwise, so it
// is advised only on evidence: the resolver reports it by an extended error, or it keeps failing, also on the zone itself, answers
// as soon as it is told not to validate, and the parent has a DS.
import { type Answer, type Dns, isFailure } from "../../dns/answer";
import { queryType } from "../../live/expected";
import { isAnswered, isFailing, type ObservedRecord } from "../../live/observe";
import { recordsOf } from "../../live/value";
import { joinWithAnd } from "../../text";
import { type Problem, problem } from "../problem";
import { answeringServer } from "./servers";

/** Extended errors of a failed validation (RFC 8914 §4, RFC 9276 §4), in words. */
const DNSSEC_ERRORS: Readonly<Record<number, string>> = {
  6: "DNSSEC bogus",
  7: "signature expired",
  8: "signature not yet valid",
  9: "DNSKEY missing",
  10: "RRSIGs missing",
  11: "no zone key bit set",
  12: "NSEC missing",
  27: "unsupported NSEC3 iterations",
};
/** With these the keys are right and the zone has to be signed again. */
const NEEDS_SIGNING: readonly number[] = [7, 8, 10, 12];
/** The resolver did not reach the name servers, so signatures are not the cause. */
const SERVERS_UNREACHABLE: readonly number[] = [22, 23];

/** A failed answer of one resolver for one record. */
interface ResolverFailure {
  readonly seen: ObservedRecord;
  readonly resolver: number;
  readonly answer: Failed;
  /** Its answer when told not to validate. */
  readonly unchecked: Answer | undefined;
  /** Its answer when asked again in the same way. */
  readonly again: Answer | undefined;
}

type Failed = Extract<Answer, { status: "failed" }>;

export async function resolverProblems(
  dns: Dns,
  zone: string,
  seen: readonly ObservedRecord[],
): Promise<readonly Problem[]> {
  // If the name servers fail, resolvers must fail too.
  const failing = seen.filter(
    ({ authorities, resolvers }) => authorities.some(isAnswered) && resolvers.some(isFailing),
  );
  const failures = (await Promise.all(failing.map((one) => askAgain(dns, one)))).flat();
  if (failures.length === 0) return [];
  const suspects = failures.filter(isDnssecSuspect);
  const broken = suspects.length === 0 ? undefined : await bogusZone(dns, zone, suspects);
  const isReported = ({ seen, answer, again }: ResolverFailure) =>
    !leadsAway(seen) && codesOf(answer, again).some((code) => code in DNSSEC_ERRORS);
  // If one resolver reports bogus signatures for a record, others that fail on it in the same way need not report them too.
  const proven = new Set(suspects.filter(isReported).map(({ seen }) => seen));
  const bogus = suspects.filter(({ seen, resolver }) => proven.has(seen) || broken?.resolvers.has(resolver));
  const others = failures.filter((failure) => !bogus.includes(failure));
  return [
    ...(bogus.length === 0 ? [] : [bogusProblem(zone, bogus, broken)]),
    ...(others.length === 0 ? [] : [failureProblem(zone, others, suspects)]),
  ];
}

/** Two queries in sequence: a failure that is just passing must not look like the effect of not validating. */
async function askAgain(dns: Dns, seen: ObservedRecord): Promise<readonly ResolverFailure[]> {
  const { record, resolvers } = seen;
  const type = queryType(record);
  const isWorthIt = resolvers.some(isServfail);
  const unchecked = isWorthIt ? await dns.resolverAnswers(record.name, type, { checkingDisabled: true }) : [];
  const again = isWorthIt ? await dns.resolverAnswers(record.name, type, { repeat: true }) : [];
  return resolvers.flatMap((answer, resolver) =>
    isFailing(answer)
      ? [{ seen, resolver, answer: answer as Failed, unchecked: unchecked[resolver], again: again[resolver] }]
      : [],
  );
}

/** Whether signatures may be the cause: the resolver still fails, and does not fail when told not to validate. */
function isDnssecSuspect({ answer, unchecked, again }: ResolverFailure): boolean {
  if (!isServfail(answer) || !isServfail(again)) return false;
  const codes = codesOf(answer, again);
  if (codes.some((code) => code in DNSSEC_ERRORS)) return true;
  return unchecked !== undefined && isAnswered(unchecked) && !codes.some((code) => SERVERS_UNREACHABLE.includes(code));
}

/** Whether a CNAME leads to another name: then the signatures of that name's zone may be wrong. */
function leadsAway({ record, authorities }: ObservedRecord): boolean {
  return queryType(record) !== "CNAME" && authorities.some((answer) => recordsOf(answer, "CNAME").length > 0);
}

/** A zone whose signatures or DS are wrong, and the resolvers that say so. */
interface BogusZone {
  readonly zone: string;
  readonly isSigned: boolean;
  readonly resolvers: ReadonlySet<number>;
}

/** The first zone below the root that resolvers find bogus: everything below it is bogus too. */
async function bogusZone(dns: Dns, zone: string, suspects: readonly ResolverFailure[]): Promise<BogusZone | undefined> {
  const labels = zone.split(".");
  for (const name of labels.map((_, index) => labels.slice(-index - 1).join("."))) {
    const checked = await dns.resolverAnswers(name, "SOA");
    const refusing = suspects.filter(({ resolver }) => isServfail(checked[resolver])).map(({ resolver }) => resolver);
    if (refusing.length === 0) continue;
    const unchecked = await dns.resolverAnswers(name, "SOA", { checkingDisabled: true });
    const open = refusing.filter((resolver) => unchecked[resolver] !== undefined && isAnswered(unchecked[resolver]));
    if (open.length === 0) continue;
    const isSigned = await hasDs(dns, name);
    return { zone: name, isSigned, resolvers: new Set(isSigned ? open : []) };
  }
  return undefined;
}

function isServfail(answer: Answer | undefined): boolean {
  return answer?.status === "failed" && answer.failure.kind === "servfail";
}

/** Read from the parent's servers; if name servers were given, from resolvers that are told not to validate. */
async function hasDs(dns: Dns, zone: string): Promise<boolean> {
  const found = await dns.zoneOf(zone);
  if (!isFailure(found) && found.zone === zone && found.signed) return true;
  const answers = await dns.resolverAnswers(zone, "DS", { checkingDisabled: true });
  return answers.some((answer) => recordsOf(answer, "DS").length > 0);
}

function bogusProblem(zone: string, bogus: readonly ResolverFailure[], broken: BogusZone | undefined): Problem {
  const codes = bogus.flatMap(({ answer, again }) => codesOf(answer, again)).filter((code) => code in DNSSEC_ERRORS);
  const known = [...new Set(codes)].sort((a, b) => a - b);
  const errors =
    known.length > 0 ? ` (extended error ${known.map((code) => `${code}, ${DNSSEC_ERRORS[code]}`).join("; ")})` : "";
  const where = broken?.zone ?? zone;
  const isAbove = where !== zone;
  const isOpen = bogus.some(({ unchecked }) => unchecked !== undefined && isAnswered(unchecked));
  const names = namesOf(bogus);
  const verb = names.length === 1 ? "" : "s";
  const how = isOpen
    ? `${joinWithAnd(names)} answer${verb === "" ? "s" : ""} only without a check of them`
    : `${joinWithAnd(names)} refuse${verb === "" ? "s" : ""} them`;
  const ds = broken?.isSigned ? `, and the parent of "${where}" has a DS record` : "";
  return problem("dnssec-broken", zone, recordsIn(bogus), {
    message: `signatures of "${where}"${isAbove ? `, above "${zone}",` : ""} are wrong: ${how}${errors}${ds}`,
    fix: signatureFix(zone, where, known),
  });
}

function signatureFix(zone: string, where: string, codes: readonly number[]): string {
  if (where !== zone)
    return `ask the owner of "${where}" to fix its signatures or its DS record; no change in "${zone}" helps`;
  if (codes.some((code) => NEEDS_SIGNING.includes(code)))
    return "have the zone signed again where its name servers are; if that takes long, remove the DS record at the registrar";
  return "remove the DS record at the registrar, or turn DNSSEC on in Cloudflare and give the registrar the DS that it shows";
}

function failureProblem(
  zone: string,
  failures: readonly ResolverFailure[],
  suspects: readonly ResolverFailure[],
): Problem {
  const is = (all: readonly ResolverFailure[]) => failures.every((failure) => all.includes(failure));
  const passed = failures.filter(({ again }) => again !== undefined && isAnswered(again));
  const more =
    passed.length === failures.length
      ? "; asked again, it answered"
      : is(suspects)
        ? "; without a check of signatures it answers, but nothing proves that they are wrong"
        : "";
  const text = [...new Set(failures.map(({ answer }) => answer.failure.text))].join("; ");
  const isIdle = failures.every(({ answer }) => answer.failure.kind === "lame");
  return problem("resolver-failing", zone, recordsIn(failures), {
    message: `resolvers get no answer for "${zone}": ${text}${more}`,
    fix: isIdle
      ? "give resolvers that answer for every name with --resolver"
      : passed.length === failures.length
        ? "try again in a minute: it was a passing failure"
        : "try again in a minute; if it persists, check what the name servers answer",
  });
}

function namesOf(failures: readonly ResolverFailure[]): string[] {
  return [...new Set(failures.map(({ answer }) => `"${answeringServer(answer)}"`))];
}

function recordsIn(failures: readonly ResolverFailure[]) {
  return [...new Set(failures.map(({ seen }) => seen.record))];
}

function codesOf(...answers: readonly (Answer | undefined)[]): readonly number[] {
  return answers.flatMap((answer) => (answer?.status === "failed" ? answer.failure.extendedErrors : []));
}
