// docs/configuration.md, made from the schema that validates domains.yaml.

import { alternatives, importsJsonSchema, jsonSchema, type SchemaNode } from "../lib/config/schema/json-schema";
import type { RecordKind } from "../lib/dns/kinds/kind";
import { KINDS, RELEASABLE } from "../lib/dns/kinds/kinds";
import { markdownTable } from "../lib/dns/text/markdown-table";

export function renderConfigurationPage(): string {
  const { properties = {} } = jsonSchema();
  const { domains, defaults, backend, providers, zones } = properties;
  const fields = domains?.items?.properties ?? {};
  const shared = defaults?.properties ?? {};
  return [
    "# domains.yaml",
    "",
    "Every field, from the schema that validates the file (`lib/config/domains.schema.json`, for editors). `npm run docs` makes",
    "this page. Keys that begin with `x-` at the top are yours, for YAML anchors; merge keys (`<<`) work. Secrets are refused.",
    "",
    "Several files: `--config` repeated, a folder, or `MAILZONE_CONFIG` with names separated as in `PATH`. Zones are shared,",
    "only one of them may have a `backend` or `providers`, and `defaults` apply to the domains of their own file.",
    "",
    "## The file",
    "",
    table(
      rows({ zones: zones!, backend: backend!, providers: providers!, defaults: defaults!, domains: domains! }, "", 0),
    ),
    "",
    "## A domain",
    "",
    "Fields marked with * are also allowed in `defaults`; maps are merged key by key, everything else is replaced. A name for",
    "`mailFrom` is short for `{domain: name}`. `raw` replaces the other fields, and they replace `raw`. A record's id is",
    `${recordIds()}.`,
    "",
    table(rows(fields, "", 3, (name) => (name in shared ? `\`${name}\` *` : `\`${name}\``))),
    "",
    "If you remove a setting, the next apply deletes the records that it published: a `web` name or a `records` key that is removed, `web:",
    "false`, `spf` removed, and with `mailFrom: false` the MAIL FROM setting with its MX and SPF. `mailzone review` lists each of them; what",
    "stops mail is a danger. There is an exception: with `false` for",
    `${releasable()}, here or in \`defaults\`, Terraform forgets the record`,
    "that it created or imported, and the record stays in Cloudflare. If the file has another such record at that name, it replaces the old",
    "one (by a moved block), because two would count as none. Before you change such a `false` back to a value, run `mailzone adopt --write`,",
    "which imports the existing record.",
    "",
    "## backend",
    "",
    ...alternatives(backend!).flatMap((node) => [
      `### type: ${String(node.properties?.type?.const)}`,
      "",
      table(rows(without(node.properties ?? {}, "type"), "", 2)),
      "",
    ]),
    "## imports.yaml",
    "",
    "Existing resources that the next plan and apply import (`lib/config/imports.schema.json`, for editors). The file is beside the",
    "first configuration file, or in the configuration folder. `mailzone adopt --write` writes it; delete it after the apply.",
    "Its `imports` is a list of:",
    "",
    table(rows(importsJsonSchema().properties?.imports?.items?.properties ?? {}, "", 0)),
    "",
  ].join("\n");
}

/** `a`, `b` or `c` */
/** The fields of which false makes Terraform forget the record. */
function releasable(): string {
  const fields = RELEASABLE.map((purpose) => `\`${KINDS[purpose].setting}\``);
  return `${fields.slice(0, -1).join(", ")} or ${fields.at(-1)}`;
}

function recordIds(): string {
  const ids = Object.values<RecordKind>(KINDS).map(({ id, ids }) => ids ?? `\`${String(id)}\``);
  return `${ids.slice(0, -1).join(", ")} or ${ids.at(-1)}`;
}

type Row = readonly [field: string, values: string, meaning: string];

/** A field and, down to `depth`, the fields in it. */
function rows(properties: Readonly<Record<string, SchemaNode>>, prefix: string, depth: number, title = code): Row[] {
  return Object.entries(properties).flatMap(([name, node]): Row[] => {
    const inner = alternatives(node).flatMap((branch) => nested(branch, depth > 1));
    const below =
      depth > 0 ? inner.flatMap(([suffix, fields]) => rows(fields, `${prefix}${name}${suffix}.`, depth - 1)) : [];
    return [[prefix === "" ? title(name) : code(`${prefix}${name}`), values(node), describe(node)], ...below];
  });
}

function nested(node: SchemaNode, open: boolean): (readonly [string, Readonly<Record<string, SchemaNode>>])[] {
  if (node.properties !== undefined) return [["", node.properties]];
  if (!open || typeof node.additionalProperties !== "object") return [];
  return alternatives(node.additionalProperties).flatMap((branch) =>
    branch.properties === undefined ? [] : [[".<key>", branch.properties] as const],
  );
}

function describe(node: SchemaNode): string {
  return node.description ?? alternatives(node).find(({ description }) => description !== undefined)?.description ?? "";
}

function values(node: SchemaNode): string {
  const kinds = alternatives(node).map((branch) => {
    if (branch.const !== undefined) return `\`${String(branch.const)}\``;
    if (branch.enum !== undefined) return branch.enum.map((value) => `\`${String(value)}\``).join(", ");
    if (branch.type === "array") return "list";
    return branch.type === "object" ? "map" : (branch.type ?? "");
  });
  return [...new Set(kinds)].join(", ");
}

function table(body: readonly Row[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
  const escaped = body.map(([field, kinds, meaning]) => [field.replaceAll("|", "\\|"), kinds, cell(meaning)]);
  return markdownTable([["Field", "Values", "Meaning"], ...escaped]);
}

function code(name: string): string {
  return `\`${name}\``;
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
