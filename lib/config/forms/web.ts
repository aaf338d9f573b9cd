// Forms of web and records.
import { RECORD_TYPES } from "../../dns/record-types";
import { type Form, isMap, isName, short, written } from "./form";

const CLOUDFRONT = /^[A-Za-z0-9]+\.cloudfront\.net\.?$/;
const DISTRIBUTION = /^E[A-Z0-9]{6,}$/;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const WEB_FIELDS = ["target", "distribution", "proxied", "ttl"];
const SAMPLE = "{www: d111111abcdef8.cloudfront.net}";

export const webForm: Form = (value) => {
  if (isMap(value)) {
    const fields = Object.keys(value).filter((key) => WEB_FIELDS.includes(key));
    if (fields.length === 0) return undefined;
    return `has ${fields.join(", ")} and no name: write {www: {${fields[0]}: …}}, with the website's name, or "@" for the domain itself`;
  }
  if (isTarget(value)) return `is "${value}" without a name: write {www: ${value}}, or "@" for the domain itself`;
  if (Array.isArray(value)) return `is a list: write a map, ${SAMPLE}`;
  return `is no map: write ${SAMPLE}, with your distribution's domain name or id`;
};

/** @param label the website's name */
export function siteForm(label: string): Form {
  return (value) => {
    if (value === null) return "is empty: write your distribution's domain name, xxxx.cloudfront.net, or its id";
    if (typeof value !== "string" || isTarget(value)) return undefined;
    const [, within] = /(?:\/\/|^)([A-Za-z0-9]+\.cloudfront\.net)/.exec(value) ?? [];
    if (within !== undefined) return `is "${short(value)}": write ${within} alone`;
    const [, id] = /distribution\/(E[A-Z0-9]{6,})$/.exec(value) ?? [];
    if (id !== undefined) return `is an ARN: write the id alone, ${id}`;
    if (DISTRIBUTION.test(value.toUpperCase())) return `is "${value}": write ${value.toUpperCase()}`;
    const record = siteRecord(label, value);
    if (record === undefined) return undefined;
    return `is "${short(value)}", which is no CloudFront distribution: take it out of web and write ${record}`;
  };
}

/** A website that is not in front of CloudFront is any other record; undefined where the value is no name and no address. */
export function siteRecord(label: string, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const type = IPV4.test(value) ? "A" : value.includes(":") && /^[\da-f:.]+$/i.test(value) ? "AAAA" : "CNAME";
  if (type === "CNAME" && !isName(value)) return undefined;
  const key = label === "@" ? "apex" : (recordKey(label) ?? "www");
  return `records: {${key}: {type: ${type}, name: ${written(label) ?? "www"}, content: ${written(value) ?? "…"}}}`;
}

const WHY_KEY = "the key becomes part of the record's Terraform address";

export const recordsForm: Form = (value) => {
  if (Array.isArray(value)) {
    if (value.length === 0) return "is an empty list: leave it out";
    const first = value.find(isMap);
    return `is a list: write a map in which each record has a key of yours, such as ${withKey(first ?? {})}; ${WHY_KEY}`;
  }
  if (!isMap(value)) return `is no map: write each record with a key of yours, such as ${withKey({})}`;
  if (typeof value.type === "string" && !isMap(value.name) && ("name" in value || "content" in value))
    return `is one record without a key: write ${withKey(value)}; ${WHY_KEY}`;
  const type = Object.keys(value).find(
    (key) => (RECORD_TYPES as readonly string[]).includes(key) && !hasType(value[key]),
  );
  if (type === undefined) return undefined;
  return `has the type ${type} as a key: write a key of yours, and the type in it, such as ${withKey({ type })}`;
};

/** Other tools' names of a record's fields. */
const FIELDS: Readonly<Record<string, string>> = {
  host: "name",
  hostname: "name",
  target: "content",
  text: "content",
  txt: "content",
  value: "content",
  values: "content",
  prio: "priority",
  preference: "priority",
  proxy: "proxied",
};

export const recordForm: Form = (value) => {
  if (!isMap(value))
    return `is ${typeof value === "string" ? `"${short(value)}"` : "no map"}: write a map such as {type: A, name: www, content: 192.0.2.1}`;
  const named = Object.keys(value).flatMap((key) => {
    const ours = Object.hasOwn(FIELDS, key.toLowerCase()) ? FIELDS[key.toLowerCase()] : undefined;
    return ours === undefined || Object.hasOwn(value, ours) ? [] : [`${ours} for ${key}`];
  });
  if (named.length > 0) return `has fields of other names: write ${named.join(", ")}`;
  return undefined;
};

export const contentForm: Form = (value) => {
  if (Array.isArray(value)) return "is a list: write one record for each value, each with a key of its own";
  return undefined;
};

/** A key that the schema refuses, as it would be taken. */
export function recordKey(key: string): string | undefined {
  const plain = key
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^[-_]+|[-_]+$/g, "");
  return plain === "" ? undefined : plain;
}

export function isTarget(value: unknown): boolean {
  return typeof value === "string" && (CLOUDFRONT.test(value) || DISTRIBUTION.test(value));
}

function hasType(value: unknown): boolean {
  return isMap(value) && "type" in value;
}

/** `{a-www: {type: A, name: www, content: 192.0.2.1}}` */
function withKey({ type, name, content }: Readonly<Record<string, unknown>>): string {
  const kind = typeof type === "string" && /^[a-z]+$/i.test(type) ? type.toUpperCase() : "TXT";
  const at = written(name) ?? '"@"';
  const key = `${kind.toLowerCase()}-${recordKey(at.replaceAll('"', "").replace(/^@$/, "apex")) ?? "apex"}`.slice(
    0,
    40,
  );
  return `{${key}: {type: ${kind}, name: ${at}, content: ${written(content) ?? "…"}}}`;
}
