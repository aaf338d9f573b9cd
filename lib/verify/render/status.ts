// The words for what was found, the same in every format.
import { EN } from "../../records/words/en";
import type { Words } from "../../records/words/words";
import { hoursLeft } from "../../ses/deadline";
import type { CheckedIdentity, CheckedRecord, ServerAnswer, Verification } from "../verification";
import { VERIFY_EN } from "../words/en";
import type { VerifyWords } from "../words/words";

/** The status column. */
export function statusText({ status, wait }: Pick<CheckedRecord, "status" | "wait">, { statuses }: Words): string {
  return status === "propagating" ? statuses.propagating(wait) : statuses[status];
}

/** The same for programs and logs, which have one language. */
export function statusWord(checked: Pick<CheckedRecord, "status" | "wait">): string {
  return statusText(checked, EN);
}

/** `not live: 4 of 7 records are live; 3 errors` */
export function verdictLine({ verdict, records, causes }: Verification, words = VERIFY_EN): string {
  const live = records.filter(({ status }) => status === "live").length;
  const of = (severity: string) => causes.filter((cause) => cause.severity === severity).length;
  return words.verdict({ verdict, live, count: records.length, errors: of("error"), warnings: of("warning") });
}

/** What the servers say of a record, those that say the same together. */
export function answerLines({ authorities, resolvers }: CheckedRecord, own = VERIFY_EN): readonly string[] {
  const serversByAnswer = new Map<string, string[]>();
  for (const answer of [...authorities, ...resolvers]) {
    const words = answerWords(answer, own);
    // A failure names its server itself.
    const server = answer.says === "failed" ? [] : [answer.server];
    serversByAnswer.set(words, [...(serversByAnswer.get(words) ?? []), ...server]);
  }
  return [...serversByAnswer].map(([words, servers]) =>
    servers.length === 0 ? words : `${[...new Set(servers)].join(", ")}: ${words}`,
  );
}

/** `example.com in us-east-1: verified, DKIM SUCCESS, MAIL FROM SUCCESS`; undefined where SES was not seen. */
export function identityLine(identity: CheckedIdentity, now: number, words = VERIFY_EN): string | undefined {
  const { verified, deadline } = identity;
  return verified === null ? undefined : words.identity(identity, deadline === null ? null : hoursLeft(deadline, now));
}

function answerWords({ says, values, ttl }: ServerAnswer, { noName, noRecord }: VerifyWords): string {
  const ttlText = ttl === null ? "" : ` (${ttl} s)`;
  if (says === "failed") return values.join(", ");
  if (says === "no-name") return `${noName}${ttlText}`;
  return says === "no-data" ? `${noRecord}${ttlText}` : `${values.join(", ")}${ttlText}`;
}
