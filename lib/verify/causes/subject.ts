// What a cause is looked for in, and how one is worded.
import type { Domain } from "../../dns/domain";
import type { Purpose } from "../../dns/kinds/kinds";
import type { DnsRecord } from "../../dns/record";
import type { Identity } from "../../ses/identity";
import type { Dns } from "../dns/answer";
import type { SeenRecord } from "../live/observe";
import type { Cause, ExtraRecord, Severity } from "../verification";
import type { TlsProbe } from "../web/tls";
import { CAUSES, type CauseId } from "./table";

/** One entry with all that was answered about it. */
export interface Subject {
  readonly entry: string;
  /** The domain's name. */
  readonly domain: string;
  /** @default - the records come from a file, and domains.yaml does not know them */
  readonly config?: Domain;
  readonly records: readonly SeenRecord[];
  /** Null: SES does not know it. @default - SES was not to be asked */
  readonly identity?: Identity | null;
  /** About when SES stops looking, while it looks. */
  readonly deadline: number | null;
}

export interface World {
  readonly dns: Dns;
  readonly tls?: TlsProbe;
  readonly now: () => number;
  /** Whether other name servers than Cloudflare's serve the zone: what is made at Cloudflare is seen by nobody. @default false */
  readonly elsewhere?: boolean;
}

/** A cause, and what is there that should not be. */
export interface Problem extends Cause {
  readonly id: CauseId;
  readonly extras?: readonly ExtraRecord[];
}

export type Check = (subject: Subject, world: World) => Promise<readonly Problem[]> | readonly Problem[];

interface Words {
  readonly message: string;
  readonly fix: string;
  /** @default - the kind's own */
  readonly severity?: Severity;
  readonly extras?: readonly ExtraRecord[];
}

export function problem(id: CauseId, domain: string, records: readonly DnsRecord[], words: Words): Problem {
  const references = records.map(({ entry, id }) => ({ entry, id }));
  return { id, severity: CAUSES[id].severity, domain, records: references, ...words };
}

/** `CNAME "aaa._domainkey.example.com"` */
export function quoted({ type, name }: Pick<DnsRecord, "type" | "name">): string {
  return `${type} "${name}"`;
}

export function withPurpose(subject: Subject, ...purposes: readonly Purpose[]): readonly SeenRecord[] {
  return subject.records.filter(({ record }) => purposes.includes(record.purpose));
}

/** Whether its name servers have it, whatever caches still say. */
export function isThere({ status }: SeenRecord): boolean {
  return status === "live" || status === "propagating";
}
