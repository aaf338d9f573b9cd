// The root and the top-level domains of the emulator's DNS. Every label can be a top-level domain, and all are served by the root's
// server, because only their delegations matter.
import type { ResourceRecord } from "../message";
import { type DnsZone, record, soaRecord } from "../zones";

export interface ParentZoneOptions {
  /** Such as `com`; the root is the empty string. */
  readonly name: string;
  /** The address of the root's server, which serves all parents. */
  readonly address: string;
  /** The NS and DS records of a delegated name. */
  delegation(name: string): readonly ResourceRecord[];
  /** The addresses of a name server's name. */
  hostRecords(name: string): readonly ResourceRecord[];
  /** Whether a name below this one is delegated. */
  hasBelow(name: string): boolean;
}

export const ROOT_SERVER = "a.root-servers.net";

const TTL = 86_400;
/** Seconds that `.com` lets resolvers cache "no such domain". */
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
