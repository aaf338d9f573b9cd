// A matching as findings: what is in the way, what the next plan would change, and what should be known beside it.
import type { Finding } from "../dns/finding";
import type { Match } from "./matching/match";
import { type Matching, matchDetails } from "./render";

/** @param failures why SES could not be asked, a sentence each */
export function adoptFindings(
  { matches, mentions, notes = [] }: Matching,
  failures: readonly string[] = [],
): Finding[] {
  return [
    ...failures.map((message): Finding => ({ source: "adopt", rule: "ses-unasked", severity: "unknown", message })),
    ...matches.flatMap(matchFinding),
    ...mentions.map(
      ({ zone, message }): Finding => ({
        source: "adopt",
        rule: "left-alone",
        severity: "note",
        domain: zone,
        message: `in zone "${zone}" ${message}`,
      }),
    ),
    ...notes.map((message): Finding => ({ source: "adopt", rule: "adopt-note", severity: "note", message })),
  ];
}

function matchFinding(match: Match): Finding[] {
  const { entry, id, status, subject } = match;
  const details = matchDetails(match).join("; ");
  const about = { source: "adopt", domain: entry, record: id } as const;
  if (status === "clash") {
    const message = `${subject} of "${entry}" has something in its way${details === "" ? "" : `: ${details}`}`;
    return [{ ...about, rule: "adopt-clash", severity: "error", message }];
  }
  if (status !== "different") return [];
  const message = `${subject} of "${entry}" is imported, and changed by the next plan: ${details}`;
  return [{ ...about, rule: "adopt-changes", severity: "warning", message }];
}
