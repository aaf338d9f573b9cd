// What every answer to a mistaken form needs.
import type { Path } from "../entries/fault";

/** One mistake, told once, whatever the schema has to say about its parts. */
export interface FormAnswer {
  /** Where it is told. */
  readonly path: Path;
  /** Whether it is the key at `path` that is wrong, not its value. */
  readonly isKey?: boolean;
  /** Follows the subject: `is "Reject": write reject`. */
  readonly text: string;
}

/** The answer to the form of a value; undefined where nothing better is known than what the schema says. */
export type Form = (value: unknown) => string | undefined;

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const NAME = /^(?=.{4,253}$)(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}\.?$/u;

/** Whether a text looks like the name of a domain or a host, with a dot. */
export function isName(value: unknown): value is string {
  return typeof value === "string" && NAME.test(value) && !/^[\d.]+$/.test(value);
}

/** A short text as YAML has it within braces; undefined for one that is long or that nothing should repeat. */
export function written(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string" || value.length > 100 || /["\\\p{C}]/u.test(value)) return undefined;
  const isPlain =
    /^[\p{L}\p{N}_./~][\p{L}\p{N}_./=+~ -]*$/u.test(value) && !/^[\d.]+$|^(?:true|false|null|~)$/.test(value);
  return isPlain ? value : `"${value}"`;
}

/** The beginning of a text, for a message. */
export function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 58)}…` : text;
}
