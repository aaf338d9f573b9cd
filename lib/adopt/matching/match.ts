// The answer of a matching, for records, identities and MAIL FROMs alike.
import type { ZoneRecord } from "../zone/zone-record";
import type { DesiredRecord } from "./records/desired";

/**
 * `identical`: imported, and the plan changes nothing. `different`: imported, then changed. `clash`: something is in the
 * way, or stands beside and must not. `absent`: created. `managed`: Terraform's already.
 */
export type MatchStatus = "identical" | "different" | "clash" | "absent" | "managed";

/** One attribute that the plan changes after the import. */
export interface Change {
  readonly field: string;
  /** As it is shown; the empty text where there is nothing. */
  readonly before: string;
  readonly after: string;
}

export interface Match {
  /** The entry's key in domains.yaml. */
  readonly entry: string;
  /** The record's id within its entry; `identity` and `mail-from`, which no record is called, for what SES has. */
  readonly id: string;
  readonly status: MatchStatus;
  /** `CNAME aaa._domainkey.example.com`, `example.com in eu-west-1`. */
  readonly subject: string;
  /** The zone's name; null for what SES has. */
  readonly zone: string | null;
  /** What Terraform imports it by; null where there is nothing to import, or no id is known. */
  readonly importId: string | null;
  readonly fingerprint: string | null;
  /** In full, for `different`; also for a clash or a managed one that can be told. */
  readonly changes: readonly Change[];
  /** What the reader must know, in words. */
  readonly notes: readonly string[];
  /** What is wanted and what stands there, of records. */
  readonly desired?: DesiredRecord;
  readonly live?: ZoneRecord;
}

/** Something that stands in the zone and is left alone, and why it is told. */
export interface Mention {
  readonly zone: string;
  readonly message: string;
}

/** What Terraform has in its state already, see managedIds(). */
export type Managed = ReadonlySet<string>;

export type ManagedKind = "record" | "identity" | "mail-from";

const KINDS: Readonly<Record<string, ManagedKind>> = {
  cloudflare_dns_record: "record",
  aws_sesv2_email_identity: "identity",
  aws_sesv2_email_identity_mail_from_attributes: "mail-from",
};

/** A resource of a state, `values` as Terraform writes them. */
export interface ManagedResource {
  readonly type: string;
  /** The entry whose name it has, of SES's resources; undefined where it is none of domains.yaml any more. */
  readonly entry?: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The resources of all states as matchings look them up. */
export function managedIds(resources: readonly ManagedResource[]): Managed {
  return new Set(
    resources.flatMap(({ type, entry, values }) => {
      const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
      if (kind === undefined) return [];
      if (kind === "record") return [managedKey(kind, `${values.zone_id}/${values.id}`)];
      return [managedKey(kind, `${values.email_identity}@${values.region}`, entry)];
    }),
  );
}

/**
 * Identity and MAIL FROM have the same import id, and have it in every AWS account: an entry's own is not another's. One that
 * belongs to no entry any more is everybody's, since it may have been renamed.
 */
export function isManagedBySes(
  managed: Managed,
  kind: "identity" | "mail-from",
  importId: string,
  entry: string,
): boolean {
  return managed.has(managedKey(kind, importId, entry)) || managed.has(managedKey(kind, importId));
}

export function managedKey(kind: ManagedKind, importId: string, entry?: string): string {
  return entry === undefined ? `${kind} ${importId}` : `${kind} ${importId} ${entry}`;
}

/** How many there are of each. */
export function countMatches(matches: readonly Match[]): Readonly<Record<MatchStatus, number>> {
  const counts = { identical: 0, different: 0, clash: 0, absent: 0, managed: 0 };
  for (const { status } of matches) counts[status] += 1;
  return counts;
}
