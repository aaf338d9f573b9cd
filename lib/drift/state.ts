// A stack's state as drift reads it: the identities, MAIL FROM settings and records that were applied. A state may come from
// anywhere, and its other attributes may be secret: only the attributes that are compared are taken.
// https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go
import * as z from "zod";
import {
  CERTIFICATE,
  EVENTS,
  IDENTITY,
  ISSUED,
  MAIL_FROM,
  RECORD,
  SENDER,
  SET,
  SUBSCRIPTION,
  TOPIC,
  TOPIC_POLICY,
} from "../plan/attributes";
import { decodeJson } from "../plan/decode";
import { ReviewError } from "../plan/error";
import { type ExistingIdentity, existingIdentity } from "../plan/existing";
import { type Attributes, isObject, propertyOf, stringOf } from "../plan/values";

/** A resource of one of the types that are compared. */
export interface AppliedResource {
  readonly stack: string;
  /** Such as `cloudflare_dns_record.example_com__dmarc`. */
  readonly address: string;
  readonly type: ComparedType;
  readonly name: string;
  /** As the state has it: `provider["registry.terraform.io/hashicorp/aws"].role-111122223333-mail`. */
  readonly provider: string;
  /** What a user decides, and the DKIM tokens. The private key of a DKIM key of one's own is left out. */
  readonly attributes: Attributes;
  /** The attributes that Terraform marks as sensitive: they are compared and never shown. */
  readonly sensitive: readonly string[];
  /** A record's id at Cloudflare, the domain of an identity, the name of a set, the ARN of a topic or certificate, the name of a role. */
  readonly id: string;
  /** The account in its ARN, twelve digits. @default - it has no ARN */
  readonly accountId?: string;
}

/** The types that are compared. */
export type ComparedType =
  | typeof IDENTITY
  | typeof MAIL_FROM
  | typeof RECORD
  | typeof SET
  | typeof EVENTS
  | typeof TOPIC
  | typeof TOPIC_POLICY
  | typeof SUBSCRIPTION
  | typeof SENDER
  | typeof CERTIFICATE;

/** What could not be told, and why. */
export interface Unknown {
  readonly stack?: string;
  /** One sentence that names the stack, the zone, the identity or the resource. Values in it may be anybody's. */
  readonly message: string;
}

export interface AppliedStack {
  readonly stack: string;
  readonly resources: readonly AppliedResource[];
  readonly unknown: readonly Unknown[];
  /** The identities of others that it reads, as they were read last. @default - none */
  readonly existing?: readonly ExistingIdentity[];
  /** Changes whenever Terraform writes the state; undefined if there is none. */
  readonly version?: string;
}

/** The attributes that are read, by type. */
const READ: Readonly<Record<ComparedType, readonly string[]>> = {
  [IDENTITY]: ["email_identity", "region", "configuration_set_name", "tags", "tags_all", "dkim_signing_attributes"],
  [MAIL_FROM]: ["email_identity", "region", "mail_from_domain", "behavior_on_mx_failure"],
  [RECORD]: ["zone_id", "type", "name", "content", "data", "priority", "ttl", "proxied", "comment", "settings"],
  [SET]: [
    "configuration_set_name",
    "region",
    "delivery_options",
    "reputation_options",
    "sending_options",
    "suppression_options",
    "tracking_options",
    "tags",
    "tags_all",
  ],
  [EVENTS]: ["configuration_set_name", "event_destination_name", "region", "event_destination"],
  [TOPIC]: ["arn", "name", "region", "tags", "tags_all"],
  [TOPIC_POLICY]: ["arn", "region", "policy"],
  [SUBSCRIPTION]: ["topic_arn", "protocol", "endpoint", "region"],
  [SENDER]: ["role", "name", "policy"],
  [CERTIFICATE]: ["arn", "domain_name", "subject_alternative_names", "region", "tags", "tags_all"],
};

/** A waiting for the certificate: nothing at AWS has this type. */
const NOTHING_AT_AWS = ISSUED;

