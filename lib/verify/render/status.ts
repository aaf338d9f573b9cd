// The words for what was found, the same in every format.
import { EN } from "../../records/words/en";
import type { Words } from "../../records/words/words";
import { hoursLeft } from "../../ses/deadline";
import type { CheckedIdentity, CheckedRecord, ServerAnswer, Verification } from "../verification";

/** The status column. */
export function statusText({ status, wait }: Pick<CheckedRecord, "status" | "wait">, { statuses }: Words): string {
  return status === "propagating" ? statuses.propagating(wait) : statuses[status];
}

/** The same for programs and logs, which have one language. */
export function statusWord(checked: Pick<CheckedRecord, "status" | "wait">): string {
  return statusText(checked, EN);
}

/** `not live: 4 of 7 records are live; 3 errors` */
export function verdictLine({ verdict, records, causes }: Verification): string {
  const live = records.filter(({ status }) => status === "live").length;
  const word = verdict === "live" ? "live" : verdict === "not-live" ? "not live" : "cannot tell";
  const count = (severity: string) => causes.filter((cause) => cause.severity === severity).length;
  const parts = [plural(count("error"), "error"), plural(count("warning"), "warning")].filter((part) => part !== "");
  const told = parts.length === 0 ? "" : `; ${parts.join(", ")}`;
  return `${word}: ${live} of ${records.length} record${records.length === 1 ? " is" : "s are"} live${told}`;
}

/** What the servers say of a record, those that say the same together. */
export function answerLines({ authorities, resolvers }: CheckedRecord): readonly string[] {
  const said = new Map<string, string[]>();
  for (const answer of [...authorities, ...resolvers]) {
    const words = answerWords(answer);
    // A failure names its server itself.
    const server = answer.says === "failed" ? [] : [answer.server];
    said.set(words, [...(said.get(words) ?? []), ...server]);
  }
  return [...said].map(([words, servers]) =>
    servers.length === 0 ? words : `${[...new Set(servers)].join(", ")}: ${words}`,
  );
}

/** `example.com in us-east-1: verified, DKIM SUCCESS, MAIL FROM SUCCESS`; undefined where SES was not seen. */
export function identityLine(identity: CheckedIdentity, now: number): string | undefined {
  const { domain, region, verified, dkim, mailFrom, deadline } = identity;
  if (verified === null) return undefined;
  const hours = deadline === null ? null : hoursLeft(deadline, now);
  return [
    `${domain} in ${region}: ${verified ? "verified" : "not verified"}`,
    `DKIM ${dkim}`,
    ...(mailFrom === null ? [] : [`MAIL FROM ${mailFrom}`]),
    ...(hours === null ? [] : [`SES looks for about ${hours} more hours`]),
  ].join(", ");
}

export function accountLine({ region, production, sendingEnabled, quota }: Verification["accounts"][number]): string {
  return [
    `SES in ${region}: ${production ? "production" : "sandbox"}`,
    sendingEnabled ? "sending" : "sending paused",
    ...(quota === null ? [] : [`${quota.sent24Hours} of ${quota.max24Hours} messages in 24 hours`]),
  ].join(", ");
}

function answerWords({ says, values, ttl }: ServerAnswer): string {
  const kept = ttl === null ? "" : ` (${ttl} s)`;
  if (says === "failed") return values.join(", ");
  if (says === "no-name") return `no such name${kept}`;
  return says === "no-data" ? `no such record${kept}` : `${values.join(", ")}${kept}`;
}

function plural(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
