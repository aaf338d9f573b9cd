// What a check has to say. Checks return findings and never throw; the edge (cli/, main.ts) prints them all at once.

/** A place in a configuration file; line and column count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something a rule found. */
export interface Finding {
  /** The rule's id, such as `cname-alone`; `yaml` and `schema` for a file that cannot be read as a configuration. */
  readonly rule: string;
  readonly severity: "error" | "warning";
  /** The entry's key. */
  readonly domain?: string;
  /** The record's id within the entry. */
  readonly record?: string;
  /** Lower-case: the subject in quotes, what is wrong, what was got, what to do. */
  readonly message: string;
  readonly at?: Location;
}

/** `domains.yaml:12:7: error: message (rule)`, the form that editors and CI systems link. */
export function formatFinding({ rule, severity, message, at }: Finding): string {
  const place = at === undefined ? "" : `${at.file}:${at.line}:${at.column}: `;
  return `${place}${severity}: ${message} (${rule})`;
}
