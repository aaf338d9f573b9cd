// What check, plan, review, verify and adopt have to say, in one form. Checks return findings and never throw; the edge (cli/, main.ts)
// prints them all at once.
import { closest, distance } from "fastest-levenshtein";
import { toUnicodeName } from "./names";
import { escapeInvisible } from "./text/escape";

/** A place in a configuration file; line and column count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * `error`: it does not work, or will not. `warning`: it works, and may not be what is meant. `note`: worth knowing. `unknown`: it could not
 * be found out.
 */
export type Severity = "error" | "warning" | "note" | "unknown";

/** The command whose question a finding answers; `message` is `verify --message`. */
export type FindingSource = "check" | "plan" | "review" | "verify" | "message" | "adopt";

/** Something that a rule found. Absent fields are not set. */
export interface Finding {
  readonly source: FindingSource;
  /** The rule's id, such as `cname-alone`; `yaml` and `schema` for a file that cannot be read as a configuration. */
  readonly rule: string;
  readonly severity: Severity;
  /** Of a plan: its stack. @default - it is about no plan */
  readonly stack?: string;
  /** The entry's key; of verify and review, where no entry is known, the name of a domain or a zone. @default - it is about no domain */
  readonly domain?: string;
  /** The record's id within the entry, the first of several. @default - it is about the entry as a whole */
  readonly record?: string;
  /** Terraform's address of the resource that a plan changes. @default - it is about none, or about several */
  readonly address?: string;
  /** Lower-case: the subject in quotes, what is wrong, what was got and, where there is no `fix`, what to do. */
  readonly message: string;
  /** What to do, in lower case and without a full stop. @default - the message says it, or there is nothing to do */
  readonly fix?: string;
  /** Where the configuration has it. @default - nowhere, or the one that says it does not know the file */
  readonly at?: Location;
  /** Who takes it as known; the empty text where nobody said who. @default - nobody does */
  readonly acceptedBy?: string;
}

/** `domains.yaml:12:7: error: message: fix (rule)`, the form that editors and CI systems link. */
export function formatFinding(finding: Omit<Finding, "source">): string {
  const { rule, severity, at } = finding;
  const place = at === undefined ? "" : `${escapeInvisible(at.file)}:${at.line}:${at.column}: `;
  return `${place}${severity}: ${wholeMessage(finding)} (${rule})`;
}

/** What is wrong and what to do, in one sentence. */
export function wholeMessage({ message, fix }: Pick<Finding, "message" | "fix">): string {
  return fix === undefined ? message : `${message}: ${fix}`;
}

const MAX_LENGTH = 400;
const QUOTED = /"[^"]*"/g;

/**
 * The finding with a message that is safe to print, whatever the file contained: one line without control characters, of limited
 * length, and with names in punycode also in their own letters.
 */
export function legible(finding: Finding): Finding {
  const message = legibleText(finding.message);
  return message === finding.message ? finding : { ...finding, message };
}

/** A message alone, as legible() writes it. */
export function legibleText(message: string): string {
  return shorten(withUnicodeNames(escapeInvisible(message)));
}

/** `"xn--bcher-kva.example" ("bücher.example")` */
function withUnicodeNames(message: string): string {
  if (!/xn--/i.test(message)) return message;
  return message.replace(/"([^"\s]*)"(?! \()/g, (quoted, name: string) => {
    const unicode = toUnicodeName(name);
    return unicode === name || escapeInvisible(unicode) !== unicode ? quoted : `${quoted} ("${unicode}")`;
  });
}

/** Quoted values are shortened first, because the end of a message says what to do. */
function shorten(message: string): string {
  if (message.length <= MAX_LENGTH) return message;
  const short = message.replace(QUOTED, (quoted) => (quoted.length > 60 ? `${quoted.slice(0, 50)}…"` : quoted));
  return short.length <= MAX_LENGTH ? short : `${short.slice(0, MAX_LENGTH - 1)}…`;
}

/** `: did you mean "dmarc"?` if one of `known` is similar to `text`, else the fallback. */
export function suggestion(text: string, known: readonly string[], fallback = ""): string {
  if (known.length === 0 || text.length > 100) return fallback;
  // All in lower case, so that capitals do not count as mistakes.
  const lower = known.map((name) => name.toLowerCase());
  // Two swapped letters are a distance of two, like two other letters, and yet the likelier mistake.
  const swapped = lower.find((name) => lettersOf(name) === lettersOf(text.toLowerCase()));
  const nearest = lower.indexOf(swapped ?? closest(text.toLowerCase(), lower));
  const most = Math.max(2, Math.floor((lower[nearest]?.length ?? 0) / 3));
  const isNear = distance(text.toLowerCase(), lower[nearest] ?? "") <= most;
  return isNear ? `: did you mean "${known[nearest]}"?` : fallback;
}

/** In the order of the alphabet. */
function lettersOf(word: string): string {
  return [...word].sort().join("");
}
