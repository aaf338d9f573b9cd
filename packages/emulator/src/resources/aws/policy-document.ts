// IAM policy documents as aws_iam_policy_document of provider 6.25.0 writes them: which lists become a single string, their order, and
// how documents are merged.
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/iam/policy_model.go
import { isJsonObject, type JsonObject } from "../../json";

/** A statement in IAM's own names. Its keys are in the provider's order; a key without a value is undefined. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: "*" | Readonly<Record<string, Strings>>;
  readonly NotPrincipal?: "*" | Readonly<Record<string, Strings>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Strings>>>>;
}

export type Strings = string | readonly string[];

export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly Statement[];
}

export interface Principal {
  readonly type: string;
  readonly identifiers: Strings;
}

export interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}

/** Applies `change` to each. */
export function mapStrings(strings: Strings | undefined, change: (text: string) => string): Strings | undefined {
  return typeof strings === "string" ? change(strings) : strings?.map(change);
}

/** A single string stays alone; several are sorted from Z to A. Undefined if there are none. */
export function stringsOf(values: readonly string[]): Strings | undefined {
  if (values.length < 2) return values[0];
  return [...values].sort().reverse();
}

/** Principals of one type are one list. Only `*` of the type `*` becomes a plain `"*"`. */
export function principalsOf(principals: readonly Principal[]): Statement["Principal"] {
  const types = [...new Set(principals.map(({ type }) => type))].sort();
  const entries = types.map((type): [string, Strings] => {
    const blocks = principals.filter((one) => one.type === type).map(({ identifiers }) => identifiers);
    return [type, blocks.length === 1 ? blocks[0]! : blocks.flat()];
  });
  if (entries.length === 0) return undefined;
  return String(entries) === "*,*" ? "*" : Object.fromEntries(entries);
}

/** Values keep their order; those of the same test and variable are one list. */
export function conditionsOf(conditions: readonly Condition[]): Statement["Condition"] {
  if (conditions.length === 0) return undefined;
  const tests = [...new Set(conditions.map(({ test }) => test))].sort();
  const entries = tests.map((test) => {
    const own = conditions.filter((one) => one.test === test);
    const variables = [...new Set(own.map(({ variable }) => variable))].sort();
    const lists = variables.map((variable): [string, Strings] => {
      const values = own.filter((one) => one.variable === variable).flatMap((one) => one.values);
      return [variable, values.length === 1 ? values[0]! : values];
    });
    return [test, Object.fromEntries(lists)] as const;
  });
  return Object.fromEntries(entries);
}

/** `added` wins: its id, the later version, and its statements with a Sid that `base` has, which take the place of those. */
export function mergeDocuments(base: PolicyDocument, added: PolicyDocument): PolicyDocument {
  const statements = [...base.Statement];
  for (const statement of added.Statement) {
    const index = statement.Sid ? statements.findIndex(({ Sid }) => Sid === statement.Sid) : -1;
    if (index < 0) statements.push(statement);
    else statements[index] = statement;
  }
  const later = (added.Version ?? "") > (base.Version ?? "") ? added.Version : base.Version;
  return { Version: later, Id: added.Id || base.Id, Statement: statements };
}

/**
 * Reads a document of source_policy_documents or override_policy_documents.
 * @throws Error that says what is wrong with the document
 */
export function parseDocument(text: string): PolicyDocument {
  const document: unknown = JSON.parse(text);
  if (!isJsonObject(document)) throw new Error("the document is not a JSON object");
  const { Version, Id, Statement: statements = [] } = document;
  // The provider reads no single statement without its list.
  if (!Array.isArray(statements) || !statements.every(isJsonObject))
    throw new Error("Statement is not a list of statements");
  return { Version: textOf(Version, "Version"), Id: textOf(Id, "Id"), Statement: statements.map(readStatement) };
}

function readStatement({ Sid, Effect, Action, NotAction, Resource, NotResource, ...rest }: JsonObject): Statement {
  return {
    Sid: textOf(Sid, "a Sid"),
    Effect: textOf(Effect, "an Effect"),
    Action,
    NotAction,
    Resource,
    NotResource,
    Principal: readPrincipals(rest.Principal),
    NotPrincipal: readPrincipals(rest.NotPrincipal),
    Condition: readConditions(rest.Condition),
  };
}

function readPrincipals(value: unknown): Statement["Principal"] {
  if (value === undefined) return undefined;
  if (typeof value === "string") return "*";
  if (!isJsonObject(value)) throw new Error("a Principal is neither a string nor an object");
  const principals = Object.entries(value).map(([type, given]): Principal => {
    if (typeof given === "string") return { type, identifiers: given };
    return { type, identifiers: [...stringList(given, `the principals of type "${type}"`)].sort().reverse() };
  });
  return principalsOf(principals);
}

function readConditions(value: unknown): Statement["Condition"] {
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) throw new Error("a Condition is not an object");
  const conditions = Object.entries(value).flatMap(([test, variables]) => {
    if (!isJsonObject(variables)) throw new Error(`the condition "${test}" is not an object`);
    return Object.entries(variables).flatMap(([variable, given]): Condition[] => {
      if (typeof given === "string" || typeof given === "boolean") return [{ test, variable, values: [String(given)] }];
      // The provider leaves out what is neither a string, a boolean nor a list.
      if (!Array.isArray(given)) return [];
      return [{ test, variable, values: stringList(given, `the values of "${variable}"`) }];
    });
  });
  return conditionsOf(conditions);
}

function stringList(value: unknown, what: string): readonly string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new Error(`${what} are not strings`);
}

function textOf(value: unknown, name: string): string | undefined {
  if (value !== undefined && typeof value !== "string") throw new Error(`${name} is not a string`);
  return value || undefined;
}

/** The document as the provider writes it; Go's encoder escapes these characters. */
export function formatDocument({ Version, Id, Statement: statements }: PolicyDocument, indent?: string): string {
  const isEmpty = statements.length === 0;
  const text = JSON.stringify({ Version, Id, Statement: isEmpty ? undefined : statements }, null, indent);
  return text.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
