// What a command found, in the one form from which SARIF and GitHub's annotations are written.
import type { Finding, FindingSource, Location } from "../dns/finding";

/** Where a finding is shown. */
export interface ReportedPlace {
  /** From the repository's top, with slashes; absolute if it is outside. */
  readonly file: string;
  /** Counted from 1. @default - the finding is about the whole file */
  readonly line?: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column?: number;
}

/** The name of a level in SARIF and, except for the note, on GitHub. */
export type Level = "error" | "warning" | "note";

/** A rule and its description. */
export interface ReportedRule {
  readonly id: string;
  readonly level: Level;
  /** When the rule applies, or what must be true. */
  readonly summary: string;
  readonly detail: string;
}

export interface Report {
  readonly source: FindingSource;
  /** In the order in which they are shown; for review worst first. */
  readonly findings: readonly Finding[];
  readonly ruleOf: (id: string) => ReportedRule | undefined;
  readonly placeOf: (finding: Finding) => ReportedPlace | undefined;
}

/** The files that findings are about. */
export interface ReportFiles {
  /** A file's path from the repository's top, with slashes; absolute if it is outside. */
  readonly fromTop: (file: string) => string;
  /** The file for findings without a place; undefined for none. */
  readonly fileOf: (finding: Finding) => string | undefined;
  /** The place of an entry or its record in the configuration. @default - no place */
  readonly find?: (entry: string, record?: string) => Location | undefined;
}

/** Which text of a rule's documentation is the one to read. */
export const RULE_PAGES: Readonly<Record<FindingSource, string>> = {
  check: "docs/rules.md",
  plan: "docs/adopt.md",
  review: "docs/review-rules.md",
  verify: "docs/diagnosis.md",
  message: "docs/verify.md",
  adopt: "docs/adopt.md",
};

/** A limit, in UTF-16 units: longer than anybody reads and than GitHub shows. Texts of records may come from anybody. */
export const MESSAGE_LIMIT = 4_000;
export const TITLE_LIMIT = 255;

/** The report of findings that already have their places. */
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

/** Adds the places in the configuration to the findings, by entry and record. */
export function located(findings: readonly Finding[], { find }: ReportFiles): Finding[] {
  return findings.map((finding) => {
    const { at, domain, record } = finding;
    return at !== undefined || domain === undefined ? finding : { ...finding, at: find?.(domain, record) };
  });
}

/** What could not be checked is a warning, because neither format has such a level. */
export function levelOf({ severity }: Pick<Finding, "severity">): Level {
  return severity === "unknown" ? "warning" : severity;
}

/** The names of rules and their sentences, for rules that have only a sentence. */
export function reportedRules(rules: Readonly<Record<string, readonly [Level, string]>>): ReportedRule[] {
  return Object.entries(rules).map(([id, [level, summary]]) => ({ id, level, summary, detail: summary }));
}

/** The domain, and the record or resource in it: `example.com`, `example.com/dmarc`; undefined if it is about neither. */
export function findingSubject({ domain, record, address }: Finding): string | undefined {
  const parts = [domain, address ?? record].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join("/");
}

/** The beginning of a text. A surrogate pair is never split. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
