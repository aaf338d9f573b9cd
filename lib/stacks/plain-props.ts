// Makes plain JSON values of properties, for the schema. Tokens, functions and class instances would silently change there, so each of
// them is reported with its path.
import { Token } from "cdktf";
import { settingFault } from "../config/mail-domain";
import type { Finding } from "../dns/finding";

/** No setting nests as deep, but an object that contains itself does. */
const MAX_DEPTH = 20;

/**
 * A copy of `props` as plain JSON values, without undefined ones.
 * @param subject the construct's path, in quotes
 */
export function plainProps(
  props: Readonly<Record<string, unknown>>,
  subject: string,
): { readonly plain: Readonly<Record<string, unknown>>; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const fail = (place: string, why: string): undefined => {
    findings.push(settingFault(`"${place}" of ${subject} is ${why}`));
  };
  const copy = (value: unknown, place: string, depth: number): unknown => {
    if (Token.isUnresolved(value)) return fail(place, `${TOKEN}: ${place.startsWith("records") ? OWN_RECORD : TEXT}`);
    if (value === undefined || value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") return Number.isFinite(value) ? value : fail(place, `${value}: expected a number`);
    if (depth > MAX_DEPTH) return fail(place, "nested without end: expected a value as JSON has it");
    if (Array.isArray(value)) return value.map((item, index) => copy(item, `${place}[${index}]`, depth + 1));
    if (!isPlainObject(value)) return fail(place, `${kindOf(value)}: expected a value as JSON has it`);
    return members(value, `${place}.`, depth + 1);
  };
  const members = (value: object, within: string, depth: number) => {
    const copies = Object.entries(value).map(([key, item]): [string, unknown] => {
      const place = `${within}${key}`;
      return Token.isUnresolved(key) ? [key, fail(place, `${TOKEN}: ${TEXT}`)] : [key, copy(item, place, depth)];
    });
    return Object.fromEntries(copies.filter(([, item]) => item !== undefined));
  };
  return { plain: members(props, "", 0), findings };
}

const TOKEN = "a token, whose value is known only after synthesis";
const TEXT =
  "write the value itself, only zoneId, configurationSetName and the targets of web take tokens; for all else there are the members and addOverride()";
const OWN_RECORD = "make a DnsRecord of your own for what refers to other resources";

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  // An object of another realm, such as one made in a jest test, has another Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  return `an object of class ${value.constructor.name}`;
}
