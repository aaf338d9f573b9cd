// What a command found, in the one form that SARIF and GitHub's annotations are written from.
import type { Finding, FindingSource, Location } from "../dns/finding";

/** Where a finding is shown. */
export interface ReportedPlace {
  /** From the repository's top with slashes; absolute where it lies outside. */
  readonly file: string;
  /** From 1. @default - the finding is about the file as a whole */
  readonly line?: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
}

/** How a level is called by SARIF and, but for the note, by GitHub. */
export type Level = "error" | "warning" | "note";

/** A rule, described. */
export interface ReportedRule {
  readonly id: string;
  readonly level: Level;
  /** When it speaks, or what must hold. */
  readonly summary: string;
  readonly detail: string;
}

export interface Report {
  readonly source: FindingSource;
  /** In the order in which they are shown, the worst first for review. */
  readonly findings: readonly Finding[];
  readonly ruleOf: (id: string) => ReportedRule | undefined;
  readonly placeOf: (finding: Finding) => ReportedPlace | undefined;
}

/** The files that findings are about. */
export interface ReportFiles {
  /** A file's path from the repository's top with slashes; absolute where it lies outside. */
  readonly fromTop: (file: string) => string;
  /** The file that a finding without a place is about; undefined for none. */
  readonly fileOf: (finding: Finding) => string | undefined;
  /** Where the configuration has an entry or its record. @default - nowhere */
  readonly find?: (entry: string, record?: string) => Location | undefined;
}

/** Which text of a rule's documentation to read on. */
export const RULE_PAGES: Readonly<Record<FindingSource, string>> = {
  check: "docs/rules.md",
  plan: "docs/adopt.md",
  review: "docs/review-rules.md",
  verify: "docs/diagnosis.md",
  message: "docs/verify.md",
  adopt: "docs/adopt.md",
};

/** Longer than anybody reads, and than GitHub shows: texts of records come from anybody. In UTF-16 units. */
export const MESSAGE_LIMIT = 4_000;
export const TITLE_LIMIT = 255;

/** The report of findings that have their places. */
export function reportOf(
  source: FindingSource,
  findings: readonly Finding[],
  rules: readonly ReportedRule[],
  { fromTop, fileOf }: ReportFiles,
): Report {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    source,
    findings,
    ruleOf: (id) => byId.get(id),
    placeOf: (finding) => {
      const { at } = finding;
      if (at !== undefined) return { file: fromTop(at.file), line: at.line, column: at.column };
      const file = fileOf(finding);
      return file === undefined ? undefined : { file: fromTop(file) };
    },
  };
}

/** The findings at their places in the configuration, by entry and record. */
export function located(findings: readonly Finding[], { find }: ReportFiles): Finding[] {
  return findings.map((finding) => {
    const { at, domain, record } = finding;
    return at !== undefined || domain === undefined ? finding : { ...finding, at: find?.(domain, record) };
  });
}

/** What could not be found out is a warning: neither format knows such a level. */
export function levelOf({ severity }: Pick<Finding, "severity">): Level {
  return severity === "unknown" ? "warning" : severity;
}

/** The names of rules and what each says, for rules that only have a sentence. */
export function reportedRules(rules: Readonly<Record<string, readonly [Level, string]>>): ReportedRule[] {
  return Object.entries(rules).map(([id, [level, summary]]) => ({ id, level, summary, detail: summary }));
}

/** The domain, and the record or resource in it: `example.com`, `example.com/dmarc`; undefined where it is about neither. */
export function findingSubject({ domain, record, address }: Finding): string | undefined {
  const parts = [domain, address ?? record].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join("/");
}

/** The beginning of a text, no pair of units torn. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
