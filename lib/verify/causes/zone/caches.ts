// Resolvers that answer otherwise than the name servers.
import type { DnsRecord } from "../../../dns/record";
import { hasRecord } from "../../live/expected";
import { cachedFor, isAnswered, type ObservedRecord } from "../../live/observe";
import { joinWithAnd } from "../../text";
import { type Problem, problem, quotedRecord } from "../problem";
import { answeringServer } from "./servers";

/** Records that the name servers have and some resolvers do not, because these have cached an older answer, or permanently. */
export function cacheProblem(domain: string, seen: readonly ObservedRecord[]): readonly Problem[] {
  const propagating = seen.filter(({ status }) => status === "propagating");
  const old = propagating.flatMap(({ record, resolvers }) =>
    resolvers.flatMap((answer) =>
      isAnswered(answer) && !hasRecord(record, answer)
        ? [{ record, name: answeringServer(answer), kept: cachedFor(record, answer), isOwn: answer.authoritative }]
        : [],
    ),
  );
  const withTtl = old.filter((one) => one.kept !== null);
  const problems: Problem[] = [];
  if (withTtl.length > 0) {
    const wait = Math.max(...withTtl.map((one) => one.kept ?? 0));
    const { what, names, has: have, records } = summary(domain, withTtl);
    const message = `${what} at the name servers, and ${names} still ${have} the older answer, for at most ${wait} s`;
    problems.push(problem("cache-old", domain, records, { message, fix: `wait ${wait} s` }));
  }
  for (const isOwn of [true, false]) {
    const others = old.filter((one) => one.kept === null && one.isOwn === isOwn);
    if (others.length === 0) continue;
    const { what, names, has: have, records } = summary(domain, others);
    const why = isOwn
      ? `${have} another answer, which it gives as its own (AA) and not from a cache`
      : `${have} another answer, which is not kept by any cache`;
    const fix = isOwn
      ? "ask other resolvers with --resolver; if this one has its own zone for the name, add the record there too"
      : "try again in a minute; if it persists, the resolver filters names: ask another one with --resolver";
    problems.push(
      problem("resolver-differs", domain, records, {
        message: `${what} at the name servers, and ${names} ${why}`,
        fix,
      }),
    );
  }
  return problems;
}

function summary(domain: string, old: readonly { readonly record: DnsRecord; readonly name: string }[]) {
  const records = [...new Set(old.map(({ record }) => record))];
  const holders = [...new Set(old.map(({ name }) => name))];
  const [first] = records;
  const isOne = first !== undefined && records.length === 1;
  return {
    records,
    what: isOne ? `${quotedRecord(first)} is` : `${records.length} records of "${domain}" are`,
    names: joinWithAnd(holders.map((name) => `"${name}"`)),
    has: holders.length === 1 ? "has" : "have",
  };
}
