// The answers of an authoritative server: records, a referral, "no such data" or "no such name". A zone is read name by name, so
// that a large zone need not be built before the first answer.
import { type DnsQuery, emptyReply, type RecordData, type Reply, type ResourceRecord } from "./message";

export interface DnsZone {
  /** Lower-case; the root is the empty string. */
  readonly name: string;
  /** The zone's SOA record; resolvers cache "no" for at most its `minimum` (RFC 2308 §4). */
  readonly soa: ResourceRecord;
  /** All records of a name. The apex includes SOA and NS; a name below a zone cut returns the glue. */
  at(name: string): readonly ResourceRecord[];
  /** Whether a name below this one has records. If so, this name exists too (RFC 8020). */
  hasBelow(name: string): boolean;
}

/** Zones by name; a Map fits. */
export interface ZoneSource {
  get(name: string): DnsZone | undefined;
}

/** The longest CNAME chain that is followed within the server's zones. */
const MAX_CHAIN = 16;

/** A zone with a fixed list of records, which includes its SOA. */
export function staticZone(name: string, records: readonly ResourceRecord[]): DnsZone {
  const byName = new Map<string, ResourceRecord[]>();
  for (const entry of records) byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry]);
  const inner = new Set([...byName.keys()].flatMap((owner) => ancestors(owner).slice(1)));
  const soa = byName.get(name)?.find(({ type }) => type === "SOA");
  if (soa === undefined) throw new Error(`zone "${name}" has no SOA record`);
  return { name, soa, at: (owner) => byName.get(owner) ?? [], hasBelow: (owner) => inner.has(owner) };
}

export function soaRecord(
  zone: string,
  { primary, minimum, ttl = minimum, serial = 1 }: { primary: string; minimum: number; ttl?: number; serial?: number },
): ResourceRecord {
  const data = {
    mname: primary,
    rname: "dns.sandbox.invalid",
    serial,
    refresh: 10_000,
    retry: 2400,
    expire: 604_800,
    minimum,
  };
  return { name: zone, type: "SOA", ttl, data };
}

/** The answer of a server that is authoritative only for `zones` (RFC 1034 §4.3.2). */
export function answerFromZones(zones: ZoneSource, query: Pick<DnsQuery, "name" | "type">): Reply {
  const first = zoneFor(zones, query.name, query.type);
  if (first === undefined) return emptyReply("REFUSED");
  const answers: ResourceRecord[] = [];
  let owner = query.name;
  let zone: DnsZone | undefined = first;
  while (zone !== undefined && answers.length < MAX_CHAIN) {
    const found = lookUp(zone, owner, query.type);
    switch (found.kind) {
      case "referral":
        return {
          ...emptyReply("NOERROR", { authoritative: answers.length > 0, answers, authorities: found.records }),
          additionals: glue(zones, zone, found.records),
        };
      case "data":
        return { ...emptyReply("NOERROR", { authoritative: true, answers: [...answers, ...found.records] }) };
      case "alias":
        answers.push(found.record);
        owner = found.record.data as string;
        zone = zoneFor(zones, owner, query.type);
        break;
      default:
        // The code is the one for the last name of the chain (RFC 6604 §3).
        return emptyReply(found.kind === "no-data" ? "NOERROR" : "NXDOMAIN", {
          authoritative: true,
          answers,
          authorities: [negative(zone)],
        });
    }
  }
  return emptyReply("NOERROR", { authoritative: true, answers });
}

/** The zone that answers for a name. The DS record is on the parent's side of the cut (RFC 4035 §3.1.4.1). */
export function zoneFor(zones: ZoneSource, name: string, type: string): DnsZone | undefined {
  const zone = closest(zones, ancestors(name));
  if (type !== "DS" || zone?.name !== name || name === "") return zone;
  return closest(zones, ancestors(name).slice(1)) ?? zone;
}

/** The name and all names above it; the root is last. */
export function ancestors(name: string): string[] {
  if (name === "") return [""];
  const labels = name.split(".");
  return [...labels.map((_, index) => labels.slice(index).join(".")), ""];
}

function closest(zones: ZoneSource, names: readonly string[]): DnsZone | undefined {
  for (const name of names) {
    const zone = zones.get(name);
    if (zone !== undefined) return zone;
  }
  return undefined;
}

type Found =
  | { readonly kind: "data" | "referral"; readonly records: readonly ResourceRecord[] }
  | { readonly kind: "alias"; readonly record: ResourceRecord }
  | { readonly kind: "no-data" | "no-name" };

function lookUp(zone: DnsZone, owner: string, type: string): Found {
  const above = ancestors(owner);
  const inZone = above.slice(0, above.indexOf(zone.name));
  for (const name of inZone.toReversed()) {
    const servers = zone.at(name).filter((record) => record.type === "NS");
    if (servers.length > 0 && !(name === owner && type === "DS")) return { kind: "referral", records: servers };
  }
  const records = zone.at(owner);
  if (owner === zone.name || records.length > 0 || zone.hasBelow(owner)) return select(records, type);

  // RFC 4592 §3.3.1: the only possible wildcard is the one directly below the closest existing name.
  const encloser = inZone.find((name) => zone.at(name).length > 0 || zone.hasBelow(name)) ?? zone.name;
  const source = encloser === "" ? "*" : `*.${encloser}`;
  const wildcard = zone.at(source);
  if (wildcard.length === 0 && !zone.hasBelow(source)) return { kind: "no-name" };
  return select(
    wildcard.map((record) => ({ ...record, name: owner })),
    type,
  );
}

function select(records: readonly ResourceRecord[], type: string): Found {
  const wanted = records.filter((record) => record.type === type || type === "ANY");
  if (wanted.length > 0) return { kind: "data", records: wanted };
  const alias = records.find((record) => record.type === "CNAME");
  return alias === undefined ? { kind: "no-data" } : { kind: "alias", record: alias };
}

/** RFC 2308 §3: the TTL of the SOA is at most its minimum here. */
function negative({ soa }: DnsZone): ResourceRecord {
  const { minimum = 0 } = soa.data as { minimum?: number };
  return { ...soa, ttl: Math.min(soa.ttl, minimum) };
}

/** Addresses of the name servers, if they are in the zone or in another zone of the same server. */
function glue(zones: ZoneSource, zone: DnsZone, servers: readonly ResourceRecord[]): ResourceRecord[] {
  return servers.flatMap(({ data }) => {
    const host = data as string;
    const own = addresses(zone.at(host));
    return own.length > 0 ? own : addresses(zoneFor(zones, host, "A")?.at(host) ?? []);
  });
}

function addresses(records: readonly ResourceRecord[]): ResourceRecord[] {
  return records.filter(({ type }) => type === "A" || type === "AAAA");
}

/** One record. */
export function record(name: string, type: string, data: RecordData, ttl = 300): ResourceRecord {
  return { name, type, ttl, data };
}
