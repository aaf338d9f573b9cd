// What a check has to say. Checks return findings and never throw; the edge (cli/, main.ts) prints them all at once.
import { closest, distance } from "fastest-levenshtein";
import { toUnicodeName } from "./names";
import { escapeInvisible } from "./text/escape";

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
  const place = at === undefined ? "" : `${escapeInvisible(at.file)}:${at.line}:${at.column}: `;
  return `${place}${severity}: ${message} (${rule})`;
}

const MAX_LENGTH = 400;
const QUOTED = /"[^"]*"/g;

/**
 * The finding with a message that is safe and good to read, whatever the file had in it: one line without control
 * characters, not endless, and names in punycode in their own letters too.
 */
export function legible(finding: Finding): Finding {
  const message = shorten(withUnicodeNames(escapeInvisible(finding.message)));
  return message === finding.message ? finding : { ...finding, message };
}

/** `"xn--bcher-kva.example" ("bücher.example")` */
function withUnicodeNames(message: string): string {
  if (!/xn--/i.test(message)) return message;
  return message.replace(/"([^"\s]*)"(?! \()/g, (quoted, name: string) => {
    const unicode = toUnicodeName(name);
    return unicode === name || escapeInvisible(unicode) !== unicode ? quoted : `${quoted} ("${unicode}")`;
  });
}

/** What is quoted is shortened first: what to do stands at the end. */
function shorten(message: string): string {
  if (message.length <= MAX_LENGTH) return message;
  const short = message.replace(QUOTED, (quoted) => (quoted.length > 60 ? `${quoted.slice(0, 50)}…"` : quoted));
  return short.length <= MAX_LENGTH ? short : `${short.slice(0, MAX_LENGTH - 1)}…`;
}

/** `: did you mean "dmarc"?` where one of `known` is near `text`, else the fallback. */
export function suggestion(text: string, known: readonly string[], fallback = ""): string {
  if (known.length === 0 || text.length > 100) return fallback;
  // All in lower case, so that a capital more or less is no mistake.
  const lower = known.map((name) => name.toLowerCase());
  const nearest = lower.indexOf(closest(text.toLowerCase(), lower));
  // Two swapped letters are a distance of two.
  const most = Math.max(2, Math.floor((lower[nearest]?.length ?? 0) / 3));
  const isNear = distance(text.toLowerCase(), lower[nearest] ?? "") <= most;
  return isNear ? `: did you mean "${known[nearest]}"?` : fallback;
}
