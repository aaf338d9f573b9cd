// The report of mailzone adopt. What it imports unchanged is not a finding.
import type { Finding } from "../dns/finding";
import { located, type Report, type ReportFiles, reportedRules, reportOf } from "./report";

const REPORTED = reportedRules({
  "adopt-clash": ["error", "Something stands in the way of a record or an identity, and is not imported in its place."],
  "adopt-changes": ["warning", "What is imported differs from domains.yaml, and the next plan changes it."],
  "left-alone": ["note", "A record of the zone is left alone, and may matter to mail."],
  "adopt-note": ["note", "Something was taken for granted, or is left to somebody else."],
  "ses-unasked": ["warning", "SES could not be asked, so that nothing is known of an identity."],
});

export function reportAdopt(findings: readonly Finding[], files: ReportFiles): Report {
  return reportOf("adopt", located(findings, files), REPORTED, files);
}
