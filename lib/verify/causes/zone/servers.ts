// Name servers that fail: which, how, and which records depend on them.
import { type Answer, type Failure, LAME_FAILURES, type UnresolvedServer } from "../../dns/answer";
import { hasRecord } from "../../live/expected";
import { isAnswered, type ObservedRecord, serverName } from "../../live/observe";
import { joinWithAnd, quotedList } from "../../text";
import { type CheckContext, type Problem, problem, quotedRecord } from "../problem";

/** With no answer at all, the network in between may be the cause; all other failures are answers of a server. */
const NO_ANSWER: readonly Failure["kind"][] = ["timeout", "unreachable"];

/**
 * Name servers of `zone` that failed on every query, or on a record for which no other server answered. A single failure does not
 * matter if other servers answered.
 * @param isBelow whether NS records of a zone of one's own delegate it, and not a registrar
 */
export function serverProblems(zone: string, seen: readonly ObservedRecord[], isBelow = false): readonly Problem[] {
  const answers = seen.flatMap(({ authorities }) => authorities);
  const failed = new Map<string, Failure>();
  const answered = new Set<string>();
  for (const answer of answers) {
    const name = answeringServer(answer);
    if (answer.status !== "failed") answered.add(name);
    else if (!failed.has(name)) failed.set(name, answer.failure);
  }
  const unanswered = seen.filter(({ authorities }) => authorities.length > 0 && !authorities.some(isAnswered));
  const needed = new Set(unanswered.flatMap(({ authorities }) => authorities.map(answeringServer)));
  const failures = [...failed]
    .filter(([name]) => !answered.has(name) || needed.has(name))
    .map(([, failure]) => failure);
  if (failures.length === 0) return [];
  const unknown = unanswered.map(({ record }) => record);
  const intercepted = failures.filter(({ kind }) => kind === "intercepted");
  const silent = failures.filter(({ kind }) => NO_ANSWER.includes(kind));
  const endless = failures.filter(({ kind }) => kind === "gave-up");
  const privateServers = failures.filter(({ kind }) => kind === "private");
  const outside = failures.filter(({ kind }) => kind === "outside");
  const reported = [...intercepted, ...silent, ...endless, ...privateServers, ...outside];
  const unreported = failures.filter((failure) => !reported.includes(failure));
  const all = answered.size === 0;
  const problems: Problem[] = [];
  if (intercepted.length > 0)
    problems.push(
      problem("dns-intercepted", zone, unknown, {
        message: `the name servers of "${zone}" cannot be found: ${failureTexts(intercepted)}; something on the way answers instead of the name servers`,
        fix: "try from another network, or give the zone's name servers with --nameserver, or root servers of your own with --root",
      }),
    );
  if (outside.length > 0)
    problems.push(
      problem("dns-outside", zone, unknown, {
        message: `nothing is known about "${zone}": ${failureTexts(outside)}`,
        fix: "add the zone with mailzone emulator edit add zone, or verify without --emulated",
      }),
    );
  if (endless.length > 0)
    problems.push(
      problem("dns-endless", zone, unknown, {
        message: `nothing is known about "${zone}": ${failureTexts(endless)}`,
        fix: "try again; if it persists, ask the operator of its name servers for fewer of them, with their addresses in the zone above",
      }),
    );
  if (privateServers.length > 0)
    problems.push(
      problem("servers-private", zone, unknown, {
        message: `${count(privateServers, all)} of "${zone}" cannot be reached from outside: ${failureTexts(privateServers)}`,
        fix: `give the name servers public addresses, or remove those that are not meant for the public ${isBelow ? "in the zone above" : "at the registrar"}`,
      }),
    );
  if (silent.length > 0)
    problems.push(
      problem("servers-silent", zone, unknown, {
        message: `${count(silent, all)} of "${zone}" ${silent.length === 1 ? "does" : "do"} not answer: ${failureTexts(silent)}`,
        fix: silenceFix(unanswered, all),
      }),
    );
  if (unreported.length > 0) {
    const isForeign = unreported.some(({ kind }) => LAME_FAILURES.includes(kind) || kind === "no-servers");
    const one = unreported.length === 1;
    const isNowhere = unreported.every(({ kind }) => kind === "no-servers");
    const what = isForeign ? `${one ? "is" : "are"} not in charge of it` : one ? "fails" : "fail";
    problems.push(
      problem("servers-lame", zone, unknown, {
        severity:
          unreported.length === failures.length && all && !answerWithoutAuthority(unreported, unanswered)
            ? "error"
            : "warning",
        message: isNowhere
          ? `no name server of "${zone}" can be found: ${failureTexts(unreported)}`
          : `${count(unreported, all)} of "${zone}" ${what}: ${failureTexts(unreported)}`,
        fix: isForeign
          ? isBelow
            ? `correct the NS records of "${zone}" in the zone above it`
            : "at the registrar, set the name servers that Cloudflare's overview page shows, and no others"
          : "try again; if it persists, tell their operator",
      }),
    );
  }
  return problems;
}

