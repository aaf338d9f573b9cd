// What SES reports. SES looks for the records for 72 hours, and its report is some minutes old: as long as a record is missing in
// DNS, that is the cause, not what SES says about it.
import { DEADLINE_NEAR, hoursLeft } from "../../ses/deadline";
import type { SesAccount } from "../../ses/identity";
import { quotedList } from "../text";
import { checkDkimTokens, keyChange } from "./mail/dkim";
import { type CheckContext, isPublished, type ObservedEntry, type Problem, problem, withPurpose } from "./problem";

export function checkIdentity(entry: ObservedEntry, { now }: CheckContext): readonly Problem[] {
  const { identity, domain, deadline, config } = entry;
  if (identity === undefined) return [];
  const region = config?.region ?? entry.records[0]?.record.region ?? "";
  if (identity === null)
    return [
      problem("ses-identity-absent", domain, [], {
        message: `SES has no identity "${domain}" in ${region}`,
        fix: isOfOthers(entry)
          ? "ask its owner to make it; if it was made, these credentials lead to another account"
          : "run mailzone apply; if it was applied, these credentials lead to another account",
      }),
    ];
  const dkim = withPurpose(entry, "dkim");
  // Records with other tokens than SES's are of no use.
  const isInDns = dkim.length > 0 && dkim.every(isPublished) && checkDkimTokens(entry).length === 0;
  const records = dkim.map(({ record }) => record);
  const { status, signingEnabled } = identity.dkim;
  const problems: Problem[] = [];
  if (status === "FAILED" || status === "NOT_STARTED")
    problems.push(
      problem("ses-failed", domain, records, {
        message: `SES ${status === "FAILED" ? "has given up looking" : "is not looking"} for the DKIM records of "${domain}"${reason(identity.errorType)}`,
        fix: `${isInDns ? "the records are right now: " : "correct the records, then "}${startAgain(entry)}`,
      }),
    );
  else if (status !== "SUCCESS" && isInDns)
    problems.push(
      problem("ses-pending", domain, records, {
        message: `"${domain}" is right in DNS, and SES ${SEARCH_STATES[status] ?? "is in a state that mailzone does not know"}: DKIM is ${status}${reason(identity.errorType)}${keyChange(identity)}`,
        fix: "wait: it usually takes minutes, and may take 72 hours",
      }),
    );
  else if (status === "SUCCESS" && !identity.verifiedForSending)
    problems.push(
      problem("ses-pending", domain, records, {
        message: `SES has found the DKIM records of "${domain}", and does not let it send: its verification is ${identity.verification ?? "not told"}${reason(identity.errorType)}`,
        fix: "wait some minutes; where it stays so, look at the identity in the SES console",
      }),
    );
  if (!isInDns && deadline !== null && deadline - now() < DEADLINE_NEAR)
    problems.push(
      problem("ses-deadline", domain, records, {
        message: `SES stops looking for the DKIM records of "${domain}" ${hoursText(hoursLeft(deadline, now()))}`,
        fix: `correct the records before that; afterwards ${
          isOfOthers(entry) ? "the identity's owner has to start" : "mailzone verify --retry starts"
        } the search again`,
      }),
    );
  if (status === "SUCCESS" && !signingEnabled)
    problems.push(
      problem("ses-signing-off", domain, records, {
        message: `SES does not sign mail from "${domain}": signing is turned off for the identity`,
        fix: isOfOthers(entry)
          ? "ask the identity's owner to turn DKIM signatures on"
          : "turn DKIM signatures on for the identity in the SES console",
      }),
    );
  return [...problems, ...mailFromProblems(entry)];
}

/** With it, anybody with its keys and permissions can send as a domain that declares to send nothing. */
export function checkUnwantedIdentity({ domain, unwanted = [] }: ObservedEntry): readonly Problem[] {
  return unwanted.map(({ region }) =>
    problem("no-mail-identity", domain, [], {
      message: `SES has an identity "${domain}" in ${region}, and domains.yaml says that the domain has no mail`,
      fix: "delete the identity in the SES console, if nothing sends with it; else write the domain's mail into domains.yaml",
    }),
  );
}

