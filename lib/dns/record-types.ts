// The record types that the pinned Cloudflare provider accepts, and how the value of each is written. The schema, the rules, zone
// files, the hand-over table and comparisons all use these tables.
import { dataFieldsOf, type FieldType, fieldsOf } from "../rdata/fields";

/**
 * How a part of a value is written. `number` may also be a number as text; `hex` and `base64` may have blanks or line breaks in them;
 * `metres` have an `m` in a zone file; `parameters` are those of SVCB, up to the end of the line.
 */
export type PartFormat = "number" | "word" | "text" | "name" | "hex" | "base64" | "metres" | "parameters";

export interface Part {
  /** The provider's name for it, such as `key_tag`. */
  readonly key: string;
  readonly format: PartFormat;
  /** Its value if it is left out. @default - none */
  readonly fallback?: string;
  /** Whether the provider refuses a record without it. Without a fallback it always does. */
  readonly isRequired: boolean;
  /** Whether Cloudflare stores it in capitals: small letters would be a difference in every plan. */
  readonly isCapital: boolean;
}

export interface ValueFormat {
  /** The parts of `data`, in the order of the type's RFC. @default - the value is in `content` */
  readonly parts?: readonly Part[];
  /** Former parts of Cloudflare's API, which it still returns. @default - none */
  readonly staleParts?: readonly string[];
  /** What `content` is, if it is not just a word. */
  readonly content?: "name" | "text" | "base64";
  /** Where the priority is: in the record's own field, or both there and in `data`. @default - the type has none */
  readonly priority?: "beside" | "twice";
  /** Whether it leads to addresses and can be proxied. @default false */
  readonly isAddress?: boolean;
}

/** What the provider and Cloudflare add to the DNS definition of a type, which is in rdata/fields.ts. */
interface CloudflareType extends Pick<ValueFormat, "staleParts" | "priority" | "isAddress"> {
  /** Parts that the provider requires although DNS has a default for them. */
  readonly required?: readonly string[];
  readonly capitals?: readonly string[];
}

const CLOUDFLARE_TYPES = {
  A: { isAddress: true },
  AAAA: { isAddress: true },
  CAA: { required: ["flags"] },
  CERT: {},
  CNAME: { isAddress: true },
  DNSKEY: {},
  DS: {},
  HTTPS: {},
  LOC: {},
  MX: { priority: "beside" },
  NAPTR: {},
  NS: {},
  OPENPGPKEY: {},
  PTR: {},
  SMIMEA: { capitals: ["certificate"] },
  SRV: { staleParts: ["service", "proto", "name"], priority: "twice" },
  SSHFP: { capitals: ["fingerprint"] },
  SVCB: {},
  TLSA: { capitals: ["certificate"] },
  TXT: {},
  URI: { priority: "beside" },
} as const satisfies Readonly<Record<string, CloudflareType>>;

const PART_FORMATS: Readonly<Record<FieldType, PartFormat>> = {
  u8: "number",
  u16: "number",
  angle: "word",
  word: "word",
  ipv4: "word",
  ipv6: "word",
  strings: "text",
  string: "text",
  rest: "text",
  name: "name",
  hex: "hex",
  base64: "base64",
  metres: "metres",
  parameters: "parameters",
};

/** The value format of each type. */
export const VALUE_FORMATS: Readonly<Record<keyof typeof CLOUDFLARE_TYPES, ValueFormat>> = Object.fromEntries(
  Object.entries<CloudflareType>(CLOUDFLARE_TYPES).map(([type, habits]) => [type, formatOf(type, habits)]),
) as Record<keyof typeof CLOUDFLARE_TYPES, ValueFormat>;

function formatOf(type: string, { required = [], capitals = [], ...habits }: CloudflareType): ValueFormat {
  const parts = dataFieldsOf(type).map(({ key, type, fallback }): Part => {
    return {
      key,
      format: PART_FORMATS[type],
      fallback,
      isRequired: fallback === undefined || required.includes(key),
      isCapital: capitals.includes(key),
    };
  });
  if (parts.length > 0) return { ...habits, parts };
  const content = PART_FORMATS[fieldsOf(type)?.find(({ key }) => key === "content")?.type ?? "word"];
  return content === "name" || content === "text" || content === "base64" ? { ...habits, content } : habits;
}

/** One of RECORD_TYPES. */
export type RecordType = keyof typeof CLOUDFLARE_TYPES;

/** The types that the pinned Cloudflare provider accepts. */
export const RECORD_TYPES = Object.keys(CLOUDFLARE_TYPES) as readonly RecordType[] as readonly [
  RecordType,
  ...RecordType[],
];

/** How the value of a type is written; empty for a type that the provider does not accept. */
export function valueFormat(type: string): ValueFormat {
  return Object.hasOwn(VALUE_FORMATS, type) ? VALUE_FORMATS[type as RecordType] : {};
}

export function partsOf(type: string): readonly Part[] {
  return valueFormat(type).parts ?? [];
}

export function isAddressType(type: string): boolean {
  return valueFormat(type).isAddress === true;
}

/**
 * Whether a CNAME and a record of `type` cannot share a name (RFC 1034 §3.6.2). At the zone apex Cloudflare flattens the CNAME to
 * addresses, so only address types conflict with it.
 */
export function conflictsWithCname(type: string, isApex: boolean): boolean {
  return !isApex || isAddressType(type);
}

/** The parts without which the provider refuses a record. */
export function requiredParts(type: string): readonly string[] {
  return partsOf(type).flatMap(({ key, isRequired }) => (isRequired ? [key] : []));
}

/**
 * The provider's name of a part, however it is spelled: `keyTag` and `KEY_TAG` become `key_tag`. A part that the type does not have
 * keeps its name, in snake case.
 */
export function providerKey(type: string, written: string): string {
  const folded = fold(written);
  const part = partsOf(type).find(({ key }) => fold(key) === folded);
  return part?.key ?? written.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** `data` with all its parts under the provider's names. */
export function providerData<T>(type: string, data: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [providerKey(type, key), value]));
}

function fold(key: string): string {
  return key.replaceAll("_", "").toLowerCase();
}

/** The name that a record points to, as it is written; undefined if its type has no target name, or it is missing. */
export function targetName(record: {
  readonly type: string;
  readonly content: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
}): string | undefined {
  const { type, content, data } = record;
  if (valueFormat(type).content === "name") return content ?? undefined;
  const part = partsOf(type).find(({ format }) => format === "name");
  const target = part === undefined ? undefined : data?.[part.key];
  return target === undefined || target === null ? undefined : String(target);
}
