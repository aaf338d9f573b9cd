// Terraform's values as plain JavaScript: null, strings, numbers, booleans, arrays and objects, and two more: UNKNOWN ("known after
// apply") and Dynamic, a value that carries its own type because its schema leaves the type open. They are sent as msgpack, encoded
// by the type in the schema; only UpgradeResourceState gets JSON, from the state file.
import { decode, ExtensionCodec, encode } from "@msgpack/msgpack";

/** A type as Terraform writes it in JSON: `"string"`, `["list", "string"]`, `["object", {"name": "string"}]`. */
export type CtyType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", CtyType]
  | readonly ["object", Readonly<Record<string, CtyType>>]
  | readonly ["tuple", readonly CtyType[]];

export type Value =
  | null
  | string
  | number
  | boolean
  | typeof UNKNOWN
  | Dynamic
  | readonly Value[]
  | { readonly [key: string]: Value };

/** An object value, the shape of every resource. */
export type ObjectValue = { readonly [key: string]: Value };

/** What Terraform prints as "known after apply". */
export const UNKNOWN = Symbol("unknown");

/** A value whose type the schema leaves open. */
export class Dynamic {
  constructor(
    readonly type: CtyType,
    readonly value: Value,
  ) {}
}

// Ext type 0 is a plain unknown. Type 12 is one with refinements ("not null", "starts with …"), which the emulator does not need.
const PLAIN_UNKNOWN = 0;
const REFINED_UNKNOWN = 12;
const extensions = new ExtensionCodec();
extensions.register({
  type: PLAIN_UNKNOWN,
  encode: (input: unknown) => (input === UNKNOWN ? Uint8Array.of(0) : null),
  decode: () => UNKNOWN,
});
extensions.register({ type: REFINED_UNKNOWN, encode: () => null, decode: () => UNKNOWN });
/** Encodes a value of `type` as msgpack. Attributes that are missing in an object become null. */
export function encodeValue(type: CtyType, value: Value): Buffer {
  return Buffer.from(encode(toWire(type, value), { extensionCodec: extensions }));
}

/** Decodes a value of `type` from msgpack. */
export function decodeValue(type: CtyType, bytes: Uint8Array): Value {
  return fromWire(type, decode(bytes, { extensionCodec: extensions }));
}

/** The value of a state file's JSON. Attributes that the type does not have are left out. */
export function fromStateJson(type: CtyType, json: unknown): Value {
  if (json === null || json === undefined) return null;
  if (type === "dynamic") {
    const typed = json as { type: CtyType; value: unknown };
    return new Dynamic(typed.type, fromStateJson(typed.type, typed.value));
  }
  return mapParts(type, json, fromStateJson);
}

/** Whether Terraform sees two values of one type as equal; two unknowns are equal. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof Dynamic && b instanceof Dynamic) return sameValue(a.value, b.value);
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => sameValue(item, b[i]!));
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => sameValue(a[key] ?? null, b[key] ?? null));
}

/** Whether two sets are equal; their order does not matter. */
export function sameSet(a: Value, b: Value): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return sameValue(a, b);
  return sameValue([...a].sort(), [...b].sort());
}

export function isObject(value: Value | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Dynamic);
}

function toWire(type: CtyType, value: Value): unknown {
  if (value === UNKNOWN) return UNKNOWN;
  if (value === null || value === undefined) return null;
  if (type === "dynamic") {
    const { type: actual, value: inner } = value instanceof Dynamic ? value : new Dynamic(inferType(value), value);
    return [Buffer.from(JSON.stringify(actual)), toWire(actual, inner)];
  }
  return mapParts(type, value, (part, inner) => toWire(part, inner as Value));
}

function fromWire(type: CtyType, wire: unknown): Value {
  if (wire === UNKNOWN) return UNKNOWN;
  if (wire === null || wire === undefined) return null;
  if (type === "dynamic") {
    const [typeJson, inner] = wire as [Uint8Array, unknown];
    const actual = JSON.parse(Buffer.from(typeJson).toString("utf8")) as CtyType;
    return new Dynamic(actual, fromWire(actual, inner));
  }
  return mapParts(type, wire, fromWire);
}

/** Applies `step` to every part of a known, non-null value. A value without parts is returned as it is. */
function mapParts<T>(type: CtyType, value: unknown, step: (type: CtyType, value: unknown) => T): T | Value {
  // Numbers that do not fit a float64 are sent as strings; the emulator rounds them.
  if (type === "number") return typeof value === "string" ? Number(value) : (value as number);
  if (typeof type === "string") return value as Value;
  const [kind] = type;
  if (kind === "list" || kind === "set")
    return (value as unknown[]).map((item) => step(type[1] as CtyType, item)) as Value;
  if (kind === "tuple") return (value as unknown[]).map((item, i) => step(type[1][i]!, item)) as Value;
  const fields = value as Record<string, unknown>;
  if (kind === "map") {
    return Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, step(type[1], item)])) as Value;
  }
  return Object.fromEntries(
    Object.entries(type[1]).map(([key, part]) => [key, step(part, fields[key] ?? null)]),
  ) as Value;
}

function inferType(value: Value): CtyType {
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "bool";
  throw new Error("a dynamic value of this shape has no type of its own: wrap it in Dynamic");
}
