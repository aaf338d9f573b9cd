// Name servers and resolvers that fail: which one, how, and what hangs on it.
import type { DnsRecord } from "../../../dns/record";
import type { Answer, Dns, Failure } from "../../dns/answer";
import { askedType, hasRecord } from "../../live/expected";
import { isHeard, isRefusing, keptFor, type SeenRecord, serverName } from "../../live/observe";
import { type Problem, problem, quoted, sequence, type World } from "../subject";

/** No answer at all may be the network's doing between here and there; the rest is what a server says. */
const SILENT: readonly Failure["kind"][] = ["timeout", "unreachable"];
/** RFC 8914 §4: codes of a failed validation. */
const DNSSEC = [6, 7, 8, 9, 10, 11, 12];

/**
 * Name servers of `zone` that did not answer, and those that answered with a failure: to everything, or where nothing is known
 * of a record because of it. One that failed once, where others answered, is nobody's trouble.
 */
export function serverProblems(zone: string, seen: readonly SeenRecord[]): readonly Problem[] {
  const answers = seen.flatMap(({ authorities }) => authorities);
  const failed = new Map<string, Failure>();
  const heard = new Set<string>();
  for (const answer of answers) {
    const name = nameOf(answer);
    if (answer.status !== "failed") heard.add(name);
    else if (!failed.has(name)) failed.set(name, answer.failure);
  }
  const dark = seen.filter(({ authorities }) => authorities.length > 0 && !authorities.some(isHeard));
  const needed = new Set(dark.flatMap(({ authorities }) => authorities.map(nameOf)));
  const failures = [...failed].filter(([name]) => !heard.has(name) || needed.has(name)).map(([, failure]) => failure);
  if (failures.length === 0) return [];
  const unknown = dark.map(({ record }) => record);
  const between = failures.filter(({ kind }) => kind === "intercepted");
  const silent = failures.filter(({ kind }) => SILENT.includes(kind));
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
        message: `the name servers of "${zone}" cannot be found: ${words(between)}; something on the way answers instead of the name servers`,
        fix: "try from another network, or give the zone's name servers with --nameserver, or root servers of your own with --root",
      }),
    );
  if (outside.length > 0)
    problems.push(
      problem("dns-outside", zone, unknown, {
        message: `nothing can be told of "${zone}": ${words(outside)}`,
        fix: "add the zone with mailzone sandbox edit add zone, or verify without --sandbox",
      }),
    );
  if (endless.length > 0)
    problems.push(
      problem("dns-endless", zone, unknown, {
        message: `nothing can be told of "${zone}": ${words(endless)}`,
        fix: "try again; if it stays so, let whoever runs its name servers have fewer of them, with their addresses in the zone above",
      }),
    );
  if (inside.length > 0)
    problems.push(
      problem("servers-private", zone, unknown, {
        message: `${count(inside, all)} of "${zone}" cannot be reached from outside: ${words(inside)}`,
        fix: "give the name servers public addresses, or take those that are not meant for the public out at the registrar",
      }),
    );
  if (silent.length > 0)
    problems.push(
      problem("servers-silent", zone, unknown, {
        message: `${count(silent, all)} of "${zone}" ${silent.length === 1 ? "does" : "do"} not answer: ${words(silent)}`,
        fix: silenceFix(dark, all),
      }),
    );
  if (lame.length > 0) {
    const isForeign = lame.some(({ kind }) => kind === "lame" || kind === "refused" || kind === "no-servers");
    const one = lame.length === 1;
    const what = isForeign ? `${one ? "is" : "are"} not in charge of it` : one ? "fails" : "fail";
    problems.push(
      problem("servers-lame", zone, unknown, {
        severity: lame.length === failures.length && all ? "error" : "warning",
        message: `${count(lame, all)} of "${zone}" ${what}: ${words(lame)}`,
        fix: isForeign
          ? "set the name servers that Cloudflare's overview page shows at the registrar, and no others"
          : "try again; if it stays so, tell whoever runs them",
      }),
    );
  }
  return problems;
}

/** Name servers of one zone that do not say the same of a record. */
export function disagreement(
  { elsewhere }: Pick<World, "elsewhere">,
  { record, authorities }: SeenRecord,
): Problem | undefined {
  const heard = authorities.filter(isHeard);
  const right = heard.filter((answer) => hasRecord(record, answer));
  const wrong = heard.filter((answer) => !hasRecord(record, answer));
  if (right.length === 0 || wrong.length === 0) return undefined;
  const names = (some: readonly Answer[]) => sequence(some.map((answer) => `"${nameOf(answer)}"`));
  return problem("servers-disagree", record.domain, [record], {
    message: `name servers of "${record.zone}" disagree on ${record.type} "${record.name}": ${names(right)} ${right.length === 1 ? "has" : "have"} it, ${names(wrong)} ${wrong.length === 1 ? "has" : "have"} not`,
    fix: elsewhere
      ? "wait a minute if it was just changed; else tell whoever runs them"
      : "wait a minute if it was just changed; else take the name servers that are not Cloudflare's out at the registrar",
  });
}