/** Whether all servers answer, although without authority, and every resolver accepts their answers. */
function answerWithoutAuthority(failures: readonly Failure[], unanswered: readonly ObservedRecord[]): boolean {
  return (
    failures.every(({ kind }) => kind === "without-authority") && unanswered.every(({ status }) => status === "live")
  );
}

/** Name servers in the delegation that have no address. */
export function unresolvedServers(zone: string, unresolved: readonly UnresolvedServer[]): readonly Problem[] {
  if (unresolved.length === 0) return [];
  const names = unresolved.map(
    ({ name, failure }) => `${quotedList([name])}${failure === undefined ? "" : ` (${failure.text})`}`,
  );
  const what =
    unresolved.length === 1
      ? `name server ${names[0]} of "${zone}" has`
      : `name servers ${joinWithAnd(names)} of "${zone}" have`;
  return [
    problem("servers-lame", zone, [], {
      severity: "warning",
      message: `${what} no address${unresolved.every(({ failure }) => failure === undefined) ? "" : " that could be found"}`,
      fix: "correct the name where the zone is delegated, or remove it there; until then resolvers ask the other name servers",
    }),
  ];
}

/** Name servers of one zone that answer differently for a record. */
export function serversDisagree(
  { hostedElsewhere }: Pick<CheckContext, "hostedElsewhere">,
  { record, authorities }: ObservedRecord,
): Problem | undefined {
  const answered = authorities.filter(isAnswered);
  const right = answered.filter((answer) => hasRecord(record, answer));
  const wrong = answered.filter((answer) => !hasRecord(record, answer));
  if (right.length === 0 || wrong.length === 0) return undefined;
  const names = (answers: readonly Answer[]) => joinWithAnd(answers.map((answer) => `"${answeringServer(answer)}"`));
  return problem("servers-disagree", record.domain, [record], {
    message: `name servers of "${record.zone}" disagree on ${record.type} "${record.name}": ${names(right)} ${right.length === 1 ? "has" : "have"} it, ${names(wrong)} ${wrong.length === 1 ? "has" : "have"} not`,
    fix: hostedElsewhere
      ? "wait a minute if it was just changed, otherwise tell their operator"
      : "wait a minute if it was just changed, otherwise remove the name servers that are not Cloudflare's at the registrar",
  });
}

/** @param unanswered the records for which no name server has answered */
function silenceFix(unanswered: readonly ObservedRecord[], all: boolean): string {
  if (unanswered.length === 0) return "tell its operator; until then resolvers ask the other name servers";
  if (!all)
    return `try again; if it persists, tell their operator: no name server answers for ${joinWithAnd(unanswered.map(({ record }) => quotedRecord(record)))}`;
  const isUnknown = unanswered.some(({ status }) => status === "cannot-tell");
  const word = isUnknown
    ? "the state of these records is not known"
    : "only the resolvers say that the records are live";
  return `try again, from another network if it persists: ${word}`;
}

export function answeringServer(answer: Answer): string {
  return answer.server === null ? "" : serverName(answer.server);
}

function count(failures: readonly Failure[], all: boolean): string {
  if (failures.length === 1) return all ? "the name server" : "a name server";
  const which = failures.length === 2 ? "both name servers" : `all ${failures.length} name servers`;
  return all ? which : `${failures.length} name servers`;
}

/** The description of each failure. */
function failureTexts(failures: readonly Failure[]): string {
  return failures.map(({ text }) => text).join("; ");
}
