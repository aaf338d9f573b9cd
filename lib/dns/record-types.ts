// The types that the pinned Cloudflare provider takes, and how the value of each is written. All that reads or writes a
// value takes its parts from here: the schema, the rules, zone files, the hand-over table, comparisons.

/**
 * How a part is written. `number` also stands for a number as text; `hex` and `base64` are often kept wrapped or with blanks;
 * `metres` have an `m` in a zone file; `parameters` are those of SVCB, to the end of the line.
 */
export type PartForm = "number" | "word" | "text" | "name" | "hex" | "base64" | "metres" | "parameters";

export interface Part {
  /** The provider's name of it, such as `key_tag`. */
  readonly key: string;
  readonly form: PartForm;
  /** What holds where it is left out. @default - nothing */
  readonly otherwise?: string;
  /** Whether the provider takes a record without it. @default - only where `otherwise` is said */
  readonly isRequired?: boolean;
  /** Whether Cloudflare keeps its digits in capitals: small letters would differ in every plan. @default false */
  readonly isCapital?: boolean;
}

export interface TypeForm {
  /** The parts of a value that is written in parts, in the order of the type's RFC. @default - it is written as content */
  readonly parts?: readonly Part[];
  /** What Cloudflare's API once had beside the parts, and still answers with. @default - nothing */
  readonly staleParts?: readonly string[];
  /** What the content is, where it is no plain word. */
  readonly content?: "name" | "text" | "base64";
  /** Where the priority stands: in the record's own field, or there and in `data`. @default - it has none */
  readonly priority?: "beside" | "twice";
  /** It answers with addresses, and can be proxied. @default false */
  readonly isAddress?: boolean;
}

const number = (key: string, more: Partial<Part> = {}): Part => ({ key, form: "number", ...more });
const word = (key: string, otherwise?: string): Part => ({
  ...{ key, form: "word" },
  ...(otherwise === undefined ? {} : { otherwise }),
});
const text = (key: string): Part => ({ key, form: "text" });
const name = (key: string): Part => ({ key, form: "name" });
const metres = (key: string, otherwise: string): Part => ({ key, form: "metres", otherwise });
const capitals = (key: string): Part => ({ key, form: "hex", isCapital: true });
const parameters: Part = { key: "value", form: "parameters", otherwise: "" };

const association = [number("usage"), number("selector"), number("matching_type"), capitals("certificate")];

export const TYPE_FORMS = {
  A: { isAddress: true },
  AAAA: { isAddress: true },
  // RFC 8659 §4.1
  CAA: { parts: [number("flags", { otherwise: "0", isRequired: true }), word("tag"), text("value")] },
  // RFC 4398 §2: the type and the algorithm may be mnemonics
  CERT: { parts: [number("type"), number("key_tag"), number("algorithm"), { key: "certificate", form: "base64" }] },
  CNAME: { content: "name", isAddress: true },
  // RFC 4034 §2.2
  DNSKEY: { parts: [number("flags"), number("protocol"), number("algorithm"), { key: "public_key", form: "base64" }] },
  // RFC 4034 §5.3
  DS: { parts: [number("key_tag"), number("algorithm"), number("digest_type"), { key: "digest", form: "hex" }] },
  HTTPS: { parts: [number("priority"), name("target"), parameters] }, // RFC 9460 §2.1
  // RFC 1876 §3, with its defaults; altitude and sizes are metres
  LOC: {
    parts: [
      ...[word("lat_degrees"), word("lat_minutes", "0"), word("lat_seconds", "0"), word("lat_direction")],
      ...[word("long_degrees"), word("long_minutes", "0"), word("long_seconds", "0"), word("long_direction")],
      ...[metres("altitude", "0"), metres("size", "1"), metres("precision_horz", "10000")],
      metres("precision_vert", "10"),
    ],
  },
  MX: { content: "name", priority: "beside" },
  // RFC 3403 §4.1: the flags are letters
  NAPTR: {
    parts: [number("order"), number("preference"), text("flags"), text("service"), text("regex"), name("replacement")],
  },
  NS: { content: "name" },
  OPENPGPKEY: { content: "base64" },
  PTR: { content: "name" },
  SMIMEA: { parts: association }, // RFC 8162 §2
  // RFC 2782
  SRV: {
    parts: [number("priority"), number("weight"), number("port"), name("target")],
    staleParts: ["service", "proto", "name"],
    priority: "twice",
  },
  SSHFP: { parts: [number("algorithm"), number("type"), capitals("fingerprint")] }, // RFC 4255 §3.2
  SVCB: { parts: [number("priority"), name("target"), parameters] }, // RFC 9460 §2.1
  TLSA: { parts: association }, // RFC 6698 §2.2
  TXT: { content: "text" },
  URI: { parts: [number("weight"), text("target")], priority: "beside" }, // RFC 7553 §4.5
} as const satisfies Readonly<Record<string, TypeForm>>;

/** One of RECORD_TYPES. */
export type RecordType = keyof typeof TYPE_FORMS;

/** The types that the pinned Cloudflare provider takes. */
export const RECORD_TYPES = Object.keys(TYPE_FORMS) as readonly RecordType[] as readonly [RecordType, ...RecordType[]];

/** How a type is written; of one that the provider does not take, nothing is known. */
export function typeForm(type: string): TypeForm {
  return Object.hasOwn(TYPE_FORMS, type) ? TYPE_FORMS[type as RecordType] : {};
}

export function partsOf(type: string): readonly Part[] {
  return typeForm(type).parts ?? [];
}

export function isAddressType(type: string): boolean {
  return typeForm(type).isAddress === true;
}

/** The parts that the provider refuses a record without. */
export function requiredParts(type: string): readonly string[] {
  return partsOf(type).flatMap(({ key, otherwise, isRequired = otherwise === undefined }) => (isRequired ? [key] : []));
}

/**
 * A part under the provider's name of it, however it is spelled: `keyTag` and `KEY_TAG` are `key_tag`. One that the type does not
 * have keeps its own, in small letters with underscores.
 */
export function partKey(type: string, written: string): string {
  const folded = fold(written);
  const part = partsOf(type).find(({ key }) => fold(key) === folded);
  return part?.key ?? written.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** `data` with all its parts under the provider's names. */
export function normalData<T>(type: string, data: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [partKey(type, key), value]));
}

function fold(key: string): string {
  return key.replaceAll("_", "").toLowerCase();
}

/** The name that a record leads to, as it is written; undefined where its type leads nowhere, or it says none. */
export function leadsTo(record: {
  readonly type: string;
  readonly content: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
}): string | undefined {
  const { type, content, data } = record;
  if (typeForm(type).content === "name") return content ?? undefined;
  const target = type === "SRV" ? data?.target : undefined;
  return target === undefined || target === null ? undefined : String(target);
}