function mailFromProblems(entry: ObservedEntry): readonly Problem[] {
  const { identity, domain, config } = entry;
  const seen = withPurpose(entry, "mail-from-mx", "mail-from-spf");
  const [mx] = seen;
  if (identity === undefined || identity === null) return [];
  if (config !== undefined && config.mailFrom === undefined) return unwantedMailFrom(entry);
  if (mx === undefined) return [];
  const wanted = mx.record.name;
  const records = seen.map(({ record }) => record);
  const used = identity.mailFrom;
  if (used === null || used.domain !== wanted)
    return [
      problem("ses-mail-from-other", domain, records, {
        message: `SES sends for "${domain}" with ${used === null ? "its own MAIL FROM domain" : quotedList([used.domain])}, not with "${wanted}"`,
        fix: isOfOthers(entry)
          ? `the identity's owner sets it: ask for "${wanted}", or write mailFrom: ${used === null ? "false" : JSON.stringify(used.domain)} and apply`
          : "run mailzone plan and apply",
      }),
    ];
  const otherwise =
    used.behaviorOnMxFailure === "REJECT_MESSAGE" ? "sends nothing meanwhile" : "sends with amazonses.com meanwhile";
  if (used.status === "FAILED")
    return [
      problem("ses-mail-from-failed", domain, records, {
        message: `SES has given up looking for the MX of "${wanted}", and ${otherwise}`,
        fix: `correct the MX, then ${startAgain(entry)}`,
      }),
    ];
  if (used.status === "SUCCESS" || !seen.every(isPublished)) return [];
  return [
    problem("ses-mail-from-pending", domain, records, {
      message: `"${wanted}" is right in DNS, and SES does not use it yet (${used.status}): it ${otherwise}`,
      fix: "wait: it usually takes minutes, and may take 72 hours",
    }),
  ];
}

/** domains.yaml has `mailFrom: false` and SES has a MAIL FROM domain: Terraform removes only what it has created. */
function unwantedMailFrom({ identity, domain, config }: ObservedEntry): readonly Problem[] {
  const used = identity?.mailFrom ?? null;
  if (used === null) return [];
  return [
    problem("ses-mail-from-unwanted", domain, [], {
      message: `SES has the MAIL FROM domain ${quotedList([used.domain])} for "${domain}" (${used.status}), and domains.yaml has mailFrom: false`,
      fix: isOfOthers({ config })
        ? "publish its records with mailFrom, or ask the identity's owner to take it out"
        : "set mailFrom if it is wanted; else run mailzone plan and apply, and where it stays, take it out in the SES console",
    }),
  ];
}

/** Problems of the account in a region, which affect all its identities. */
export function accountProblems({ region, production, sendingEnabled, enforcement }: SesAccount): readonly Problem[] {
  const about = `SES in ${region}`;
  const problems: Problem[] = [];
  if (!sendingEnabled)
    problems.push(
      problem("ses-paused", region, [], {
        message: `${about} sends nothing: sending is paused for the account`,
        fix: "look at the account dashboard of SES for why, then resume sending",
      }),
    );
  if (enforcement !== "HEALTHY")
    problems.push(
      problem("ses-enforcement", region, [], {
        severity: enforcement === "SHUTDOWN" ? "error" : "warning",
        message: `${about} is in the state ${enforcement}`,
        fix: "answer the case that AWS has opened in the support centre",
      }),
    );
  if (!production)
    problems.push(
      problem("ses-sandbox", region, [], {
        message: `${about} is in the sandbox: it sends to verified addresses only`,
        fix: "request production access in the SES console",
      }),
    );
  return problems;
}

/** Whether another stack or team owns the identity. Then nothing here changes it. */
function isOfOthers({ config }: Pick<ObservedEntry, "config">): boolean {
  return config?.identity === "existing";
}

function startAgain(entry: ObservedEntry): string {
  return isOfOthers(entry)
    ? "ask the identity's owner to start the search again"
    : "start the search again with mailzone verify --retry";
}

/** Describes a verification that has not ended. */
const SEARCH_STATES: Readonly<Record<string, string>> = {
  PENDING: "has not looked yet",
  TEMPORARY_FAILURE: "could not look",
};

function reason(errorType: string | null): string {
  return errorType === null ? "" : ` (${errorType})`;
}

function hoursText(hours: number): string {
  return `in about ${hours} hour${hours === 1 ? "" : "s"}`;
}
