// The result of a matching, for records, identities and MAIL FROMs.
import type { ZoneRecord } from "../../cloudflare/zone-record";
import type { DesiredRecord } from "./records/desired";

/**
 * `identical`: the plan imports it and changes nothing. `different`: the plan imports and changes it. `clash`: an existing record
 * conflicts with it. `absent`: the plan creates it. `managed`: Terraform manages it already.
 */
export type MatchStatus = "identical" | "different" | "clash" | "absent" | "managed";

/** An attribute that the plan changes after the import. */
export interface Change {
  readonly field: string;
  /** As text; empty for no value. */
  readonly before: string;
  readonly after: string;
}

export interface Match {
  /** The entry's key in domains.yaml. */
  readonly entry: string;
  /** The record's id within its entry, or that of something at AWS: `identity`, `mail-from`, `set`, see dns/ses-resources.ts. */
  readonly id: string;
  readonly status: MatchStatus;
  /** `CNAME aaa._domainkey.example.com`, `example.com in eu-west-1`. */
  readonly subject: string;
  /** The zone's name; null for SES. */
  readonly zone: string | null;
  /** Terraform's import id; null if there is nothing to import, or the id is unknown. */
  readonly importId: string | null;
  readonly fingerprint: string | null;
  /** All changes for `different`; for `clash` and `managed` those that are known. */
  readonly changes: readonly Change[];
  /** What the reader must know, as sentences. */
  readonly notes: readonly string[];
  /** For records: the desired one and the existing one. */
  readonly desired?: DesiredRecord;
  readonly live?: ZoneRecord;
}

/** A record of the zone that is left alone but should be mentioned. */
export interface Mention {
  readonly zone: string;
  readonly message: string;
}

/** The resources in Terraform's states, see managedIds(). */
export type Managed = ReadonlySet<string>;

export type ManagedKind = "record" | "identity" | "mail-from";

const KINDS: Readonly<Record<string, ManagedKind>> = {
  cloudflare_dns_record: "record",
  aws_sesv2_email_identity: "identity",
  aws_sesv2_email_identity_mail_from_attributes: "mail-from",
};

/** A resource in a state; `values` as Terraform writes them. */
export interface ManagedResource {
  readonly type: string;
  /** Of the type, in Terraform. */
  readonly name: string;
  /** For SES resources, the entry with its name; undefined if domains.yaml no longer has it. */
  readonly entry?: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The resources of all states, by the keys that a matching looks up. */
export function managedIds(resources: readonly ManagedResource[]): Managed {
  return new Set(
    resources.flatMap(({ type, name, entry, values }) => {
      const address = managedAddress(`${type}.${name}`);
      const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
      if (kind === undefined) return [address];
      if (kind === "record") return [managedKey(kind, `${values.zone_id}/${values.id}`)];
      return [address, managedKey(kind, `${values.email_identity}@${values.region}`, entry)];
    }),
  );
}

/**
 * Whether Terraform manages an entry's identity or MAIL FROM. Both have the same import id, in every AWS account, so the entry is part
 * of the key. A resource that belongs to no entry any more matches every entry, because an entry may have been renamed.
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

/** The key of what is known by its address: its name is made of nothing that is only known at AWS. */
export function managedAddress(address: string): string {
  return `address ${address}`;
}

/** The number of matches by status. */
export function countMatches(matches: readonly Match[]): Readonly<Record<MatchStatus, number>> {
  const counts = { identical: 0, different: 0, clash: 0, absent: 0, managed: 0 };
  for (const { status } of matches) counts[status] += 1;
  return counts;
}
