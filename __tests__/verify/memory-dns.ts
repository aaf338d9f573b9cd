// A zone in memory, for what only follows answers: `{name: {TXT: [...]}}`.
import type { Answer, Dns, RecordValue, ResourceRecord } from "../../lib/verify/dns/answer";

export interface MemoryZone {
  readonly [name: string]: {
    readonly TXT?: readonly string[];
    readonly MX?: readonly string[];
    readonly A?: readonly string[];
    readonly AAAA?: readonly string[];
    readonly CNAME?: string;
    readonly CAA?: readonly (readonly [flags: number, tag: string, value: string])[];
    /** The name server fails. */
    readonly fails?: true;
  };
}

/** @param asked gets the names, in order */
export function memoryDns(zone: MemoryZone, asked: string[] = []): Pick<Dns, "resolve"> {
  const server = { address: "192.0.2.53", port: 53 };
  return {
    async resolve(name, type): Promise<Answer> {
      asked.push(name);
      const chain: ResourceRecord[] = [];
      for (let at = name; ; ) {
        const node = zone[at];
        if (node?.fails)
          return { status: "failed", server, failure: { kind: "servfail", text: `${at} failed`, extendedErrors: [] } };
        const heard = { server, authoritative: true, authenticated: false };
        const values = valuesOf(node, type);
        if (values.length > 0) {
          const own = values.map((value) => ({ name: at, type, ttl: 300, value }));
          return { ...heard, status: "answer", records: [...chain, ...own] };
        }
        const alias = node?.CNAME;
        if (alias === undefined) {
          const exists = Object.keys(zone).some((other) => other === at || other.endsWith(`.${at}`));
          return { ...heard, status: exists ? "no-data" : "no-name", records: chain, negativeTtl: 300 };
        }
        chain.push({ name: at, type: "CNAME", ttl: 300, value: { kind: "host", host: alias } });
        at = alias;
      }
    },
  };
}

function valuesOf(node: MemoryZone[string] | undefined, type: string): RecordValue[] {
  switch (type) {
    case "TXT":
      return (node?.TXT ?? []).map((text) => ({ kind: "txt", strings: [Buffer.from(text)] }));
    case "MX":
      return (node?.MX ?? []).map((host) => ({ kind: "mx", priority: 10, host }));
    case "A":
    case "AAAA":
      return (node?.[type] ?? []).map((address) => ({ kind: "address", address }));
    case "CAA":
      return (node?.CAA ?? []).map(([flags, tag, value]) => ({ kind: "caa", flags, tag, value }));
    default:
      return [];
  }
}
