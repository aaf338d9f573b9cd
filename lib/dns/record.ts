// One DNS record as Cloudflare's provider takes it, with the entry and id that identify it in Terraform.
import type { Purpose } from "./kinds/kinds";
import type { RecordType } from "./record-types";

/** A record to publish. Absent values are null, so that the list is the same in memory and in Terraform's output. */
export interface DnsRecord {
  /** The entry's key in domains.yaml. */
  readonly entry: string;
  /** The record's id within its entry, such as `dkim-1`: with `entry` a contract, see resourceName(). */
  readonly id: string;
  readonly domain: string;
  readonly region: string;
  /** The zone's name. */
  readonly zone: string;
  readonly purpose: Purpose;
  readonly type: RecordType;
  /** The owner name in full, lower-case, no trailing dot. */
  readonly name: string;
  /** Exactly the provider's attribute: TXT is quoted and split, see formatTxt(). Null where `data` has the value. */
  readonly content: string | null;
  readonly priority: number | null;
  /** The parts of types that are written in parts, by the provider's names, see VALUE_FORMATS. */
  readonly data: Readonly<Record<string, string | number>> | null;
  /** Seconds, or 1 for automatic. */
  readonly ttl: number;
  readonly proxied: boolean;
}

/** Values that AWS assigns: real values, Terraform's tokens or placeholders. */
export interface Refs {
  /** The three Easy DKIM tokens. */
  readonly dkimTokens: readonly [string, string, string];
  /** A CloudFront distribution's domain name, by its id. */
  readonly distributionDomain: (id: string) => string;
  /**
   * The record by which ACM sees that a name of the entry's certificate is ours; name and target without the last dot.
   * @default - placeholders
   */
  readonly validation?: (name: string) => { readonly name: string; readonly target: string };
}

/** The tokens for Refs; undefined unless there are exactly three (an identity with its own key has none). */
export function threeTokens(tokens: readonly string[]): Refs["dkimTokens"] | undefined {
  const [first, second, third, ...more] = tokens;
  const isComplete = first !== undefined && second !== undefined && third !== undefined && more.length === 0;
  return isComplete ? [first, second, third] : undefined;
}
