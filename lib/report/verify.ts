// The report of mailzone verify: each cause at the first record that it names, and what could not be checked.
import type { Finding } from "../dns/finding";
import { CAUSES } from "../verify/causes/table";
import type { Verification } from "../verify/verification";
import { located, type Report, type ReportedRule, type ReportFiles, reportedRules, reportOf } from "./report";

const REPORTED: readonly ReportedRule[] = [
  ...Object.entries(CAUSES).map(
    ([id, { severity, summary, reference }]): ReportedRule => ({
      id,
      level: severity,
      summary,
      detail: `${summary} Source: ${reference}.`,
    }),
  ),
  ...reportedRules({ "not-seen": ["warning", "Something could not be seen, so that nothing is known of it."] }),
];

export function reportVerify({ causes, unseen }: Verification, files: ReportFiles): Report {
  const found = causes.map((cause): Finding => {
    const [first] = cause.records;
    return first === undefined ? cause : { ...cause, domain: first.entry, record: first.id };
  });
  const open = unseen.map((message): Finding => ({ source: "verify", rule: "not-seen", severity: "unknown", message }));
  return reportOf("verify", located([...found, ...open], files), REPORTED, files);
}
