// The MAIL FROM domain must be used by SES only: one MX, one SPF record, and nothing else
// (https://docs.aws.amazon.com/ses/latest/dg/mail-from.html).
import { isSpf } from "../../../dns/text/spf-parser";
import { isSimilarText, matchesValue, textOf } from "../../live/expected";
import type { ObservedRecord } from "../../live/observe";
import { formatValue, joinedText, longestOf, recordsAt } from "../../live/value";
import { quotedList } from "../../text";
import { type CheckContext, isPublished, type ObservedEntry, type Problem, problem, withPurpose } from "../problem";
import { isFromWildcard } from "../record/names";
import type { CauseId } from "../table";

export function checkMailFromMx(entry: ObservedEntry): readonly Problem[] {
  return withPurpose(entry, "mail-from-mx").flatMap((seen) => {
    const { record } = seen;
    const { count, others, extras } = otherMx(seen, "mail-from-second-mx");
    if (count < 2) return [];
    return [
      problem("mail-from-second-mx", entry.domain, [record], {
        message: `MAIL FROM domain "${record.name}" has ${count} MX records, and SES accepts one: ${quotedList(others)} ${others.length === 1 ? "is" : "are"} too many`,
        fix: `delete ${others.length === 1 ? "it" : "them"}, or choose another mailFrom in domains.yaml if mail is received there`,
        extras,
      }),
    ];
  });
}

/** The MX records that stand at the name of one that must be alone. */
export function otherMx({ record, authorities }: ObservedRecord, cause: CauseId) {
  const all = longestOf(authorities, (answer) => recordsAt(answer, record.name, "MX"));
  const others = all.filter(({ value }) => !matchesValue(record, value)).map(({ value }) => formatValue(value));
  const extras = others.map((value) => ({ entry: record.entry, type: "MX", name: record.name, value, cause }));
  return { count: all.length, others, extras };
}

export async function checkMailFromShared(entry: ObservedEntry, { dns }: CheckContext): Promise<readonly Problem[]> {
  const [mx] = withPurpose(entry, "mail-from-mx");
  if (mx === undefined) return [];
  const { record } = mx;
  const sameName = entry.records.filter((seen) => seen.record.name === record.name);
  // If the name has none of our records, the answer may come from a wildcard (RFC 4592 §2.1).
  const isOthers = async (type: string) =>
    !sameName.some(isPublished) && (await isFromWildcard(dns, record.name, type));
  const addressesOf = async (type: string) => {
    const answer = await dns.resolve(record.name, type);
    if (answer.status !== "answer" || (await isOthers(type))) return [];
    return answer.records.map(({ value }) => formatValue(value));
  };
  const addresses = (await Promise.all(["A", "AAAA"].map(addressesOf))).flat();
  const expected = sameName.filter((seen) => seen.record.type === "TXT");
  const texts = new Set(
    ((await isOthers("TXT")) ? [] : await dns.authoritativeAnswers(record.name, "TXT"))
      .flatMap((answer) => recordsAt(answer, record.name, "TXT"))
      .flatMap(({ value }) => (value.kind === "txt" ? [joinedText(value.strings)] : [])),
  );
  // A second SPF record and a damaged one are reported by other checks.
  const foreign = [...texts].filter(
    (text) => !isSpf(text) && !expected.some((seen) => isSimilarText(textOf(seen.record), text)),
  );
  const uses = [...addresses, ...foreign];
  if (uses.length === 0) return [];
  return [
    problem("mail-from-shared", entry.domain, [record], {
      message: `MAIL FROM domain "${record.name}" has ${quotedList(uses)} beside SES's records`,
      fix: "choose a mailFrom that nothing else uses, or move the other use to another name",
    }),
  ];
}
