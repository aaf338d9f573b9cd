// Makes findings of the schema library's issues: one for each, at the line and column of the wrong key or value, with a suggestion
// if a known one is similar.
import type * as z from "zod";
import { type Finding, type Location, suggestion } from "../dns/finding";
import { knownKeys, knownValues } from "./schema/json-schema";
import type { YamlSource } from "./yaml/source";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

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
  return issues.flatMap((issue) => issueFindings(issue, [], { source, schema, secrets, subject }));
}

/** A finding of the rule `schema`. */
export function schemaError(message: string, at: Location, domain?: string): Finding {
  return {
    source: "check",
    rule: "schema",
    severity: "error",
    message,
    at,
    ...(domain === undefined ? {} : { domain }),
  };
}

interface SchemaContext {
  readonly source: YamlSource;
  readonly schema: z.ZodType;
  readonly secrets: ReadonlySet<string>;
  readonly subject?: string;
}

function issueFindings(issue: Issue, base: Path, refused: SchemaContext): Finding[] {
  const { source, schema, secrets, subject } = refused;
  const path = [...base, ...issue.path];
  const isSecret = (at: Path) => at.some((_, index) => secrets.has(JSON.stringify(at.slice(0, index + 1))));
  if (isSecret(path)) return [];
  const value = valueAt(source.value, path);
  const where = placeText(path, source, subject);
  const error = (message: string, at: Location) => [schemaError(message, at, where.domain)];
  const shown = source.written(path) ?? shownValue(value);

  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(path, schema);
    return issue.keys.flatMap((key) => {
      if (isSecret([...path, key])) return [];
      const hint = suggestion(key, known, `: the known keys are ${known.join(", ")}`);
      return error(`unknown key "${key}" in ${where.text}${hint}`, source.keyAt([...path, key]));
    });
  }
  if (issue.code === "invalid_key") {
    const why = issue.issues.map(expectation).join(" and ");
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
    const quotes =
      issue.expected === "string" && value !== null && !(value instanceof Object) ? ", put quotes around it" : "";
    return error(`${where.text} is ${shown}: expected ${typeName(issue.expected)}${quotes}`, source.at(path));
  }
  return error(`${where.text} is ${shown}: ${expectation(issue)}`, source.at(path));
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

/** `"dmarc.policy" of "example.com"` for a path into the entry of example.com. */
function placeText(
  path: Path,
  source: YamlSource,
  subject?: string,
): { readonly text: string; readonly domain?: string } {
  if (subject !== undefined) return { text: path.length === 0 ? subject : `"${dotted(path)}" of ${subject}` };
  const [top, index, ...rest] = path;
  if (top === undefined) return { text: "the file" };
  if (top === "zones" && index !== undefined) return { text: `zone "${String(index)}"` };
  if (top === "imports" && typeof index === "number") return importPlaceText(index, rest, source);
  if (top !== "domains" || typeof index !== "number") return { text: `"${dotted(path)}"` };
  const entry = valueAt(source.value, [top, index]) as { name?: unknown; domain?: unknown } | undefined;
  const name = [entry?.name, entry?.domain].find((candidate) => typeof candidate === "string");
  const entryText = name === undefined ? `domain ${index + 1} of the list` : `"${String(name)}"`;
  const domain = name === undefined ? {} : { domain: String(name) };
  return { text: rest.length === 0 ? entryText : `"${dotted(rest)}" of ${entryText}`, ...domain };
}

/** `"fingerprint" of "example.com" dkim-1` */
function importPlaceText(index: number, rest: Path, source: YamlSource): ReturnType<typeof placeText> {
  const item = valueAt(source.value, ["imports", index]) as { entry?: unknown; record?: unknown } | undefined;
  const isNamed = typeof item?.entry === "string" && typeof item.record === "string";
  const subject = isNamed ? `"${item.entry}" ${item.record}` : `import ${index + 1} of the list`;
  const domain = isNamed ? { domain: String(item.entry) } : {};
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
  return path.reduce<unknown>(
    (value, key) =>
      value instanceof Object && Object.hasOwn(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}
