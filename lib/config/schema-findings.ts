// Makes findings of the schema library's issues: one for each, at the line and column of the wrong key or value, with a suggestion
// if a known one is similar.
import type * as z from "zod";
import { type Finding, type Location, suggestion } from "../dns/finding";
import type { Path } from "./entries/fault";
import type { FormAnswer } from "./forms/form";
import { answerForm, answerKey, type FormsContext } from "./forms/forms";
import { typedForm } from "./forms/values";
import { recordKey } from "./forms/web";
import { placeText, valueAt } from "./place-text";
import { knownKeys, knownValues } from "./schema/json-schema";
import type { YamlSource } from "./yaml/source";

type Issue = z.core.$ZodIssue;

/**
 * The findings for the issues of `schema`. Values at or below a path of `hidden` are secrets and are left out.
 * @param subject the owner of the settings, in quotes, if it is not a file
 */
export function schemaFindings(
  issues: readonly Issue[],
  source: YamlSource,
  schema: z.ZodType,
  hidden: readonly Path[] = [],
  subject?: string,
): Finding[] {
  const secrets = new Set(hidden.map((path) => JSON.stringify(path)));
  const root = source.value;
  const forms: FormsContext = {
    root,
    isOneDomain: subject !== undefined,
    knownKeys: (path) => knownKeys(path, schema),
  };
  const found = issues.flatMap((issue) => issueFindings(issue, [], { source, schema, secrets, subject, forms }));
  // One mistake may break several fields, and is told once.
  const told = new Set<string>();
  return found.filter(({ message, at }) => {
    const id = `${at?.line}:${at?.column} ${message}`;
    return !told.has(id) && told.add(id);
  });
}

/** Whether there is a secret below a path. */
function hidden(path: Path, secrets: ReadonlySet<string>): boolean {
  const start = JSON.stringify(path).slice(0, -1);
  return [...secrets].some((secret) => secret.startsWith(`${start},`) || (path.length === 0 && secret !== "[]"));
}

/** A finding of the rule `schema`. */
export function schemaError(message: string, at: Location, domain?: string): Finding {
  return { source: "check", rule: "schema", severity: "error", message, at, domain };
}

interface SchemaContext {
  readonly source: YamlSource;
  readonly schema: z.ZodType;
  readonly secrets: ReadonlySet<string>;
  readonly subject?: string;
  readonly forms: FormsContext;
}

