// A hash of an existing resource. `mailzone adopt` writes it into imports.yaml, and a plan whose import finds something else is
// stopped. So it only covers what both the API's answer and a plan's `before` contain, unchanged: absent is null, an empty text
// is null too, and what the providers change by themselves (timestamps, statuses) is left out.
import { createHash } from "node:crypto";
import { canonicalPolicy } from "./policy-text";

/** A DNS record as Cloudflare's API returns it, or as cloudflare_dns_record has it after an import. */
export interface ImportedRecord {
  readonly type: string;
  readonly name: string;
  /** For records with `data` (CAA, SRV, …) Cloudflare makes the content itself, from all parts of the data. */
  readonly content?: string | null | undefined;
  /** Counts for the types that have one: MX, SRV and URI. */
  readonly priority?: number | null | undefined;
  readonly ttl: number;
  readonly proxied?: boolean | null | undefined;
  readonly comment?: string | null | undefined;
}

/** An identity as GetEmailIdentity returns it, or as aws_sesv2_email_identity has it after an import. */
export interface ImportedIdentity {
  readonly domain: string;
  readonly configurationSet?: string | null | undefined;
  /** All tags: `tags_all` of a plan. Those of AWS, `aws:…`, are not managed by Terraform and are left out. */
  readonly tags?: Readonly<Record<string, string>> | null | undefined;
  /** In any order. */
  readonly tokens: readonly string[];
}

/** An identity's MAIL FROM, or aws_sesv2_email_identity_mail_from_attributes after an import. */
export interface ImportedMailFrom {
  /** The MAIL FROM domain. */
  readonly domain?: string | null | undefined;
  /** `USE_DEFAULT_VALUE` or `REJECT_MESSAGE`. */
  readonly behavior?: string | null | undefined;
}

/** A configuration set as GetConfigurationSet returns it, or as aws_sesv2_configuration_set has it after an import. */
export interface ImportedSet {
  readonly name: string;
  readonly tlsPolicy?: string | null | undefined;
  readonly reputationMetrics?: boolean | null | undefined;
  readonly sending?: boolean | null | undefined;
  /** In any order; absent where the account decides. */
  readonly suppression?: readonly string[] | null | undefined;
  readonly tracking?: { readonly domain: string; readonly https: string } | null | undefined;
  readonly tags?: Readonly<Record<string, string>> | null | undefined;
}

/** An event destination, or aws_sesv2_configuration_set_event_destination after an import. */
export interface ImportedEvents {
  readonly set: string;
  readonly name: string;
  readonly enabled: boolean;
  /** In any order. */
  readonly types: readonly string[];
  /** Kind and names of the target as one text, see eventTargetText(). */
  readonly target: string;
}

/** A topic, or aws_sns_topic after an import. */
export interface ImportedTopic {
  readonly arn: string;
  readonly displayName?: string | null | undefined;
  readonly key?: string | null | undefined;
  readonly tags?: Readonly<Record<string, string>> | null | undefined;
}

/** `v1-` and 32 hexadecimal digits. */
export const FINGERPRINT = /^v1-[0-9a-f]{32}$/;

export function recordFingerprint(record: ImportedRecord): string {
  const { type, name, content, priority, ttl, proxied, comment } = record;
  const own = ["MX", "SRV", "URI"].includes(type) ? (priority ?? null) : null;
  return fingerprint("record", type, name, content || null, own, ttl, proxied ?? false, comment || null);
}

export function identityFingerprint({ domain, configurationSet, tags, tokens }: ImportedIdentity): string {
  return fingerprint("identity", domain, configurationSet || null, ownTags(tags), [...tokens].sort());
}

export function mailFromFingerprint({ domain, behavior }: ImportedMailFrom): string {
  return fingerprint("mail-from", domain || null, behavior || null);
}

/** What SES does not tell is what it does then. */
export function setFingerprint({ name, tlsPolicy, tracking, tags, ...options }: ImportedSet): string {
  const { reputationMetrics, sending, suppression } = options;
  const of = [
    tlsPolicy || "OPTIONAL",
    reputationMetrics ?? false,
    sending ?? true,
    suppression && [...suppression].sort(),
  ];
  const links = tracking ? [tracking.domain, tracking.https || "OPTIONAL"] : null;
  return fingerprint("set", name, ...of.map((one) => one ?? null), links, ownTags(tags));
}

export function eventsFingerprint({ set, name, enabled, types, target }: ImportedEvents): string {
  return fingerprint("events", set, name, enabled, [...types].sort(), target);
}

export function topicFingerprint({ arn, displayName, key, tags }: ImportedTopic): string {
  return fingerprint("topic", arn, displayName || null, key || null, ownTags(tags));
}

/** @param policy JSON */
export function topicPolicyFingerprint({ arn, policy }: { readonly arn: string; readonly policy: string }): string {
  return fingerprint("topic-policy", arn, canonicalPolicy(policy) ?? policy);
}

/** A subscription, or aws_sns_topic_subscription after an import. */
export function subscriptionFingerprint(
  one: Readonly<Record<"topic" | "protocol" | "endpoint", string>> & { readonly isRaw: boolean },
): string {
  return fingerprint("subscription", one.topic, one.protocol, one.endpoint, one.isRaw);
}

/** A role's own policy, or aws_iam_role_policy after an import. @param policy JSON */
export function senderFingerprint({
  role,
  name,
  policy,
}: Readonly<Record<"role" | "name" | "policy", string>>): string {
  return fingerprint("sender", role, name, canonicalPolicy(policy) ?? policy);
}

/** A certificate, or aws_acm_certificate after an import. What ACM changes by itself, such as its status, is left out. */
export function certificateFingerprint({
  arn,
  names,
  keyAlgorithm,
  tags,
}: {
  readonly arn: string;
  /** In any order. */
  readonly names: readonly string[];
  readonly keyAlgorithm: string;
  readonly tags?: Readonly<Record<string, string>> | null | undefined;
}): string {
  return fingerprint("certificate", arn, [...names].sort(), keyAlgorithm, ownTags(tags));
}

function ownTags(tags: Readonly<Record<string, string>> | null | undefined): readonly (readonly [string, string])[] {
  const own = Object.entries(tags ?? {}).filter(([key]) => !key.startsWith("aws:"));
  return own.sort(([a], [b]) => (a < b ? -1 : 1));
}

function fingerprint(...parts: readonly unknown[]): string {
  return `v1-${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)}`;
}