/** The attributes by which a resource of AWS is found; the first one is its id here. The policy of a role is of no region. */
const PLACE: Readonly<Record<Exclude<ComparedType, typeof RECORD>, readonly [string, ...string[]]>> = {
  [IDENTITY]: ["email_identity", "region"],
  [MAIL_FROM]: ["email_identity", "region"],
  [SET]: ["configuration_set_name", "region"],
  [EVENTS]: ["configuration_set_name", "region", "event_destination_name"],
  [TOPIC]: ["arn", "region"],
  [TOPIC_POLICY]: ["arn", "region"],
  [SUBSCRIPTION]: ["topic_arn", "region", "protocol", "endpoint"],
  [SENDER]: ["role", "name"],
  [CERTIFICATE]: ["arn", "region"],
};

const VERSION = 4;

const instance = z.object({
  index_key: z.union([z.string(), z.number()]).nullish(),
  status: z.string().nullish(),
  deposed: z.string().nullish(),
  attributes: z.unknown().optional(),
  sensitive_attributes: z.unknown().optional(),
});

const stateSchema = z.object({
  serial: z.number().nullish(),
  lineage: z.string().nullish(),
  resources: z
    .array(
      z.object({
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        module: z.string().nullish(),
        provider: z.string().nullish(),
        instances: z.array(instance).nullish(),
      }),
    )
    .nullish(),
});

/**
 * Reads what a state file holds, or what `terraform state pull` prints. It never throws: what cannot be read is unknown.
 * @param text empty if nothing was ever applied
 */
export function readState(text: Uint8Array | string, stack: string): AppliedStack {
  const failed = (why: string): AppliedStack => ({
    stack,
    resources: [],
    unknown: [{ stack, message: `the state of stack "${stack}" ${why}` }],
  });
  if (text.length === 0 || (typeof text === "string" && text.trim() === ""))
    return failed("is empty: nothing was applied yet, or the state is elsewhere, so run mailzone plan");
  let value: unknown;
  try {
    value = decodeJson(text, "state");
  } catch (error) {
    if (!(error instanceof ReviewError)) throw error;
    return failed("is not JSON that Terraform writes: look where it comes from, and restore it from a backup");
  }
  if (propertyOf(value, "encrypted_data") !== undefined)
    return failed("is encrypted, and only OpenTofu can read it: run mailzone plan");
  const version = propertyOf(value, "version");
  if (version !== VERSION)
    return failed(
      `${typeof version === "number" ? `has the format ${version}` : "says no format"}, and only ${VERSION} is known: run mailzone plan`,
    );
  const parsed = stateSchema.safeParse(value);
  if (!parsed.success) {
    const path = z.core.toDotPath(parsed.error.issues[0]?.path ?? []).slice(0, 200);
    return failed(`does not fit the format ${VERSION} at "${path}": look where it comes from`);
  }
  const { serial, lineage, resources } = parsed.data;
  return { ...resourcesOf(stack, resources ?? []), version: JSON.stringify([lineage, serial]) };
}

type RawResource = NonNullable<z.infer<typeof stateSchema>["resources"]>[number];

function resourcesOf(stack: string, raw: readonly RawResource[]): Omit<AppliedStack, "version"> {
  const resources: AppliedResource[] = [];
  const unknown: Unknown[] = [];
  const managed = raw.filter(({ mode }) => mode !== "data");
  const existing = raw
    .filter(({ mode, module }) => mode === "data" && module == null)
    .flatMap(({ type, name, instances }) => existingIdentity(type, name, instances?.[0]?.attributes) ?? []);
  for (const resource of managed) {
    const base = [resource.module, resource.type, resource.name].filter((part) => part != null).join(".");
    const say = (address: string, why: string) =>
      unknown.push({ stack, message: `"${address}" in the state of stack "${stack}" ${why}` });
    if (resource.type === NOTHING_AT_AWS) continue;
    if (!isCompared(resource.type)) {
      say(base, "is of a type that is not compared: mailzone plan shows what became of it");
      continue;
    }
    for (const one of resource.instances ?? []) {
      const address = one.index_key == null ? base : `${base}[${JSON.stringify(one.index_key)}]`;
      if (one.deposed != null) say(address, "is what a replacement left behind: run mailzone plan and apply");
      else if (one.status === "tainted") say(address, "is marked to be replaced: run mailzone plan");
      else {
        const applied = appliedResource(stack, address, { ...resource, type: resource.type }, one);
        if (typeof applied === "string") say(address, applied);
        else resources.push(applied);
      }
    }
  }
  if (managed.length === 0)
    unknown.push({ stack, message: `the state of stack "${stack}" holds nothing: apply it, or remove the stack` });
  return { stack, resources, existing, unknown: [...unknown, ...duplicates(stack, resources)] };
}

