// What mailzone check found, to be reported.
import type { Finding, Location } from "../dns/finding";
import { RULES } from "../dns/rules/rules";
import type { Report, Reported, ReportedRule } from "./reported";

/** What no rule of the list finds: the files themselves, and the machine. */
const OTHERS: Readonly<Record<string, string>> = {
  yaml: "The file can be read as YAML.",
  schema: "The file has the fields of a configuration, and values of their form.",
  base: "Nothing is dropped, renamed or moved against the earlier configuration.",
  imports: "An import names a record that is published, and what is there.",
  "imports-left": "Imports that are done are taken out.",
  "local-state": "State is kept where a pipeline's next run finds it.",
  "role-shared": "Plan and apply assume a role each.",
};

const BY_ID: ReadonlyMap<string, ReportedRule> = new Map([
  ...Object.entries(OTHERS).map(([id, summary]): [string, ReportedRule] => [
    id,
    {
      id,
      level: ["imports-left", "local-state", "role-shared"].includes(id) ? "warning" : "error",
      summary,
      detail: summary,
    },
  ]),
  ...RULES.map(({ id, severity, summary, reference }): [string, ReportedRule] => [
    id,
    { id, level: severity, summary, detail: `${summary} Asked for by: ${reference}.` },
  ]),
]);

/**
 * @param files the configuration's, of which the first stands for a finding without a place
 * @param fromTop a file's path from the repository's top
 */
export function reportCheck(
  findings: readonly Finding[],
  files: readonly string[],
  fromTop: (file: string) => string,
): Report {
  const placeOf = (at: Location | undefined): Pick<Reported, "place"> => {
    if (at !== undefined) return { place: { file: fromTop(at.file), line: at.line, column: at.column } };
    return files[0] === undefined ? {} : { place: { file: fromTop(files[0]) } };
  };
  return {
    command: "check",
    ruleOf: (id) => BY_ID.get(id),
    found: findings.map(({ rule, severity, message, domain, record, at }) => ({
      ...{ rule, level: severity, message },
      ...placeOf(at),
      ...(domain !== undefined && { subject: [domain, record ?? []].flat().join("/") }),
      identity: domain === undefined ? [message] : [domain, record ?? ""],
    })),
  };
}
