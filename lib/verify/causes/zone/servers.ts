// Name servers that fail: which one, how, and what hangs on it.
import { type Answer, type Failure, LAME_FAILURES, type UnresolvedServer } from "../../dns/answer";
import { hasRecord } from "../../live/expected";
import { isAnswered, type ObservedRecord, serverName } from "../../live/observe";
import { joinWithAnd, quotedList } from "../../text";
import { type CheckContext, type Problem, problem, quotedRecord } from "../problem";

/** No answer at all may be the network's doing between here and there; the rest is what a server says. */
const NO_ANSWER: readonly Failure["kind"][] = ["timeout", "unreachable"];

/**
 * Name servers of `zone` that did not answer, and those that answered with a failure: to everything, or where nothing is known
 * of a record because of it. One that failed once, where others answered, is nobody's trouble.
 * @param isBelow whether it is delegated by NS records of a zone of one's own, and not at a registrar
 */
export function serverProblems(zone: string, seen: readonly ObservedRecord[], isBelow = false): readonly Problem[] {
  const answers = seen.flatMap(({ authorities }) => authorities);
  const failed = new Map<string, Failure>();
  const heard = new Set<string>();
  for (const answer of answers) {
    const name = answeringServer(answer);
    if (answer.status !== "failed") heard.add(name);
    else if (!failed.has(name)) failed.set(name, answer.failure);
  }
  const dark = seen.filter(({ authorities }) => authorities.length > 0 && !authorities.some(isAnswered));
  const needed = new Set(dark.flatMap(({ authorities }) => authorities.map(answeringServer)));
  const failures = [...failed].filter(([name]) => !heard.has(name) || needed.has(name)).map(([, failure]) => failure);
  if (failures.length === 0) return [];
  const unknown = dark.map(({ record }) => record);
  const between = failures.filter(({ kind }) => kind === "intercepted");
  const silent = failures.filter(({ kind }) => NO_ANSWER.includes(kind));
  const endless = failures.filter(({ kind }) => kind === "gave-up");
  const inside = failures.filter(({ kind }) => kind === "private");
  const outside = failures.filter(({ kind }) => kind === "outside");
  const told = [...between, ...silent, ...endless, ...inside, ...outside];
  const lame = failures.filter((failure) => !told.includes(failure));
  const all = heard.size === 0;
  const problems: Problem[] = [];
  if (between.length > 0)
    problems.push(
      problem("dns-intercepted", zone, unknown, {
        message: `the name servers of "${zone}" cannot be found: ${failureTexts(between)}; something on the way answers instead of the name servers`,
        fix: "try from another network, or give the zone's name servers with --nameserver, or root servers of your own with --root",
      }),
    );
  if (outside.length > 0)
    problems.push(
      problem("dns-outside", zone, unknown, {
        message: `nothing can be told of "${zone}": ${failureTexts(outside)}`,
        fix: "add the zone with mailzone emulator edit add zone, or verify without --emulated",
      }),
    );
  if (endless.length > 0)
    problems.push(
      problem("dns-endless", zone, unknown, {
        message: `nothing can be told of "${zone}": ${failureTexts(endless)}`,
        fix: "try again; if it stays so, let whoever runs its name servers have fewer of them, with their addresses in the zone above",
      }),
    );
  if (inside.length > 0)
    problems.push(
      problem("servers-private", zone, unknown, {
        message: `${count(inside, all)} of "${zone}" cannot be reached from outside: ${failureTexts(inside)}`,
        fix: `give the name servers public addresses, or take those that are not meant for the public out ${isBelow ? "in the zone above" : "at the registrar"}`,
      }),
    );
  if (silent.length > 0)
    problems.push(
      problem("servers-silent", zone, unknown, {
        message: `${count(silent, all)} of "${zone}" ${silent.length === 1 ? "does" : "do"} not answer: ${failureTexts(silent)}`,
        fix: silenceFix(dark, all),
      }),
    );
  if (lame.length > 0) {
    const isForeign = lame.some(({ kind }) => LAME_FAILURES.includes(kind) || kind === "no-servers");
    const one = lame.length === 1;
    const isNowhere = lame.every(({ kind }) => kind === "no-servers");
    const what = isForeign ? `${one ? "is" : "are"} not in charge of it` : one ? "fails" : "fail";
    problems.push(
      problem("servers-lame", zone, unknown, {
        severity: lame.length === failures.length && all && !answerWithoutAuthority(lame, dark) ? "error" : "warning",
        message: isNowhere
          ? `no name server of "${zone}" can be found: ${failureTexts(lame)}`
          : `${count(lame, all)} of "${zone}" ${what}: ${failureTexts(lame)}`,
        fix: isForeign
          ? isBelow
            ? `correct the NS records of "${zone}" in the zone above it`
            : "set the name servers that Cloudflare's overview page shows at the registrar, and no others"
          : "try again; if it stays so, tell whoever runs them",
      }),
    );
  }
  return problems;
}

