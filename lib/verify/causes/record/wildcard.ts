// Names that nobody made, for which a wildcard answers as for any other.
import type { DnsRecord } from "../../../dns/record";
import type { Dns } from "../../dns/answer";
import { isReferral } from "../../live/expected";
import type { SeenRecord } from "../../live/observe";
import { few, sequence } from "../../words";
import { type Problem, problem, quoted } from "../subject";
import { besideName, isByWildcard, valuesAt } from "./names";

/** A cause that is told once for all records of an entry that one wildcard hides. */
interface Wildcarded extends Problem {
  readonly hidden: { readonly records: readonly DnsRecord[]; readonly by: string; readonly source: string };
}

/** A wildcard answers, with the record's own type or another one: then nothing stands at the name itself (RFC 4592 §2.1). */
export async function wildcardAnswers(dns: Dns, { record }: SeenRecord): Promise<Wildcarded | undefined> {
  // By a wildcard nothing is delegated (RFC 4592 §4.2).
  if (record.name === record.zone || isReferral(record)) return undefined;
  const types = record.type === "CNAME" ? ["CNAME", "A", "AAAA", "TXT", "MX"] : [record.type, "CNAME"];
  for (const type of types) {
    if (!(await isByWildcard(dns, record.name, type))) continue;
    const own = await valuesAt(dns, record.name, type);
    const source = `"*${besideName(record.name).replace(/^[^.]*/, "")}" or one above it`;
    return told([record], `${isOther(record, type) ? `the ${type} ` : ""}${few(own)}`, source);
  }
  return undefined;
}

/** The same causes, those of one wildcard as one. */
export function groupWildcards(problems: readonly (Problem | Wildcarded)[]): readonly Problem[] {
  const groups = new Map<string, Wildcarded>();
  const others: Problem[] = [];
  for (const one of problems) {
    if ("hidden" in one) {
      const { records, by, source } = one.hidden;
      const key = `${by} ${source}`;
      groups.set(key, told([...(groups.get(key)?.hidden.records ?? []), ...records], by, source));
    } else others.push(one);
  }
  return [...others, ...[...groups.values()].map(({ hidden: _, ...whole }) => whole)];
}

function told(records: readonly DnsRecord[], by: string, source: string): Wildcarded {
  const [{ domain }] = records as readonly [DnsRecord];
  const isOne = records.length === 1;
  const names = sequence(records.map(quoted));
  const whole = problem("wildcard-answers", domain, records, {
    message: isOne
      ? `${names} is not there: a wildcard answers for it with ${by}`
      : `${records.length} records of "${domain}" are not there: a wildcard answers with ${by} for ${names}`,
    fix: `make ${isOne ? "the record" : "the records"}; the wildcard ${source} gives way to ${isOne ? "it" : "them"}`,
  });
  return { ...whole, hidden: { records, by, source } };
}

/** Addresses are what a CNAME leads to. */
function isOther(record: DnsRecord, type: string): boolean {
  return type !== record.type && !(record.type === "CNAME" && (type === "A" || type === "AAAA"));
}
