// The schema library's issues in our words: one finding each, at the line and column of the key or value that is wrong, with
// a suggestion where a known one is near.
import { closest, distance } from "fastest-levenshtein";
import type * as z from "zod";
import type { Finding, Location } from "../dns/finding";
import { knownKeys } from "./schema";
import type { YamlSource } from "./yaml-source";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The findings for what the schema refused, in the order of the file. */
export function schemaFindings(issues: readonly Issue[], source: YamlSource): Finding[] {
  const findings = issues.flatMap((issue) => issueFindings(issue, [], source));
  const order = ({ at }: Finding) => (at?.line ?? 0) * 10_000 + (at?.column ?? 0);
  return findings.sort((a, b) => order(a) - order(b));
}

/** `, did you mean "dmarc"?` where one of `known` is near `text`, else the fallback. */
export function suggestion(text: string, known: readonly string[], fallback = ""): string {
  if (known.length === 0) return fallback;
  const nearest = closest(text.toLowerCase(), [...known]);
  // Two swapped letters are a distance of two.
  const near = distance(text.toLowerCase(), nearest) <= Math.max(2, Math.floor(nearest.length / 3));
  return near ? `: did you mean "${nearest}"?` : fallback;
}

/** A finding of the schema's kind. */
export function schemaError(message: string, at: Location, domain?: string): Finding {
  return { rule: "schema", severity: "error", message, at, ...(domain === undefined ? {} : { domain }) };
}

function issueFindings(issue: Issue, base: Path, source: YamlSource): Finding[] {
  const path = [...base, ...issue.path];
  const value = valueAt(source.value, path);
  const where = place(path, source);
  const error = (message: string, at: Location) => [schemaError(message, at, where.domain)];

  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(path);
    return issue.keys.flatMap((key) => {
      const hint = suggestion(key, known, `: the known keys are ${known.join(", ")}`);
      return error(`unknown key "${key}" in ${where.text}${hint}`, source.keyAt([...path, key]));
    });
  }
  if (issue.code === "invalid_union") {
    const branch = branchFor(value, issue.errors);
    if (branch !== undefined) return branch.flatMap((inner) => issueFindings(inner, path, source));
    const expected = issue.errors.flat().filter(({ path: inner }) => inner.length === 0);
    return error(
      `${where.text} is ${show(value)}: expected ${expected.map(expectation).join(" or ")}`,
      source.at(path),
    );
  }
  if (issue.code === "invalid_value") {
    const known = issue.values.map(String);
    const hint = suggestion(String(value), known, `: expected ${known.join(", ")}`);
    return error(`${where.text} is ${show(value)}${hint}`, source.at(path));
  }
  if (issue.code === "invalid_type") {
    if (value === undefined) return error(`${where.text} is missing: add it`, source.at(path));
    const quotes =
      issue.expected === "string" && value !== null && !(value instanceof Object) ? ", put quotes around it" : "";
    return error(`${where.text} is ${show(value)}: expected ${words(issue.expected)}${quotes}`, source.at(path));
  }
  return error(`${where.text} is ${show(value)}: ${issue.message}`, source.at(path));
}

/** The branch of a union that was meant: the one of the value's own kind, known by having no complaint about the whole. */
function branchFor(value: unknown, branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const isWhole = ({ code, path }: Issue) => path.length === 0 && (code === "invalid_type" || code === "invalid_value");
  const meant = branches.filter((issues) => !issues.some(isWhole));
  return meant[0] ?? (value === undefined ? branches.at(-1) : undefined);
}

function expectation(issue: Issue): string {
  if (issue.code === "invalid_value") return issue.values.map(String).join(" or ");
  return issue.code === "invalid_type" ? words(issue.expected) : issue.message;
}

function words(type: string): string {
  const known: Record<string, string> = {
    string: "a text",
    int: "a whole number",
    number: "a number",
    boolean: "true or false",
    object: "a map of keys and values",
    record: "a map of keys and values",
    array: "a list",
  };
  return known[type] ?? type;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null) return "empty";
  if (value instanceof Object) return "a map";
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 80 ? `${text.slice(0, 78)}…"` : text;
}

/** `"dmarc.policy" of "example.com"` for a path into the entry of example.com. */
function place(path: Path, source: YamlSource): { readonly text: string; readonly domain?: string } {
  const [top, index, ...rest] = path;
  if (top === undefined) return { text: "the file" };
  if (top === "zones" && index !== undefined) return { text: `zone "${String(index)}"` };
  if (top !== "domains" || typeof index !== "number") return { text: `"${dotted(path)}"` };
  const entry = valueAt(source.value, [top, index]) as { name?: unknown; domain?: unknown } | undefined;
  const name = [entry?.name, entry?.domain].find((candidate) => typeof candidate === "string");
  const subject = name === undefined ? `domain ${index + 1} of the list` : `"${String(name)}"`;
  const domain = name === undefined ? {} : { domain: String(name) };
  return { text: rest.length === 0 ? subject : `"${dotted(rest)}" of ${subject}`, ...domain };
}

/** `dmarc.rua[0]` */
function dotted(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined | null)?.[key], root);
}
