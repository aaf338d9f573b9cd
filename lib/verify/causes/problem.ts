// The input of the checks, and the problems that they return.
import type { AcmCertificate } from "../../acm/certificate";
import type { Domain, SenderRole } from "../../dns/domain";
import type { Purpose } from "../../dns/kinds/kinds";
import type { DnsRecord } from "../../dns/record";
import type { Identity } from "../../ses/identity";
import type { ConfigurationSetState, RolePolicyState } from "../../ses/set";
import type { Dns } from "../dns/answer";
import type { ObservedRecord } from "../live/observe";
import type { PolicyFetch } from "../protocols/mta-sts";
import type { TlsProbe } from "../protocols/tls";
import type { Cause, UnwantedRecord } from "../verification";
import { CAUSES, type CauseId } from "./table";

/** One entry with all answers about it. */
export interface ObservedEntry {
  readonly entry: string;
  /** The domain's name. */
  readonly domain: string;
  /** @default - the records come from a file; domains.yaml has no such entry */
  readonly config?: Domain;
  readonly records: readonly ObservedRecord[];
  /** Null: SES has no such identity. @default - SES was not queried */
  readonly identity?: Identity | null;
  /** Its configuration set. Null: SES has none of the name. @default - it has none, or SES was not queried */
  readonly set?: ConfigurationSetState | null;
  /** ACM's certificates for its names. @default - it wants none, or ACM was not asked */
  readonly certificates?: readonly AcmCertificate[] | undefined;
  /** The identities that SES has of a domain without mail. @default - the domain has mail, or SES was not asked */
  readonly unwanted?: readonly Identity[];
  /** Its test addresses, with what SES has of each; null: nothing. @default - there are none, or SES was not queried */
  readonly testAddresses?: readonly { readonly address: string; readonly found: Identity | null }[];
  /** Whether its account may send to everybody. @default - it has no test addresses, or SES was not queried */
  readonly production?: boolean;
  /** Its senders, with what IAM has of each. @default - there are none, or IAM was not queried */
  readonly senders?: readonly { readonly sender: SenderRole; readonly found: RolePolicyState }[];
  /** About when SES stops looking for the records; null if it is not looking. */
  readonly deadline: number | null;
}

export interface CheckContext {
  readonly dns: Dns;
  readonly tls?: TlsProbe;
  readonly fetchPolicy?: PolicyFetch;
  readonly now: () => number;
  /** Whether other name servers than Cloudflare's serve the zone; then changes at Cloudflare have no effect. @default false */
  readonly hostedElsewhere?: boolean;
}

/** A cause, with the records that exist and should not. */
export interface Problem extends Cause {
  readonly rule: CauseId;
  readonly extras?: readonly UnwantedRecord[];
}

export type Check = (entry: ObservedEntry, context: CheckContext) => Promise<readonly Problem[]> | readonly Problem[];

interface ProblemText {
  readonly message: string;
  readonly fix: string;
  /** @default - that of the cause's kind */
  readonly severity?: Cause["severity"];
  readonly extras?: readonly UnwantedRecord[];
}

export function problem(rule: CauseId, domain: string, records: readonly DnsRecord[], text: ProblemText): Problem {
  const { message, fix, severity = CAUSES[rule].severity, extras } = text;
  const references = records.map(({ entry, id }) => ({ entry, id }));
  return { source: "verify", rule, severity, domain, records: references, message, fix, extras };
}

/** `CNAME "aaa._domainkey.example.com"` */
export function quotedRecord({ type, name }: Pick<DnsRecord, "type" | "name">): string {
  return `${type} "${name}"`;
}

export function withPurpose(entry: ObservedEntry, ...purposes: readonly Purpose[]): readonly ObservedRecord[] {
  return entry.records.filter(({ record }) => purposes.includes(record.purpose));
}

/** Whether its name servers have it, whatever caches still answer. */
export function isPublished({ status }: ObservedRecord): boolean {
  return status === "live" || status === "propagating";
}