function issueFindings(issue: Issue, base: Path, refused: SchemaContext): Finding[] {
  const { source, schema, secrets, subject, forms } = refused;
  const path = [...base, ...issue.path];
  const isSecret = (at: Path) => at.some((_, index) => secrets.has(JSON.stringify(at.slice(0, index + 1))));
  if (isSecret(path)) return [];
  const value = valueAt(source.value, path);
  const where = placeText(path, source, subject);
  const error = (message: string, at: Location) => [schemaError(message, at, where.domain)];
  const shown = source.written(path) ?? shownValue(value);
  const hasSecret = (at: Path) => secrets.size > 0 && hidden(at, secrets);
  const answered = ({ path: at, isKey, text }: FormAnswer) => {
    const subjectAt = isKey ? placeText(at.slice(0, -1), source, subject) : placeText(at, source, subject);
    const message = isKey
      ? `unknown key "${String(at.at(-1))}" in ${subjectAt.text}: ${text}`
      : `${subjectAt.text} ${text}`;
    return [schemaError(message, isKey ? source.keyAt(at) : source.at(at), subjectAt.domain)];
  };

  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(path, schema);
    return issue.keys.flatMap((key) => {
      if (isSecret([...path, key]) || hasSecret([...path, key])) return [];
      const answer = answerKey([...path, key], forms);
      if (answer !== undefined) return answered(answer);
      const hint = suggestion(key, known, `: the known keys are ${known.join(", ")}`);
      return error(`unknown key "${key}" in ${where.text}${hint}`, source.keyAt([...path, key]));
    });
  }
  const answer = hasSecret(path) ? undefined : answerForm(path, forms);
  if (answer !== undefined) return answered(answer);
  if (issue.code === "invalid_key") {
    const why = issue.issues.map(expectation).join(" and ") + suggestedKey(path);
    return error(
      `key "${String(path.at(-1))}" in ${placeText(path.slice(0, -1), source, subject).text}: ${why}`,
      source.keyAt(path),
    );
  }
  if (issue.code === "invalid_union") {
    // A discriminated union has no branches if the discriminating field is wrong.
    if (issue.errors.length === 0) {
      if (value === undefined)
        return error(`${where.text} is missing: expected ${knownValues(path, schema).join(", ")}`, source.at(path));
      return error(`${where.text} is ${shown}${expectedChoice(value, knownValues(path, schema))}`, source.at(path));
    }
    const branch = branchFor(value, issue.errors);
    if (branch !== undefined) return branch.flatMap((inner) => issueFindings(inner, path, refused));
    const expected = issue.errors.flat().filter(({ path: inner }) => inner.length === 0);
    const form = expected.map((one) => typedForm(value, one)).find((text) => text !== undefined);
    if (form !== undefined) return error(`${where.text} ${form}`, source.at(path));
    return error(
      `${where.text} is ${shown}: expected ${[...new Set(expected.map(expectation))].join(" or ")}`,
      source.at(path),
    );
  }
  if (issue.code === "invalid_value") {
    if (value === undefined)
      return error(`${where.text} is missing: expected ${issue.values.map(String).join(", ")}`, source.at(path));
    return error(`${where.text} is ${shown}${expectedChoice(value, issue.values.map(String))}`, source.at(path));
  }
  if (issue.code === "invalid_type") {
    if (value === undefined) return error(`${where.text} is missing: add it`, source.at(path));
    const form = typedForm(value, issue);
    if (form !== undefined) return error(`${where.text} ${form}`, source.at(path));
    const quotes =
      issue.expected === "string" && value !== null && !(value instanceof Object) ? ", put quotes around it" : "";
    return error(`${where.text} is ${shown}: expected ${typeName(issue.expected)}${quotes}`, source.at(path));
  }
  return error(`${where.text} is ${shown}: ${expectation(issue)}`, source.at(path));
}

/** Of a record's key, one that is taken. */
function suggestedKey(path: Path): string {
  const key = path.at(-2) === "records" ? recordKey(String(path.at(-1))) : undefined;
  return key === undefined ? "" : `, such as ${key}`;
}

function expectedChoice(value: unknown, known: readonly string[]): string {
  if (typeof value === "object") return `: expected ${known.join(", ")}`;
  return suggestion(String(value), known, `: expected ${known.join(", ")}`);
}

/** The branch of a union that was probably meant: the one that fits the value's type, so it has no issue about the whole value. */
function branchFor(value: unknown, branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const isWhole = ({ code, path }: Issue) => path.length === 0 && (code === "invalid_type" || code === "invalid_value");
  const meant = branches.filter((issues) => !issues.some(isWhole));
  return meant[0] ?? (value === undefined ? branches.at(-1) : undefined);
}

/** What was expected, in the schema's own words if it has some, never in the library's. */
function expectation(issue: Issue): string {
  if (issue.code === "invalid_value") return issue.values.map(String).join(" or ");
  if (issue.code === "invalid_type") return typeName(issue.expected);
  if (issue.message.startsWith("expected ")) return issue.message;
  if (issue.code === "too_small") return `expected at least ${issue.minimum}`;
  return issue.code === "too_big"
    ? `expected at most ${issue.maximum}`
    : "expected something else, see docs/configuration.md";
}

function typeName(type: string): string {
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

function shownValue(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null) return "empty";
  if (value instanceof Object) return "a map";
  if (typeof value === "string" && looksRandom(value)) return `"${value.slice(0, 4)}…", ${value.length} characters`;
  const text = JSON.stringify(typeof value === "string" ? value.slice(0, 100) : value) ?? "missing";
  return text.length > 80 ? `${text.slice(0, 78)}…"` : text;
}

/**
 * Whether a value looks random, so that messages should not repeat it although nothing says that it is a secret. Zone ids, names and
 * addresses do not look random.
 */
function looksRandom(text: string): boolean {
  // The beginning of a long text is enough.
  const word = text.slice(0, 1000);
  return /^[A-Za-z0-9+/_=~-]{36,1000}$/.test(word) && /[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word);
}