/** Resolvers that get no answer though the name servers give one: broken signatures, or something else. */
export async function resolverProblems(
  dns: Dns,
  zone: string,
  seen: readonly SeenRecord[],
): Promise<readonly Problem[]> {
  // Where the name servers fail, resolvers cannot but fail too.
  const failing = seen.filter(({ authorities, resolvers }) => authorities.some(isHeard) && resolvers.some(isRefusing));
  const [first] = failing;
  if (first === undefined) return [];
  const { record, resolvers } = first;
  const records = failing.map((one) => one.record);
  const unchecked = await dns.resolvers(record.name, askedType(record), { checkingDisabled: true });
  const codes = new Set(
    resolvers.flatMap((answer) => (answer.status === "failed" ? answer.failure.extendedErrors : [])),
  );
  const told = [...codes].filter((code) => DNSSEC.includes(code));
  const refusing = resolvers.flatMap((answer, index) =>
    isRefusing(answer) ? [{ answer, open: unchecked[index] }] : [],
  );
  const names = sequence(refusing.map(({ answer }) => `"${nameOf(answer)}"`));
  if (told.length > 0 || refusing.some(({ open }) => open !== undefined && isHeard(open))) {
    const found = await dns.zoneOf(zone);
    const ds = "signed" in found && found.signed ? `, and the parent of "${zone}" has a DS record` : "";
    const codes = told.length > 0 ? ` (extended error ${told.join(", ")})` : "";
    return [
      problem("dnssec-broken", zone, records, {
        message: `signatures of "${zone}" are wrong: ${names} ${refusing.length === 1 ? "answers" : "answer"} only when told not to check them${codes}${ds}`,
        fix: "take the DS record out at the registrar, or turn DNSSEC on in Cloudflare and give the registrar the DS that it shows",
      }),
    ];
  }
  const failures = refusing.flatMap(({ answer }) => (answer.status === "failed" ? [answer.failure] : []));
  return [
    problem("resolver-failing", zone, records, {
      message: `resolvers get no answer for "${zone}": ${words(failures)}`,
      fix: failures.every(({ kind }) => kind === "lame")
        ? "give resolvers that answer for every name with --resolver"
        : "try again; if it stays so, look at what the name servers say",
    }),
  ];
}

/** Records that are at their name servers, and resolvers that have them not: because they keep an older answer, or for good. */
export function cacheProblem(domain: string, seen: readonly SeenRecord[]): readonly Problem[] {
  const late = seen.filter(({ status }) => status === "propagating");
  const old = late.flatMap(({ record, resolvers }) =>
    resolvers.flatMap((answer) =>
      isHeard(answer) && !hasRecord(record, answer)
        ? [{ record, name: nameOf(answer), kept: keptFor(record, answer), isOwn: answer.authoritative }]
        : [],
    ),
  );
  const kept = old.filter((one) => one.kept !== null);
  const problems: Problem[] = [];
  if (kept.length > 0) {
    const wait = Math.max(...kept.map((one) => one.kept ?? 0));
    const { what, names, has, records } = inWords(domain, kept);
    const message = `${what} at the name servers, and ${names} still ${has} the older answer, for at most ${wait} s`;
    problems.push(problem("cache-old", domain, records, { message, fix: `wait ${wait} s` }));
  }
  for (const isOwn of [true, false]) {
    const others = old.filter((one) => one.kept === null && one.isOwn === isOwn);
    if (others.length === 0) continue;
    const { what, names, has, records } = inWords(domain, others);
    const why = isOwn
      ? `${has} another answer, which it gives as its own (AA) and not from a cache`
      : `${has} another answer, which is not kept by any cache`;
    const fix = isOwn
      ? "ask other resolvers with --resolver; where this one has a zone of its own for the name, put the record there too"
      : "look again in a minute; if it stays so, the resolver filters names: ask another one with --resolver";
    problems.push(
      problem("resolver-differs", domain, records, {
        message: `${what} at the name servers, and ${names} ${why}`,
        fix,
      }),
    );
  }
  return problems;
}

function inWords(domain: string, old: readonly { readonly record: DnsRecord; readonly name: string }[]) {
  const records = [...new Set(old.map(({ record }) => record))];
  const holders = [...new Set(old.map(({ name }) => name))];
  const [first] = records;
  const isOne = first !== undefined && records.length === 1;
  return {
    records,
    what: isOne ? `${quoted(first)} is` : `${records.length} records of "${domain}" are`,
    names: sequence(holders.map((name) => `"${name}"`)),
    has: holders.length === 1 ? "has" : "have",
  };
}

/** @param dark the records that no name server has told of */
function silenceFix(dark: readonly SeenRecord[], all: boolean): string {
  if (dark.length === 0) return "tell whoever runs it; resolvers ask the other name servers meanwhile";
  if (!all)
    return `try again; if it stays so, tell whoever runs them: no name server tells of ${sequence(dark.map(({ record }) => quoted(record)))}`;
  const isUnknown = dark.some(({ status }) => status === "cannot-tell");
  const word = isUnknown ? "nothing can be told of these records" : "that the records are live is the resolvers' word";
  return `try again, from another network if it stays so: ${word}`;
}

function nameOf(answer: Answer): string {
  return answer.server === null ? "" : serverName(answer.server);
}

function count(failures: readonly Failure[], all: boolean): string {
  if (failures.length === 1) return all ? "the name server" : "a name server";
  const most = failures.length === 2 ? "both name servers" : `all ${failures.length} name servers`;
  return all ? most : `${failures.length} name servers`;
}

function words(failures: readonly Failure[]): string {
  return failures.map(({ text }) => text).join("; ");
}
