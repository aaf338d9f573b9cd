// An existing record of a zone, exactly as Cloudflare's API or a zone file has it. Nothing is normalised, because a plan compares the
// desired record with exactly this.

export interface ZoneRecord {
  /** The zone's name. */
  readonly zone: string;
  /** Null for a record of a zone file, which has no ids: it cannot be imported. */
  readonly zoneId: string | null;
  readonly id: string | null;
  /** In capitals; also types that the provider does not accept, such as SOA. */
  readonly type: string;
  readonly name: string;
  readonly content: string;
  readonly priority: number | null;
  /** The `data` of types that have it; null for other types, and for most records of a zone file. */
  readonly data: Readonly<Record<string, string | number>> | null;
  /** Seconds, or 1 for automatic. */
  readonly ttl: number;
  readonly proxied: boolean;
  readonly comment: string | null;
  readonly tags: readonly string[];
  /** Cloudflare answers with the target's addresses instead of the CNAME. */
  readonly flattened: boolean;
}

/** Terraform's import id of a record; undefined for a record of a zone file. */
export function importIdOf({ zoneId, id }: ZoneRecord): string | undefined {
  return zoneId === null || id === null ? undefined : `${zoneId}/${id}`;
}
