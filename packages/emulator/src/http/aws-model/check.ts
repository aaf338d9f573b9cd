// Checks a request against AWS's model of the operation and reports errors in AWS's own words. A value of the wrong type is a
// SerializationException and is reported first. All other errors are counted together: "2 validation errors detected: …".
import { isJsonObject } from "../../json";
import { ApiError } from "../../world/faults";
import { LIMITS, type Limit, type Limits } from "./limits";
import { enumOf, type Json, type Operation, type SdkModel, type Shape, type Structure } from "./schema";

/**
 * @param code the service's error code for a request that does not fit the model
 * @param limits those of the service's members
 * @throws ApiError 400
 */
export function checkInput(
  model: SdkModel,
  { input: shape }: Operation,
  input: Json,
  code: string,
  limits: Limits = LIMITS,
): void {
  checkType(input, shape);
  const found = validate({ model, limits }, input, shape, "");
  if (found.length === 0) return;
  const count = `${found.length} validation error${found.length === 1 ? "" : "s"} detected`;
  throw new ApiError(400, code, `${count}: ${found.join("; ")}`);
}

const TYPES = { string: "String", number: "Integer", boolean: "Boolean", time: "Timestamp", blob: "Blob" } as const;

function checkType(value: unknown, shape: Shape): void {
  if (value === undefined || value === null || shape.kind === "any") return;
  if (shape.kind === "structure") {
    for (const [name, member] of Object.entries(shape.members)) checkType(mapOf(value)[name], member());
    return;
  }
  if (shape.kind === "map") {
    for (const one of Object.values(mapOf(value))) checkType(one, shape.of);
    return;
  }
  if (shape.kind === "list") {
    if (!Array.isArray(value)) throw malformed("Expected list or null");
    for (const one of value) checkType(one, shape.of);
    return;
  }
  const wanted = shape.kind === "blob" ? "string" : shape.kind === "time" ? "number" : shape.kind;
  if (typeof value === wanted) return;
  const got = Array.isArray(value) ? "START_ARRAY" : isJsonObject(value) ? "START_OBJECT" : `${typeof value}_VALUE`;
  throw malformed(`${got.toUpperCase()} can not be converted to ${TYPES[shape.kind]}`);
}

function mapOf(value: unknown): Json {
  if (isJsonObject(value)) return value;
  throw malformed("Expected the start of a structure or map");
}

function malformed(message: string): ApiError {
  return new ApiError(400, "SerializationException", message);
}

interface Rules {
  readonly model: SdkModel;
  readonly limits: Limits;
}

function validate(rules: Rules, value: Json, structure: Structure, path: string): string[] {
  const { members, required } = structure;
  return Object.entries(members).flatMap(([name, member]) => {
    const given = value[name];
    const at = `${path}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    if (given === undefined || given === null) {
      return required.includes(name)
        ? [`Value null at '${at}' failed to satisfy constraint: Member must not be null`]
        : [];
    }
    const limit = rules.limits[`${structure.name}.${name}`] ?? rules.limits[name] ?? {};
    return [...limitErrors(rules, given, limit, at), ...memberErrors(rules, given, member(), at)];
  });
}

function memberErrors(rules: Rules, value: unknown, shape: Shape, at: string): string[] {
  if (shape.kind === "structure") return validate(rules, value as Json, shape, `${at}.`);
  if (shape.kind !== "list" || shape.of.kind !== "structure") return [];
  const { of } = shape;
  return (value as readonly unknown[]).flatMap((one, index) =>
    isJsonObject(one) ? validate(rules, one, of, `${at}.${index + 1}.member.`) : [],
  );
}

function limitErrors({ model }: Rules, value: unknown, { min, max, pattern, values }: Limit, at: string): string[] {
  const error = (constraint: string) => `Value at '${at}' failed to satisfy constraint: Member must ${constraint}`;
  const [size, what] = typeof value === "number" ? [value, "value"] : [sizeOf(value), "length"];
  const allowed = values === undefined ? [] : enumOf(model, values);
  return [
    ...(min !== undefined && size < min ? [error(`have ${what} greater than or equal to ${min}`)] : []),
    ...(max !== undefined && size > max ? [error(`have ${what} less than or equal to ${max}`)] : []),
    ...(pattern !== undefined && typeof value === "string" && !new RegExp(`^(?:${pattern})$`, "u").test(value)
      ? [error(`satisfy regular expression pattern: ${pattern}`)]
      : []),
    ...(values === undefined || (Array.isArray(value) ? value : [value]).every((one) => allowed.includes(String(one)))
      ? []
      : [error(inList(value, `satisfy enum value set: [${allowed.join(", ")}]`))]),
  ];
}

/** What each member of a list must do. */
function inList(value: unknown, constraint: string): string {
  return Array.isArray(value) ? `satisfy constraint: [Member must ${constraint}]` : constraint;
}

/** Length limits count code points in a string, and members in a list. */
function sizeOf(value: unknown): number {
  return Array.isArray(value) ? value.length : [...String(value)].length;
}
