// The data source aws_iam_policy_document of provider 6.25.0, which only computes:
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/iam/policy_document_data_source.go
import { crc32 } from "node:zlib";
import { type Diagnostic, error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import { isObject, type ObjectValue, type Value } from "../../protocol/value";
import derived from "../../schemas/aws-iam-policy-document-data.json";
import { type DataSourceType, Refusal } from "../resource-type";
import {
  conditionsOf,
  formatDocument,
  mapStrings,
  mergeDocuments,
  type PolicyDocument,
  parseDocument,
  principalsOf,
  type Statement,
  stringsOf,
} from "./policy-document";
import { textOf } from "./region";
import { expectedOne } from "./sesv2-configuration-set";

const VERSIONS = ["2008-10-17", "2012-10-17"];
const EFFECTS = ["Allow", "Deny"];
const UNUSED = ["override_json", "source_json"];
const DOCUMENTS = ["source_policy_documents", "override_policy_documents"];

export const awsIamPolicyDocumentData: DataSourceType = {
  name: "aws_iam_policy_document",
  schema: overlaySchema(derived),

  subject: ({ policy_id }) => textOf(policy_id),

  validate(config) {
    const found = [
      ...expectedOne("version", config.version ?? null, VERSIONS, ["version"]),
      ...itemsOf(config.statement).flatMap((statement, index) => validateStatement(statement, index)),
    ];
    for (const name of UNUSED) {
      const value = config[name];
      if (typeof value === "string" && value !== "")
        found.push(error(`expected "${name}" to be an empty string, got ${value}`, "", [name]));
    }
    for (const name of DOCUMENTS) {
      listOf(config[name]).forEach((text, index) => {
        if (!isJson(text)) found.push(error(`"${name}.${index}" contains an invalid JSON`, "", [name, index]));
      });
    }
    return found;
  },

  read(_context, config) {
    const version = textOf(config.version) || "2012-10-17";
    const statements = itemsOf(config.statement).map((statement) => statementOf(statement, version));
    const own: PolicyDocument = { Version: version, Id: textOf(config.policy_id) || undefined, Statement: statements };
    const sources = documentsOf(config.source_policy_documents, "source");
    refuseSameSid(statements);
    refuseSameSidInSources(sources);
    const overrides = documentsOf(config.override_policy_documents, "override");
    const merged = [...sources, own, ...overrides].reduce(mergeDocuments, { Statement: [] });
    const json = formatDocument(merged, "  ");
    const filled = itemsOf(config.statement).map((one) => ({ ...one, effect: textOf(one.effect) || "Allow" }));
    return {
      ...config,
      version,
      statement: filled,
      json,
      minified_json: formatDocument(merged),
      id: String(crc32(json)),
    };
  },

  diagnose: (_operation, _value, { message }) => error(`writing IAM Policy Document: ${message}`),
};

function validateStatement({ effect, sid }: ObjectValue, index: number): Diagnostic[] {
  const found = expectedOne(`statement.${index}.effect`, effect ?? null, EFFECTS, ["statement", index, "effect"]);
  if (typeof sid === "string" && !/^[a-zA-Z0-9]*$/.test(sid)) {
    const summary = `invalid value for statement.${index}.sid (must only include alphanumeric characters)`;
    found.push(error(summary, "", ["statement", index, "sid"]));
  }
  return found;
}

function statementOf(statement: ObjectValue, version: string): Statement {
  const own = (name: string) => listOf(statement[name]);
  const replaced = (name: string) => (text: string) => withVariables(text, version, name);
  const resources = (name: string) => mapStrings(stringsOf(own(name)), replaced(name));
  const blocks = (name: string) =>
    itemsOf(statement[name]).map(({ type, identifiers }) => ({
      type: textOf(type),
      identifiers: mapStrings(stringsOf(listOf(identifiers)), replaced(name)) ?? [],
    }));
  const conditions = itemsOf(statement.condition).map(({ test, variable, values }) => ({
    test: textOf(test),
    variable: textOf(variable),
    values: listOf(values).map(replaced("condition")),
  }));
  return {
    Sid: textOf(statement.sid) || undefined,
    Effect: textOf(statement.effect) || "Allow",
    Action: stringsOf(own("actions")),
    NotAction: stringsOf(own("not_actions")),
    Resource: resources("resources"),
    NotResource: resources("not_resources"),
    Principal: principalsOf(blocks("principals")),
    NotPrincipal: principalsOf(blocks("not_principals")),
    Condition: conditionsOf(conditions),
  };
}

/** `&{…}` stands for IAM's `${…}`, which is a template in Terraform. */
function withVariables(text: string, version: string, what: string): string {
  if (version !== VERSIONS[0] || !text.includes("&{")) return text.replaceAll("&{", "${");
  const reason = `found &{ sequence in (${text}), which is not supported in document version ${version}`;
  throw new Refusal(error(`writing IAM Policy Document: reading ${what}: ${reason}`));
}

function refuseSameSid(statements: readonly Statement[]): void {
  const sids = statements.flatMap(({ Sid }) => Sid ?? []);
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice === undefined) return;
  const fix = "Remove the Sid or ensure the Sid is unique.";
  throw new Refusal(error(`writing IAM Policy Document: duplicate Sid (${twice}). ${fix}`));
}

function refuseSameSidInSources(documents: readonly PolicyDocument[]): void {
  const seen = new Set<string>();
  documents.forEach((document, source) => {
    document.Statement.forEach(({ Sid }, statement) => {
      if (Sid !== undefined && seen.has(Sid)) {
        const where = `merging source document ${source}: duplicate Sid (${Sid}) in source_policy_documents (statement ${statement})`;
        const fix = "Remove the Sid or ensure Sids are unique.";
        throw new Refusal(error(`writing IAM Policy Document: ${where}. ${fix}`));
      }
      if (Sid !== undefined) seen.add(Sid);
    });
  });
}

function documentsOf(value: Value | undefined, kind: "source" | "override"): readonly PolicyDocument[] {
  return listOf(value).map((text, index) => {
    try {
      return parseDocument(text);
    } catch (caught) {
      const reason = (caught as Error).message;
      throw new Refusal(error(`writing IAM Policy Document: merging ${kind} document ${index}: ${reason}`));
    }
  });
}

function itemsOf(value: Value | undefined): readonly ObjectValue[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter(isObject) : [];
}

function listOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter((one) => typeof one === "string") : [];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
