// docs/configuration.md, made from the schema that validates domains.yaml.

import { alternatives, importsJsonSchema, jsonSchema, type SchemaNode } from "../lib/config/schema/json-schema";
import type { RecordKind } from "../lib/dns/kinds/kind";
import { KINDS } from "../lib/dns/kinds/kinds";
import { markdownTable } from "../lib/dns/text/markdown-table";

export function renderConfigurationPage(): string {
  const { properties = {} } = jsonSchema();
  const { domains, defaults, backend, zones } = properties;
  const fields = domains?.items?.properties ?? {};
  const shared = defaults?.properties ?? {};
  return [
    "# domains.yaml",
    "",
    "Every field, from the schema that validates the file (`lib/config/domains.schema.json`, for editors). `npm run docs` makes",
    "this page. Keys that begin with `x-` at the top are yours, for YAML anchors; merge keys (`<<`) work. Secrets are refused.",
    "",
    "Several files: `--config` repeated, a folder, or `MAILZONE_CONFIG` with names separated as in `PATH`. Zones are shared,",
    "`backend` stands in one of them, `defaults` hold for the domains of their own file.",
    "",
    "## The file",
    "",
    table(rows({ zones: zones!, backend: backend!, defaults: defaults!, domains: domains! }, "", 0)),
    "",
    "## A domain",
    "",
    "What is marked with * can stand in `defaults` too; maps are merged key by key, anything else is replaced. A name for",
    "`mailFrom` is short for `{domain: name}`; `raw` replaces the other fields, and they it. A record's id is",
    `${recordIds()}.`,
    "",
    table(rows(fields, "", 3, (name) => (name in shared ? `\`${name}\` *` : `\`${name}\``))),
    "",
    "What a setting published is deleted where the setting goes: a `web` name or a `records` key that is taken out, `web: false`, `spf`",
    "taken out, and with `mailFrom: false` the MAIL FROM setting and its MX and SPF. `mailzone review` names each, what stops mail as a",
    "danger. Two are left to somebody else instead: with a written `dmarc: false` or `spf: false`, here or in `defaults`, Terraform forgets",
    "the record that it made or took over, and it stays in Cloudflare. Where the file has a record that says the same at that name,",
    "it takes the old one's place (a moved block): two would count as none. Before such a `false` becomes a value again, `mailzone adopt",
    "--write` takes over what stands there.",
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
    "What exists already, and the next plan and apply take over (`lib/config/imports.schema.json`, for editors). It lies beside the",
    "first configuration file, or in the configuration folder; `mailzone adopt --write` writes it, and after the apply it is",
    "deleted. Its `imports` is a list of:",
    "",
    table(rows(importsJsonSchema().properties?.imports?.items?.properties ?? {}, "", 0)),
    "",
  ].join("\n");
}

/** `a`, `b` or `c` */
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
