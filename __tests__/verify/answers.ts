// Answers by hand, for what only judges them.
import type { DnsRecord } from "../../lib/dns/record";
import type { Answer, DnsServer, FailureKind } from "../../lib/verify/dns/answer";
import { type ObservedRecord, statusOf } from "../../lib/verify/live/observe";
import { ARTICLE } from "../helpers/domains";
import { recordsOf } from "./world";

export function recordWith(id: string): DnsRecord {
  return recordsOf(ARTICLE).find((record) => record.id === id)!;
}

export function serverNamed(name: string): DnsServer {
  return { address: "192.0.2.53", port: 53, name };
}

/** The CNAME of a record, leading to `host`. */
export function cname({ name }: DnsRecord, host: string, { server = "ns.example", ttl = 300 } = {}): Answer {
  const heard = { server: serverNamed(server), authoritative: true, authenticated: false };
  return { ...heard, status: "answer", records: [{ name, type: "CNAME", ttl, value: { kind: "host", host } }] };
}

export function noName(negativeTtl: number | null, server = "ns.example"): Answer {
  const heard = { server: serverNamed(server), authoritative: true, authenticated: false };
  return { ...heard, status: "no-name", records: [], negativeTtl };
}

export function failed(kind: FailureKind, server = "ns.example", extendedErrors: readonly number[] = []): Answer {
  return {
    status: "failed",
    server: serverNamed(server),
    failure: { kind, text: `${server}: ${kind}`, extendedErrors },
  };
}

export function seen(
  record: DnsRecord,
  authorities: readonly Answer[],
  resolvers: readonly Answer[] = [],
): ObservedRecord {
  return { record, ...statusOf(record, authorities, resolvers), authorities, resolvers };
}
