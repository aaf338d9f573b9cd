// English.
import { EN } from "../../records/words/en";
import type { VerifyWords } from "./words";

const VERDICTS = { live: "live", "not-live": "not live", "cannot-tell": "cannot tell" } as const;

export const VERIFY_EN: VerifyWords = {
  table: EN,
  verdict: ({ verdict, live, count, errors, warnings }) => {
    const parts = [plural(errors, "error"), plural(warnings, "warning")].filter((part) => part !== "");
    const details = parts.length === 0 ? "" : `; ${parts.join(", ")}`;
    return `${VERDICTS[verdict]}: ${live} of ${count} record${count === 1 ? " is" : "s are"} live${details}`;
  },
  identity: ({ domain, region, verified, dkim, mailFrom }, hours) =>
    [
      `${domain} in ${region}: ${verified ? "verified" : "not verified"}`,
      `DKIM ${dkim}`,
      ...(mailFrom === null ? [] : [`MAIL FROM ${mailFrom}`]),
      ...(hours === null ? [] : [`SES looks for about ${hours} more hours`]),
    ].join(", "),
  account: ({ region, production, sendingEnabled, quota }) =>
    [
      `SES in ${region}: ${production ? "production" : "sandbox"}`,
      sendingEnabled ? "sending" : "sending paused",
      ...(quota === null ? [] : [`${quota.sent24Hours} of ${quota.max24Hours} messages in 24 hours`]),
    ].join(", "),
  cause: ({ message, fix }) => ({ message, fix }),
  severities: { error: "error", warning: "warning" },
  fix: "fix",
  detail: "in detail",
  errors: "Errors",
  warnings: "Warnings",
  ses: "SES",
  unseen: "Not seen",
  notSeen: "not seen",
  noName: "no such name",
  noRecord: "no such record",
  more: (count) => `and ${count} more, see --json`,
};

function plural(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
