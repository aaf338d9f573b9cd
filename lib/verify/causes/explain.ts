// Why a record is not live: one cause for each, the most specific one that applies. Records that are simply missing are reported
// together for their entry.
import { textOf } from "../live/expected";
import type { ObservedRecord } from "../live/observe";
import { recordsAt } from "../live/value";
import { partialDkim, wrongRegion } from "./mail/dkim";
import { type CheckContext, type ObservedEntry, type Problem, problem, quotedRecord, withPurpose } from "./problem";
import { nameDoubled, otherType, recordDifferent } from "./record/names";
import { expectedTarget, targetFault, targetOf } from "./record/target";
import { textFault } from "./record/text";
import { groupWildcards, wildcardAnswers } from "./record/wildcard";
import { serversDisagree } from "./zone/servers";

/** The causes of those records of `subject` that are missing or different. */
export async function explainRecords(
  context: CheckContext,
  entry: ObservedEntry,
  records: readonly ObservedRecord[],
): Promise<readonly Problem[]> {
  const open = records.filter(({ status }) => status === "missing" || status === "different");
  const found = await Promise.all(open.map(async (seen) => ({ seen, cause: await explain(context, seen) })));
  const absent = found.filter(({ cause }) => cause === undefined).map(({ seen }) => seen);
  return [...groupWildcards(found.flatMap(({ cause }) => cause ?? [])), ...missing(context, entry, absent)];
}

async function explain(context: CheckContext, seen: ObservedRecord): Promise<Problem | undefined> {
  const { dns } = context;
  return (
    serversDisagree(context, seen) ??
    (await nameDoubled(dns, seen)) ??
    (await wildcardAnswers(dns, seen)) ??
    wrongRegion(seen) ??
    wrongTarget(seen) ??
    wrongText(seen) ??
    (await otherType(context, seen)) ??
    (seen.status === "different" ? recordDifferent(context, seen) : undefined)
  );
}

function wrongTarget({ record, authorities }: ObservedRecord): Problem | undefined {
  const expected = expectedTarget(record);
  if (expected === undefined) return undefined;
  for (const { value } of authorities.flatMap((answer) => recordsAt(answer, record.name, record.type))) {
    const fault = targetFault(expected, targetOf(value) ?? "", record);
    if (fault === undefined) continue;
    const { cause, what, fix } = fault;
    return problem(cause, record.domain, [record], { message: `${quotedRecord(record)} ${what}`, fix });
  }
  return undefined;
}

function wrongText({ record, authorities }: ObservedRecord): Problem | undefined {
  if (record.type !== "TXT") return undefined;
  for (const { value } of authorities.flatMap((answer) => recordsAt(answer, record.name, "TXT"))) {
    if (value.kind !== "txt") continue;
    const fault = textFault(
      textOf(record),
      value.strings.map((string) => string.toString("utf8")),
    );
    if (fault === undefined) continue;
    const { cause, what, fix } = fault;
    return problem(cause, record.domain, [record], { message: `${quotedRecord(record)} ${what}`, fix });
  }
  return undefined;
}

/** Records that are simply missing; if only some of the DKIM records are, these get a problem of their own. */
function missing(
  { hostedElsewhere }: CheckContext,
  entry: ObservedEntry,
  absent: readonly ObservedRecord[],
): readonly Problem[] {
  const dkim = withPurpose(entry, "dkim");
  const absentDkim = absent.filter(({ record }) => record.purpose === "dkim").map(({ record }) => record);
  const isPartly = absentDkim.length > 0 && absentDkim.length < dkim.length;
  const plain = absent.map(({ record }) => record).filter(({ purpose }) => !(isPartly && purpose === "dkim"));
  const problems = isPartly ? [partialDkim(entry.domain, absentDkim, dkim.length)] : [];
  if (plain.length === 0) return problems;
  const what =
    plain.length === 1
      ? `${quotedRecord(plain[0]!)} is not there`
      : `${plain.length} records of "${entry.domain}" are not there: ${plain.map(quotedRecord).join(", ")}`;
  const fix = hostedElsewhere
    ? "create them where the zone is now: mailzone records writes the table for its operator"
    : "run mailzone apply, or send the table of mailzone records to whoever runs the DNS";
  return [...problems, problem("record-missing", entry.domain, plain, { message: what, fix })];
}
