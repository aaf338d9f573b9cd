// What was seen, in one word: `mailzone adopt` writes it into imports.yaml, and a plan whose import finds something else is
// stopped. Hence it is made of what Cloudflare's and AWS's answers and a plan's `before` both have, as it stands there: absent
// is null, an empty text too, and nothing that the providers write by themselves (timestamps, statuses) counts.
import { createHash } from "node:crypto";

/** A DNS record as Cloudflare's API answers with it, or as cloudflare_dns_record has it after an import. */
export interface ImportedRecord {
  readonly type: string;
  readonly name: string;
  /** Cloudflare makes the content of records in parts (CAA, SRV, …) itself, so that it carries all their parts. */
  readonly content?: string | null | undefined;
  /** Counts for the types that have one: MX, SRV and URI. */
  readonly priority?: number | null | undefined;
  readonly ttl: number;
  readonly proxied?: boolean | null | undefined;
  readonly comment?: string | null | undefined;
}

/** An identity as GetEmailIdentity answers with it, or as aws_sesv2_email_identity has it after an import. */
export interface ImportedIdentity {
  readonly domain: string;
  readonly configurationSet?: string | null | undefined;
  /** All of them: `tags_all` of a plan. AWS's own, `aws:…`, are no Terraform's and do not count. */
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

/** `v1-` and 32 hexadecimal digits. */
export const FINGERPRINT = /^v1-[0-9a-f]{32}$/;

export function recordFingerprint(record: ImportedRecord): string {
  const { type, name, content, priority, ttl, proxied, comment } = record;
  const own = ["MX", "SRV", "URI"].includes(type) ? (priority ?? null) : null;
  return fingerprint("record", type, name, content || null, own, ttl, proxied ?? false, comment || null);
}

export function identityFingerprint({ domain, configurationSet, tags, tokens }: ImportedIdentity): string {
  const own = Object.entries(tags ?? {}).filter(([key]) => !key.startsWith("aws:"));
  const sorted = own.sort(([a], [b]) => (a < b ? -1 : 1));
  return fingerprint("identity", domain, configurationSet || null, sorted, [...tokens].sort());
}

export function mailFromFingerprint({ domain, behavior }: ImportedMailFrom): string {
  return fingerprint("mail-from", domain || null, behavior || null);
}

function fingerprint(...parts: readonly unknown[]): string {
  return `v1-${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)}`;
}
