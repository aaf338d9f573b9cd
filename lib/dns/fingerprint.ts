// A hash of an existing resource. `mailzone adopt` writes it into imports.yaml, and a plan whose import finds something else is
// stopped. So it only covers what both the API's answer and a plan's `before` contain, unchanged: absent is null, an empty text
// is null too, and what the providers change by themselves (timestamps, statuses) is left out.
import { createHash } from "node:crypto";

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
