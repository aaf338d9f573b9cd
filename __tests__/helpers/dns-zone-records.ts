// The records of each zone of each server that a test declares, with root, top-level domains and delegations added.
import type { RecordType } from "dns-packet";
import {
  ancestors,
  type RecordData,
  type ResourceRecord,
  record,
  soaRecord,
} from "../../packages/emulator/internals/dns";
import type { DnsDeclaration, Short, ZoneDeclaration } from "./dns-zones";

/** The root's address, and that of the top-level domains that are made. */
export const ROOT = "127.0.0.1";

const FAKE_DS = { keyTag: 1, algorithm: 13, digestType: 2, digest: Buffer.alloc(32, 1) };
const NAMES = ["ada", "bob", "cleo", "dan", "eve", "finn", "gail", "hal", "iris", "jack"];

type Zones = Map<string, ResourceRecord[]>;

/** All records of each zone of each server. */
export function buildZones({ servers, hosts = {} }: DnsDeclaration): Map<string, Zones> {
  const names = serverNames({ servers });
  const authorities = [...names].filter(([address]) => servers[address]?.resolver !== true);
  const addresses = [...authorities, ...Object.entries(hosts).map(([host, address]) => [address, host] as const)].map(
    ([address, host]) => record(host, "A", address),
  );
  const declared = Object.entries(servers).flatMap(([address, { zones = {} }]) =>
    Object.entries(zones).map(([name, zone]) => ({ address, name: plain(name), zone })),
  );
  const nameServersOf = (zone: string) => {
    const same = declared.filter(({ name }) => name === zone);
    return [...new Set(same.flatMap((one) => one.zone.nameServers ?? [names.get(one.address)!]))];
  };
  const built = new Map<string, Zones>([ROOT, ...names.keys()].map((address) => [address, new Map()]));
  for (const { address, name, zone } of declared) {
    built.get(address)!.set(name, zoneRecords(name, zone, nameServersOf(name)));
  }

  const known = new Set(declared.map(({ name }) => name));
  const tops = [...known, ...addresses.map(({ name }) => name)].map((name) => name.split(".").at(-1)!);
  const made = ["", ...new Set(tops)].filter((name) => !known.has(name));
  for (const name of made) {
    const host = name === "" ? "a.root-servers.net" : `ns.${name}`;
    const zone = zoneRecords(name, { ttl: 86_400 }, [host]);
    built.get(ROOT)!.set(name, [...zone, record(host, "A", ROOT, 86_400)]);
    if (name !== "") delegate(built, name, [host], false, [record(host, "A", ROOT, 86_400)]);
  }
  for (const address of addresses) {
    const zone = ancestors(address.name).find((name) => known.has(name) || made.includes(name))!;
    for (const records of inZone(built, zone)) if (!has(records, address.name, "A")) records.push(address);
  }
  for (const { name, zone } of declared) {
    delegate(built, name, zone.delegatedTo ?? nameServersOf(name), zone.signed === true, addresses);
  }
  return built;
}

/** What the zone above says of `name`, wherever that is served; nothing that stands there already. */
function delegate(
  built: ReadonlyMap<string, Zones>,
  name: string,
  hosts: readonly string[],
  signed: boolean,
  addresses: readonly ResourceRecord[],
): void {
  if (name === "") return;
  const above = ancestors(name)
    .slice(1)
    .find((one) => inZone(built, one).length > 0);
  for (const records of inZone(built, above ?? "")) {
    if (has(records, name, "NS")) continue;
    records.push(...hosts.map((host) => record(name, "NS", host, 86_400)));
    records.push(...addresses.filter((one) => hosts.includes(one.name) && ancestors(one.name).includes(name)));
    if (signed) records.push(record(name, "DS", FAKE_DS, 86_400));
  }
}

function inZone(built: ReadonlyMap<string, Zones>, name: string): ResourceRecord[][] {
  return [...built.values()].flatMap((zones) => (zones.has(name) ? [zones.get(name)!] : []));
}

function has(records: readonly ResourceRecord[], name: string, type: string): boolean {
  return records.some((one) => one.name === name && one.type === type);
}

function zoneRecords(name: string, zone: ZoneDeclaration, nameServers: readonly string[]): ResourceRecord[] {
  const { soa = {}, ttl = 300, records = {} } = zone;
  const [primary = "ns.invalid"] = nameServers;
  const own = Object.entries(records).flatMap(([written, { ttl: ownTtl = ttl, ...types }]) => {
    const owner = plain(written);
    if (!ancestors(owner).includes(name)) throw new Error(`"${written}" is not in the zone "${name}"`);
    return Object.entries(types).flatMap(([type, values]) =>
      (values as readonly Short[]).map((value) => toRecord(owner, type as RecordType, value, ownTtl)),
    );
  });
  const servers = has(own, name, "NS") ? [] : nameServers.map((host) => record(name, "NS", host, 86_400));
  return [soaRecord(name, { primary, minimum: 1800, ...soa }), ...servers, ...own];
}

export function toRecord(name: string, type: RecordType, value: Short, ttl: number): ResourceRecord {
  return record(name, type, toData(type, value) as RecordData, ttl);
}

function toData(type: RecordType, value: Short): unknown {
  if (type === "TXT") {
    const strings = (Array.isArray(value) ? value : [value]) as (string | Buffer)[];
    const long = strings.find((part) => Buffer.byteLength(part) > 255);
    if (long !== undefined) throw new Error(`"${long}" is longer than 255 bytes: split it`);
    return [...strings];
  }
  if (typeof value !== "string") return value;
  const [first = "", second = "", third = "", fourth = ""] = value.split(" ");
  if (type === "MX") return { preference: Number(first), exchange: second };
  if (type === "CAA") return { flags: Number(first), tag: second, value: third.replaceAll('"', "") };
  if (type === "SRV") {
    return { priority: Number(first), weight: Number(second), port: Number(third), target: fourth };
  }
  return value;
}

/** Names by addresses; those of resolvers are their addresses. */
export function serverNames({ servers }: DnsDeclaration): Map<string, string> {
  const authorities = Object.keys(servers).filter((address) => servers[address]?.resolver !== true);
  const usual = (address: string) => {
    const index = authorities.indexOf(address);
    return index === -1 ? address : `${NAMES[index] ?? `ns${index}`}.ns.cloudflare.com`;
  };
  return new Map(Object.entries(servers).map(([address, { name }]) => [address, name ?? usual(address)]));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