/** The resource, or why it cannot be compared. */
function appliedResource(
  stack: string,
  address: string,
  { type, name, provider }: Pick<RawResource, "name" | "provider"> & Pick<AppliedResource, "type">,
  { attributes: raw, sensitive_attributes }: z.infer<typeof instance>,
): AppliedResource | string {
  if (!isObject(raw)) return "has no attributes that this version can read: run mailzone plan";
  const attributes: Record<string, unknown> = Object.create(null);
  for (const key of READ[type]) if (Object.hasOwn(raw, key)) attributes[key] = read(key, raw[key]);
  const common = { stack, address, type, name, provider: provider ?? "", sensitive: sensitiveOf(sensitive_attributes) };
  if (type === RECORD) {
    const id = stringOf(propertyOf(raw, "id")) ?? "";
    if (!/^[0-9a-f]{32}$/.test(stringOf(attributes.zone_id) ?? "")) return "names no zone of Cloudflare by its id";
    if (id === "") return "has no id";
    if (stringOf(attributes.type) === undefined || stringOf(attributes.name) === undefined)
      return "has no type or no name";
    return { ...common, id, attributes };
  }
  const place = PLACE[type].map((attribute) => stringOf(attributes[attribute]));
  const [id] = place;
  if (id === undefined || place.includes(undefined)) return `lacks one of ${PLACE[type].join(", ")}`;
  const [, accountId] = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(stringOf(propertyOf(raw, "arn")) ?? "") ?? [];
  return { ...common, id, attributes, accountId };
}

function read(name: string, value: unknown): unknown {
  if (name === "data" && isObject(value))
    return Object.fromEntries(Object.entries(value).map(([part, one]) => [part, undynamic(one)]));
  if (name !== "dkim_signing_attributes" || !Array.isArray(value)) return value;
  // A private key is not compared, because nobody can read it back.
  return value.map((block) => {
    if (!isObject(block)) return block;
    const { domain_signing_private_key: _key, ...rest } = block;
    return rest;
  });
}

/** A state has a value of a dynamic type, such as the flags of a CAA record, together with its type. A plan has the value alone. */
function undynamic(part: unknown): unknown {
  const isDynamic = isObject(part) && Object.keys(part).sort().join() === "type,value";
  return isDynamic ? part.value : part;
}

/** The names of the attributes in `[[{"type":"get_attr","value":"content"}, …], …]`. */
function sensitiveOf(paths: unknown): readonly string[] {
  if (!Array.isArray(paths)) return [];
  return paths.flatMap((path) => (Array.isArray(path) ? (stringOf(propertyOf(path[0], "value")) ?? []) : []));
}

/** Two addresses of one thing: an apply of one of them undoes the other. */
function duplicates(stack: string, resources: readonly AppliedResource[]): Unknown[] {
  const seen = new Map<string, string>();
  return resources.flatMap((resource) => {
    const key = keyOf(resource);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, resource.address);
    const message = `"${resource.address}" and "${first}" in the state of stack "${stack}" are the same thing: run terraform state rm for one of them`;
    return first === undefined ? [] : [{ stack, message }];
  });
}

/** What a resource is of, outside Terraform. */
export function keyOf({ type, id, provider, attributes }: AppliedResource): string {
  if (type === RECORD) return JSON.stringify([type, attributes.zone_id, id]);
  if (type === IDENTITY || type === MAIL_FROM) return JSON.stringify([type, attributes.region, id]);
  // Two accounts may have a set of the same name.
  return JSON.stringify([type, provider, ...PLACE[type].map((attribute) => attributes[attribute])]);
}

function isCompared(type: string): type is ComparedType {
  return Object.hasOwn(READ, type);
}
