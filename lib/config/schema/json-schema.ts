// The schema as JSON Schema: for editors, for the documentation, and for suggestions of similar keys.
import * as z from "zod";
import { DomainsFile } from "./domains-file";
import { ImportsFile } from "./imports-file";

/** The fields of a JSON Schema node that are used here. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** A cache: conversion takes milliseconds, and a file may have a thousand mistakes. */
const made = new Map<z.ZodType, SchemaNode>();

/** domains.schema.json: JSON Schema 2020-12. */
export function jsonSchema(): SchemaNode & Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(DomainsFile, { io: "input" });
  return { title: "mailzone domains.yaml", ...schema } as ReturnType<typeof jsonSchema>;
}

/** imports.schema.json, likewise. */
export function importsJsonSchema(): ReturnType<typeof jsonSchema> {
  const schema = z.toJSONSchema(ImportsFile, { io: "input" });
  return { title: "mailzone imports.yaml", ...schema } as ReturnType<typeof jsonSchema>;
}

/** The keys that an object at `path` may have; empty if there is no such object, or the user chooses its keys. */
export function knownKeys(path: readonly PropertyKey[], file: z.ZodType = DomainsFile): string[] {
  return [...new Set(nodesAt(path, file).flatMap((node) => Object.keys(node.properties ?? {})))];
}

/** The allowed values at `path`, if the schema lists them. */
export function knownValues(path: readonly PropertyKey[], file: z.ZodType = DomainsFile): string[] {
  const listed = nodesAt(path, file).flatMap((node) => node.enum ?? (node.const === undefined ? [] : [node.const]));
  return [...new Set(listed.map(String))];
}

function nodesAt(path: readonly PropertyKey[], file: z.ZodType): readonly SchemaNode[] {
  const root = made.get(file) ?? (z.toJSONSchema(file, { io: "input" }) as SchemaNode);
  made.set(file, root);
  return path.reduce<readonly SchemaNode[]>(
    (nodes, key) => nodes.flatMap((node) => step(node, key)).flatMap(alternatives),
    [root],
  );
}

/** The alternatives of a union; the node itself if it is not a union. */
export function alternatives(node: SchemaNode): readonly SchemaNode[] {
  return (node.anyOf ?? node.oneOf)?.flatMap(alternatives) ?? [node];
}

function step(node: SchemaNode, key: PropertyKey): SchemaNode[] {
  if (typeof key === "number") return node.items === undefined ? [] : [node.items];
  const { properties = {}, additionalProperties } = node;
  const property = Object.hasOwn(properties, key) ? properties[String(key)] : additionalProperties;
  return typeof property === "object" ? [property] : [];
}
