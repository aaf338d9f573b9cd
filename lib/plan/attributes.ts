// The attributes of our resources that a user decides. All others belong to the provider: timestamps, statuses and notes that
// AWS and Cloudflare write themselves. They make it look as if something was updated.
import { type Attributes, isObject, isSame, SensitiveValue, UNKNOWN } from "./values";

export const IDENTITY = "aws_sesv2_email_identity";
export const MAIL_FROM = "aws_sesv2_email_identity_mail_from_attributes";
export const CERTIFICATE = "aws_acm_certificate";
export const ISSUED = "aws_acm_certificate_validation";
export const RECORD = "cloudflare_dns_record";
export const SET = "aws_sesv2_configuration_set";
export const EVENTS = "aws_sesv2_configuration_set_event_destination";
export const TOPIC = "aws_sns_topic";
export const TOPIC_POLICY = "aws_sns_topic_policy";
export const SUBSCRIPTION = "aws_sns_topic_subscription"; /** The policy of a role, as senders get it. */
export const SENDER = "aws_iam_role_policy";

const CONFIGURED: Readonly<Record<string, readonly string[]>> = {
  [IDENTITY]: ["email_identity", "region", "configuration_set_name", "tags", "tags_all", "dkim_signing_attributes"],
  [MAIL_FROM]: ["email_identity", "region", "mail_from_domain", "behavior_on_mx_failure"],
  [RECORD]: ["zone_id", "type", "name", "content", "data", "priority", "ttl", "proxied", "comment", "tags", "settings"],
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
  [CERTIFICATE]: [
    "domain_name",
    "subject_alternative_names",
    "region",
    "validation_method",
    "validation_option",
    "key_algorithm",
    "options",
    "early_renewal_duration",
    "certificate_authority_arn",
    "certificate_body",
    "certificate_chain",
    "private_key",
    "tags",
    "tags_all",
  ],
  [ISSUED]: ["certificate_arn", "validation_record_fqdns", "region", "timeouts"],
  [EVENTS]: ["configuration_set_name", "event_destination_name", "region", "event_destination"],
  [TOPIC]: ["name", "region", "policy", "display_name", "kms_master_key_id", "tags", "tags_all"],
  [TOPIC_POLICY]: ["arn", "region", "policy"],
  [SUBSCRIPTION]: ["topic_arn", "protocol", "endpoint", "region", "raw_message_delivery", "filter_policy"],
  [SENDER]: ["name", "role", "policy"],
};

/** What the provider itself writes, for the pinned versions and the ones after them. */
const COMPUTED: Readonly<Record<string, readonly string[]>> = {
  [IDENTITY]: [
    "id",
    "arn",
    "identity_type",
    "verification_status",
    "verified_for_sending_status",
    "signing_hosted_zone",
  ],
  [MAIL_FROM]: ["id"],
  [RECORD]: ["id", "created_on", "modified_on", "comment_modified_on", "tags_modified_on", "meta", "proxiable"],
  [SET]: ["id", "arn"],
  [CERTIFICATE]: [
    "id",
    "arn",
    "domain_validation_options",
    "not_after",
    "not_before",
    "pending_renewal",
    "renewal_eligibility",
    "renewal_summary",
    "status",
    "type",
    "validation_emails",
  ],
  [ISSUED]: ["id"],
  [EVENTS]: ["id"],
  [TOPIC]: [
    "id",
    "arn",
    "owner",
    "beginning_archive_time",
    "fifo_throughput_scope",
    "name_prefix",
    "signature_version",
    "tracing_config",
  ],
  [TOPIC_POLICY]: ["id", "owner"],
  [SUBSCRIPTION]: [
    "id",
    "arn",
    "owner_id",
    "pending_confirmation",
    "confirmation_was_authenticated",
    "confirmation_timeout_in_minutes",
    "filter_policy_scope",
  ],
  [SENDER]: ["id", "name_prefix"],
};

const DKIM_SETTINGS = ["next_signing_key_length", "domain_signing_selector", "domain_signing_private_key"];

/**
 * The configured attributes before or after, without settings that have no effect, and the attributes that this version does
 * not know. For a resource that is not ours, all attributes, because the two kinds cannot be told apart.
 */
export function configuredAttributes(type: string, side: Attributes | null): Attributes {
  const names = Object.hasOwn(CONFIGURED, type) ? CONFIGURED[type] : undefined;
  const result: Record<string, unknown> = Object.create(null);
  for (const name of names ?? Object.keys(side ?? {})) {
    const value = names === undefined ? side?.[name] : meaningful(name, side?.[name]);
    if (value !== undefined && value !== null) result[name] = value;
  }
  for (const name of unknownAttributes(type, side)) result[name] = side?.[name];
  return result;
}

/** The attributes of our types that are known here, both the user's and the provider's. */
const KNOWN: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(CONFIGURED).map(([type, names]) => [type, new Set([...names, ...(COMPUTED[type] ?? [])])]),
);

/** Attributes of our types that are set and are in no list here: a newer provider's, with unknown effect. */
export function unknownAttributes(type: string, side: Attributes | null): string[] {
  const known = KNOWN.get(type);
  if (known === undefined || side === null) return [];
  return Object.keys(side).filter((name) => !known.has(name) && !isNothing(side[name]));
}

/** How providers write that nothing is set. An unknown value may be something. */
function isNothing(value: unknown): boolean {
  if (value instanceof SensitiveValue) return false;
  if (Array.isArray(value)) return value.length === 0;
  return value === null || value === undefined || value === false || value === "";
}

/** The names of the configured attributes that differ, in their order. */
export function changedAttributes(type: string, before: Attributes | null, after: Attributes | null): string[] {
  const [oldAttributes, newAttributes] = [configuredAttributes(type, before), configuredAttributes(type, after)];
  return [...new Set([...Object.keys(oldAttributes), ...Object.keys(newAttributes)])].filter(
    (name) => !isSame(oldAttributes[name], newAttributes[name]),
  );
}

function meaningful(name: string, value: unknown): unknown {
  if (name === "dkim_signing_attributes") return signing(value);
  if (name === "reputation_options") return withoutFreshStart(value);
  if (name.endsWith("_options")) return filled(value, name);
  if (name === "settings" || name === "data" || name === "tags" || name === "tags_all") return filled(value, name);
  return value;
}

/** The part of the DKIM block that a user may set. The empty text means "not set". */
function signing(value: unknown): unknown {
  if (value === UNKNOWN || value instanceof SensitiveValue) return value;
  const [block] = Array.isArray(value) ? value : [];
  if (!isObject(block)) return undefined;
  const set = DKIM_SETTINGS.filter((name) => block[name] != null && block[name] !== "" && !isUnset(block[name]));
  return set.length === 0 ? undefined : Object.fromEntries(set.map((name) => [name, block[name]]));
}

/** SES itself writes when the metrics began anew. */
function withoutFreshStart(value: unknown): unknown {
  const [block] = Array.isArray(value) ? value : [];
  if (!isObject(block)) return filled(value, "");
  const { last_fresh_start: _, ...rest } = block;
  return [rest];
}

/** The private key is masked even if it is empty. A key that does not change means nothing. */
function isUnset(value: unknown): boolean {
  return value instanceof SensitiveValue && !value.changed;
}

/** Providers write "nothing" as null, as false in settings, and as an empty list or map. */
function filled(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (!isObject(value)) return value;
  const set = Object.entries(value).filter(([, part]) => part != null && !(name === "settings" && part === false));
  return set.length === 0 ? undefined : Object.fromEntries(set);
}
