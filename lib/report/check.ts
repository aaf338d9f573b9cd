// The report of mailzone check.
import type { Finding } from "../dns/finding";
import { CHECK_RULES } from "../dns/rules/rules";
import { type Report, type ReportedRule, type ReportFiles, reportOf } from "./report";

/** Findings that no rule of the list makes: about the files themselves and the machine. */
const OTHERS: Readonly<Record<string, string>> = {
  yaml: "The file can be read as YAML.",
  schema: "The file has the fields of a configuration, and values of their form.",
  base: "Nothing is dropped, renamed or moved against the earlier configuration.",
  imports: "An import names a record that is published, and what is there.",
  "imports-left": "Imports that are done are taken out.",
  "local-state": "State is kept where a pipeline's next run finds it.",
  "role-shared": "Plan and apply assume a role each.",
  "zone-id": "A zone has its id, or null where it is to be looked up.",
  "zone-unused": "A zone has one of the domains in it.",
};
const WARNINGS: readonly string[] = ["imports-left", "local-state", "role-shared", "zone-id", "zone-unused"];

const REPORTED: readonly ReportedRule[] = [
  ...Object.entries(OTHERS).map(
    ([id, summary]): ReportedRule => ({
      id,
      level: WARNINGS.includes(id) ? "warning" : "error",
      summary,
      detail: summary,
    }),
  ),
  ...CHECK_RULES.map(
    ({ id, severity, summary, reference }): ReportedRule => ({
      id,
      level: severity,
      summary,
      detail: `${summary} Asked for by: ${reference}.`,
    }),
  ),
];

export function reportCheck(findings: readonly Finding[], files: ReportFiles): Report {
  return reportOf("check", findings, REPORTED, files);
}
