// Names that do not exist and for which a wildcard answers.
import type { DnsRecord } from "../../../dns/record";
import type { Dns } from "../../dns/answer";
import { isDelegation } from "../../live/expected";
import type { ObservedRecord } from "../../live/observe";
import { joinWithAnd, quotedList } from "../../text";
import { type Problem, problem, quotedRecord } from "../problem";
import { isFromWildcard, siblingName, valuesAt } from "./names";

/** A problem that is reported once for all records of an entry for which the same wildcard answers. */
interface WildcardProblem extends Problem {
  readonly hidden: { readonly records: readonly DnsRecord[]; readonly by: string; readonly source: string };
}

/** A wildcard answers, with the record's type or another one: then the name itself does not exist (RFC 4592 §2.1). */
export async function wildcardAnswers(dns: Dns, { record }: ObservedRecord): Promise<WildcardProblem | undefined> {
  // A wildcard cannot delegate (RFC 4592 §4.2).
  if (record.name === record.zone || isDelegation(record)) return undefined;
  const types = record.type === "CNAME" ? ["CNAME", "A", "AAAA", "TXT", "MX"] : [record.type, "CNAME"];
  for (const type of types) {
    if (!(await isFromWildcard(dns, record.name, type))) continue;
    const own = await valuesAt(dns, record.name, type);
    const source = `"*${siblingName(record.name).replace(/^[^.]*/, "")}" or one above it`;
    return wildcardProblem([record], `${isOther(record, type) ? `the ${type} ` : ""}${quotedList(own)}`, source);
  }
  return undefined;
}

/** The same problems, with one problem for each wildcard. */
export function groupWildcards(problems: readonly (Problem | WildcardProblem)[]): readonly Problem[] {
  const groups = new Map<string, WildcardProblem>();
  const others: Problem[] = [];
  for (const one of problems) {
    if ("hidden" in one) {
      const { records, by, source } = one.hidden;
      const key = `${by} ${source}`;
      groups.set(key, wildcardProblem([...(groups.get(key)?.hidden.records ?? []), ...records], by, source));
    } else others.push(one);
  }
  return [...others, ...[...groups.values()].map(({ hidden: _, ...whole }) => whole)];
}

function wildcardProblem(records: readonly DnsRecord[], by: string, source: string): WildcardProblem {
  const [{ domain }] = records as readonly [DnsRecord];
  const isOne = records.length === 1;
  const names = joinWithAnd(records.map(quotedRecord));
  const whole = problem("wildcard-answers", domain, records, {
    message: isOne
      ? `${names} is not there: a wildcard answers for it with ${by}`
      : `${records.length} records of "${domain}" are not there: a wildcard answers with ${by} for ${names}`,
    fix: `make ${isOne ? "the record" : "the records"}; the wildcard ${source} gives way to ${isOne ? "it" : "them"}`,
  });
  return { ...whole, hidden: { records, by, source } };
}

/** Whether the answer's type must be named: a CNAME is often answered with the addresses of its target. */
function isOther(record: DnsRecord, type: string): boolean {
  return type !== record.type && !(record.type === "CNAME" && (type === "A" || type === "AAAA"));
}
