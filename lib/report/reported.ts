// What check and review found, in the one form that SARIF and GitHub's annotations are written from.

/** Where a finding is. */
export interface ReportedPlace {
  /** From the repository's top with slashes; absolute where it lies outside. */
  readonly file: string;
  /** From 1. @default - the finding is about the file as a whole */
  readonly line?: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
}

export interface Reported {
  readonly rule: string;
  readonly level: "error" | "warning" | "note";
  readonly message: string;
  readonly place?: ReportedPlace;
  /** The domain, and the record or resource in it: `example.com`, `example.com/dmarc`. */
  readonly subject?: string;
  /** What stays the same from run to run while the finding does. */
  readonly identity: readonly string[];
  /** Who takes it as known; an empty name where nobody said. @default - nobody */
  readonly acceptedBy?: string;
}

/** A rule, described. */
export interface ReportedRule {
  readonly id: string;
  readonly level: Reported["level"];
  /** When it speaks, or what must hold. */
  readonly summary: string;
  readonly detail: string;
}

export interface Report {
  readonly command: "check" | "review";
  /** In the order in which they are shown, the worst first for review. */
  readonly found: readonly Reported[];
  readonly ruleOf: (id: string) => ReportedRule | undefined;
}

/** Which text of a rule's documentation to read on. */
export const RULE_PAGES = { check: "docs/rules.md", review: "docs/review-rules.md" } as const;

/** Longer than anybody reads, and than GitHub shows: texts of records come from anybody. In UTF-16 units. */
export const MESSAGE_LIMIT = 4_000;
export const TITLE_LIMIT = 255;

/** The beginning of a text, no pair of units torn. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
