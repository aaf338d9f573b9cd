// The root and the top-level domains of the emulator's DNS. Every label is a top-level domain, and they all stand on the root's
// server: what matters is what they delegate.
import type { ResourceRecord } from "../message";
import { type DnsZone, record, soaRecord } from "../zones";

export interface ParentZoneOptions {
  /** `com`; the empty string is the root. */
  readonly name: string;
  /** The root's server, which is that of all parents. */
  readonly address: string;
  /** The NS and DS records of a name that is delegated. */
  delegation(name: string): readonly ResourceRecord[];
  /** The addresses of a name server's name. */
  hostRecords(name: string): readonly ResourceRecord[];
  /** Whether a name below is delegated. */
  hasBelow(name: string): boolean;
}

export const ROOT_SERVER = "a.root-servers.net";

const TTL = 86_400;
/** How long `.com` lets resolvers keep "no such domain". */
const NEGATIVE_TTL = 900;

export function parentZone(options: ParentZoneOptions): DnsZone {
  const { name, address, delegation, hostRecords, hasBelow } = options;
  const server = name === "" ? ROOT_SERVER : serverOf(name);
  const soa = soaRecord(name, { primary: server, minimum: NEGATIVE_TTL });
  const apex = [soa, record(name, "NS", server, TTL)];
  return {
    name,
    soa,
    at(owner) {
      if (owner === name) return apex;
      if (/^ns-1\.[^.]+$/.test(owner)) return [record(owner, "A", address, TTL)];
      if (name !== "") return [...hostRecords(owner), ...delegation(owner)];
      return owner.includes(".") ? hostRecords(owner) : [record(owner, "NS", serverOf(owner), TTL)];
    },
    hasBelow: name === "" ? () => false : hasBelow,
  };
}

function serverOf(topLevel: string): string {
  return `ns-1.${topLevel}`;
}
