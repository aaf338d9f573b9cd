// What a cause is looked for in, and how one is worded.
import type { Domain } from "../../dns/domain";
import type { Purpose } from "../../dns/kinds/kinds";
import type { DnsRecord } from "../../dns/record";
import type { Identity } from "../../ses/identity";
import type { Dns } from "../dns/answer";
import type { ObservedRecord } from "../live/observe";
import type { TlsProbe } from "../protocols/tls";
import type { Cause, ExtraRecord } from "../verification";
import { CAUSES, type CauseId } from "./table";

/** One entry with all that was answered about it. */
export interface ObservedEntry {
  readonly entry: string;
  /** The domain's name. */
  readonly domain: string;
  /** @default - the records come from a file, and domains.yaml does not know them */
  readonly config?: Domain;
  readonly records: readonly ObservedRecord[];
  /** Null: SES does not know it. @default - SES was not to be asked */
  readonly identity?: Identity | null;
  /** About when SES stops looking, while it looks. */
  readonly deadline: number | null;
}

export interface CheckContext {
  readonly dns: Dns;
  readonly tls?: TlsProbe;
  readonly now: () => number;
  /** Whether other name servers than Cloudflare's serve the zone: what is made at Cloudflare is seen by nobody. @default false */
  readonly hostedElsewhere?: boolean;
}

/** A cause, and what is there that should not be. */
export interface Problem extends Cause {
  readonly rule: CauseId;
  readonly extras?: readonly ExtraRecord[];
}

export type Check = (subject: ObservedEntry, world: CheckContext) => Promise<readonly Problem[]> | readonly Problem[];

interface ProblemText {
  readonly message: string;
  readonly fix: string;
  /** @default - the kind's own */
  readonly severity?: Cause["severity"];
  readonly extras?: readonly ExtraRecord[];
}

export function problem(rule: CauseId, domain: string, records: readonly DnsRecord[], words: ProblemText): Problem {
  const references = records.map(({ entry, id }) => ({ entry, id }));
  return { source: "verify", rule, severity: CAUSES[rule].severity, domain, records: references, ...words };
}

/** `CNAME "aaa._domainkey.example.com"` */
export function quotedRecord({ type, name }: Pick<DnsRecord, "type" | "name">): string {
  return `${type} "${name}"`;
}

export function withPurpose(subject: ObservedEntry, ...purposes: readonly Purpose[]): readonly ObservedRecord[] {
  return subject.records.filter(({ record }) => purposes.includes(record.purpose));
}

/** Whether its name servers have it, whatever caches still say. */
export function isPublished({ status }: ObservedRecord): boolean {
  return status === "live" || status === "propagating";
}
