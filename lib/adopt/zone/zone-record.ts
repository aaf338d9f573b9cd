// A record that stands in a zone, as Cloudflare's API or a zone file tells it: nothing is corrected here, because a plan
// compares what is wanted with exactly this.

export interface ZoneRecord {
  /** The zone's name. */
  readonly zone: string;
  /** Null where the record comes from a zone file, which has no ids: it cannot be imported. */
  readonly zoneId: string | null;
  readonly id: string | null;
  /** In capitals; also types that the provider does not take, such as SOA. */
  readonly type: string;
  readonly name: string;
  readonly content: string;
  readonly priority: number | null;
  /** The parts of types that are written in parts; null for the others, and for most of them in a zone file. */
  readonly data: Readonly<Record<string, string | number>> | null;
  /** Seconds, or 1 for automatic. */
  readonly ttl: number;
  readonly proxied: boolean;
  readonly comment: string | null;
  readonly tags: readonly string[];
  /** Cloudflare answers with the target's addresses instead of the CNAME. */
  readonly flattened: boolean;
}

/** What Terraform imports a record by; undefined for one of a zone file. */
export function importIdOf({ zoneId, id }: ZoneRecord): string | undefined {
  return zoneId === null || id === null ? undefined : `${zoneId}/${id}`;
}