/** Whether all servers have answers, if without authority, and every resolver takes them. */
function answerWithoutAuthority(failures: readonly Failure[], dark: readonly ObservedRecord[]): boolean {
  return failures.every(({ kind }) => kind === "without-authority") && dark.every(({ status }) => status === "live");
}

/** Name servers that are named where the zone is delegated, and have no address. Where all are like that, no server is left. */
export function unresolvedServers(zone: string, lost: readonly UnresolvedServer[]): readonly Problem[] {
  if (lost.length === 0) return [];
  const names = lost.map(
    ({ name, failure }) => `${quotedList([name])}${failure === undefined ? "" : ` (${failure.text})`}`,
  );
  const what =
    lost.length === 1
      ? `name server ${names[0]} of "${zone}" has`
      : `name servers ${joinWithAnd(names)} of "${zone}" have`;
  return [
    problem("servers-lame", zone, [], {
      severity: "warning",
      message: `${what} no address${lost.every(({ failure }) => failure === undefined) ? "" : " that could be found"}`,
      fix: "correct the name where the zone is delegated, or take it out there; resolvers ask the other name servers meanwhile",
    }),
  ];
}

/** Name servers of one zone that do not say the same of a record. */
export function serversDisagree(
  { hostedElsewhere }: Pick<CheckContext, "hostedElsewhere">,
  { record, authorities }: ObservedRecord,
): Problem | undefined {
  const heard = authorities.filter(isAnswered);
  const right = heard.filter((answer) => hasRecord(record, answer));
  const wrong = heard.filter((answer) => !hasRecord(record, answer));
  if (right.length === 0 || wrong.length === 0) return undefined;
  const names = (some: readonly Answer[]) => joinWithAnd(some.map((answer) => `"${answeringServer(answer)}"`));
  return problem("servers-disagree", record.domain, [record], {
    message: `name servers of "${record.zone}" disagree on ${record.type} "${record.name}": ${names(right)} ${right.length === 1 ? "has" : "have"} it, ${names(wrong)} ${wrong.length === 1 ? "has" : "have"} not`,
    fix: hostedElsewhere
      ? "wait a minute if it was just changed; else tell whoever runs them"
      : "wait a minute if it was just changed; else take the name servers that are not Cloudflare's out at the registrar",
  });
}

/** @param dark the records that no name server has told of */
function silenceFix(dark: readonly ObservedRecord[], all: boolean): string {
  if (dark.length === 0) return "tell whoever runs it; resolvers ask the other name servers meanwhile";
  if (!all)
    return `try again; if it stays so, tell whoever runs them: no name server tells of ${joinWithAnd(dark.map(({ record }) => quotedRecord(record)))}`;
  const isUnknown = dark.some(({ status }) => status === "cannot-tell");
  const word = isUnknown ? "nothing can be told of these records" : "that the records are live is the resolvers' word";
  return `try again, from another network if it stays so: ${word}`;
}

export function answeringServer(answer: Answer): string {
  return answer.server === null ? "" : serverName(answer.server);
}

function count(failures: readonly Failure[], all: boolean): string {
  if (failures.length === 1) return all ? "the name server" : "a name server";
  const most = failures.length === 2 ? "both name servers" : `all ${failures.length} name servers`;
  return all ? most : `${failures.length} name servers`;
}

/** How each failed. */
export function failureTexts(failures: readonly Failure[]): string {
  return failures.map(({ text }) => text).join("; ");
}
