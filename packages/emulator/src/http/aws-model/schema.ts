// Reads AWS's published API models from its SDK: the members of a request, their types, which are required, and the path of an
// operation. The SDK stores them as nested lists, smithy's "static schemas"; only this file reads them.
// https://github.com/smithy-lang/smithy-typescript/blob/main/packages/types/src/schema/static-schemas.ts

import { isJsonObject } from "../../json";

export type Json = Readonly<Record<string, unknown>>;

/** The type of a value. */
export type Shape =
  | { readonly kind: "string" | "number" | "boolean" | "time" | "blob" | "any" }
  | { readonly kind: "list" | "map"; readonly of: Shape }
  | Structure;

export interface Structure {
  readonly kind: "structure";
  readonly name: string;
  readonly members: Readonly<Record<string, () => Shape>>;
  /** Names of required members. */
  readonly required: readonly string[];
}

export interface Operation {
  readonly name: string;
  /** Undefined in the query protocol. */
  readonly http: { readonly method: string; readonly path: string } | undefined;
  readonly input: Structure;
  readonly output: Structure;
}

/** The exports of an SDK's client. */
export type SdkModel = Json;

/** @throws Error if the installed SDK does not have the operation, or writes its model in another way */
export function operationOf(model: SdkModel, name: string): Operation {
  const [kind, , , traits, input, output] = listOf(model[`${name}$`], name);
  if (kind !== 9) throw new Error(`the installed SDK's model of ${name} cannot be read`);
  const [method, path] = isJsonObject(traits) && Array.isArray(traits.http) ? traits.http : [];
  return {
    name,
    http:
      method === undefined ? undefined : { method: String(method), path: String(path).replace(/\{(\w+)\}/g, ":$1") },
    input: structureOf(input, name),
    output: structureOf(output, name),
  };
}

/** The values of an enumeration, in the order of AWS's messages. */
export function enumOf(model: SdkModel, name: string): readonly string[] {
  const values = model[name];
  return isJsonObject(values) ? Object.values(values).map(String).sort() : [];
}

const SIMPLE: Readonly<Record<number, "string" | "number" | "boolean" | "time" | "blob">> = {
  0: "string",
  1: "number",
  2: "boolean",
  4: "time",
  5: "time",
  6: "time",
  7: "time",
  17: "number",
  19: "number",
  21: "blob",
  42: "blob",
};

function shapeOf(given: unknown): Shape {
  const schema = typeof given === "function" ? (given as () => unknown)() : given;
  if (typeof schema === "number") {
    if (schema >= 64 && schema < 192) return { kind: schema < 128 ? "list" : "map", of: shapeOf(schema % 64) };
    const kind = SIMPLE[schema];
    return { kind: kind ?? "any" };
  }
  if (!Array.isArray(schema)) return { kind: "any" };
  // A member with traits is a list of the schema and the traits. Every other schema has its namespace at this place.
  if (typeof schema[1] !== "string") return shapeOf(schema[0]);
  const [kind, , name, , first, second] = schema as readonly unknown[];
  if (kind === 1) return { kind: "list", of: shapeOf(first) };
  if (kind === 2) return { kind: "map", of: shapeOf(second) };
  if (kind === 3) return structureOf(schema, String(name));
  return kind === 0 ? shapeOf(first) : { kind: "any" };
}

function structureOf(of: unknown, name: string): Structure {
  const schema = listOf(typeof of === "function" ? (of as () => unknown)() : of, name);
  const [kind, , given, , names, shapes, required = 0] = schema;
  // The given number of first members is required. An operation without input or output has `unit`.
  if (kind !== 3) return { kind: "structure", name, members: {}, required: [] };
  const members = (names as readonly string[]).map((member, index) => {
    const shape = (shapes as readonly unknown[])[index];
    return [member, () => shapeOf(shape)] as const;
  });
  const must = (names as readonly string[]).slice(0, Number(required));
  return { kind: "structure", name: String(given), members: Object.fromEntries(members), required: must };
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  // `unit` is written as a string.
  if (typeof value === "string") return [];
  throw new Error(`the installed SDK has no model of ${name}`);
}
