// The world's DNS: Cloudflare's zones, Amazon's zones, and the root and top-level domains that delegate to them. Zones are built
// only when asked for. Data derived from whole tables is rebuilt when they change.
import { isSigned } from "../world/dns-faults";
import type { CloudflareRecord, CloudflareZone } from "../world/entities";
import type { World } from "../world/world";
import type { ResourceRecord } from "./message";
import { outsideOf } from "./outside";
import { addressRecords, UNKNOWN_HOST } from "./providers/addresses";
import { AMAZON_ZONES, type AmazonZone, amazonNames, amazonZone, nameServerOf } from "./providers/amazon-zones";
import { CLOUDFLARE_SERVERS, cloudflareZone } from "./providers/cloudflare-zone";
import { parentZone, ROOT_SERVER } from "./providers/parent-zones";
import { ancestors, answerFromZones, type DnsZone, record, soaRecord, staticZone, type ZoneSource } from "./zones";

/** The addresses of the emulated servers; they may all be the same. */
export interface WorldAddresses {
  /** Of the root and all top-level domains. */
  readonly root: string;
  /** Of the name servers ada and bob. */
  readonly cloudflare: readonly [string, string];
  readonly amazon: string;
}

export interface WorldDns {
  /** The zones for which the server at an address is authoritative. */
  at(address: string): ZoneSource;
  /** Cloudflare's zones with records of an earlier time. */
  withRecords(records: RecordsByName): ZoneSource;
  /** Whether the name is outside the world, so that the emulator cannot know if it exists; see outside.ts. */
  isOutside(name: string): boolean;
}

/** The records of a name in all zones. */
export type RecordsByName = (name: string) => readonly CloudflareRecord[];

const TTL = 86_400;
/** The DS record at the parent of a zone with broken signatures. */
const SIGNED = { keyTag: 1, algorithm: 13, digestType: 2, digest: Buffer.alloc(32, 1) };

export function worldDns(world: World, addresses: WorldAddresses): WorldDns {
  const derived = cachedUntilChange([world.zones, world.records], () => derive(world));
  const names = cachedUntilChange([world.identities, world.distributions], () => amazonNames(world));
  const outside = cachedUntilChange([world.zones, world.identities, world.deletions], () => outsideOf(world));
  const hosts = hostRecords(addresses);
  const own = serversZone(hosts);
  const amazonZones = new Map<string, DnsZone>(
    AMAZON_ZONES.map((zone) => [zone, amazonZone(world, zone, addresses.amazon, names)]),
  );

  const withRecords = (records: RecordsByName): ZoneSource => ({
    get(name) {
      if (name === own.name) return own;
      const zone = derived().zones.get(name);
      if (zone === undefined || amazonZones.has(name)) return undefined;
      return cloudflareZone({
        name,
        recordsOf: (owner) => records(owner).filter(({ zone_id }) => zone_id === zone.id),
        hasBelow: (owner) => derived().inner.has(owner),
        addressesOf,
      });
    },
  });
  const cloudflare = withRecords((name) => world.records.inGroup(name));
  const parents: ZoneSource = {
    get: (name) =>
      name.includes(".")
        ? undefined
        : parentZone({
            name,
            address: addresses.root,
            delegation: (child) => delegation(child),
            hostRecords: (host) => hosts.filter((one) => one.name === host),
            hasBelow: (owner) => derived().inner.has(owner),
          }),
  };

  const flattening = new Set<string>();
  /** The addresses of a flattened name; none if its CNAMEs form a loop. */
  function addressesOf(host: string): readonly ResourceRecord[] {
    if (flattening.has(host)) return [];
    flattening.add(host);
    try {
      const replies = ["A", "AAAA"].map((type) =>
        answerFromZones(union(cloudflare, amazonZones), { name: host, type }),
      );
      if (replies[0]?.rcode === "REFUSED") return addressRecords(host, UNKNOWN_HOST, 300);
      return replies.flatMap(({ answers }) => answers.filter(({ type }) => type === "A" || type === "AAAA"));
    } finally {
      flattening.delete(host);
    }
  }

  /** Only the topmost zone of a name is delegated: a parent is never asked about a zone below it. */
  function delegation(child: string): ResourceRecord[] {
    if (amazonZones.has(child)) return [record(child, "NS", nameServerOf(child as AmazonZone), TTL)];
    if (child !== own.name && !derived().zones.has(child)) return [];
    const servers = CLOUDFLARE_SERVERS.map((host) => record(child, "NS", host, TTL));
    return isSigned(world, child) ? [...servers, record(child, "DS", SIGNED, TTL)] : servers;
  }

  const roles: readonly (readonly [address: string, zones: ZoneSource])[] = [
    [addresses.root, parents],
    ...addresses.cloudflare.map((address) => [address, cloudflare] as const),
    [addresses.amazon, amazonZones],
  ];
  const byAddress = new Map(
    roles.map(([address]) => [
      address,
      union(...roles.filter(([other]) => other === address).map(([, zones]) => zones)),
    ]),
  );
  return {
    at: (address) => byAddress.get(address) ?? union(),
    withRecords,
    isOutside: (name) => outside()(name),
  };
}

function union(...sources: readonly ZoneSource[]): ZoneSource {
  return {
    get(name) {
      for (const source of sources) {
        const zone = source.get(name);
        if (zone !== undefined) return zone;
      }
      return undefined;
    },
  };
}

/** Keeps the result of `make` until one of the tables changes. */
function cachedUntilChange<T>(tables: readonly { readonly version: number }[], compute: () => T): () => T {
  let version = "";
  let value: T;
  return () => {
    const now = tables.map(({ version }) => version).join(" ");
    if (now !== version) {
      value = compute();
      version = now;
    }
    return value;
  };
}

interface Derived {
  readonly zones: ReadonlyMap<string, CloudflareZone>;
  /** Names above a record or a zone. */
  readonly inner: ReadonlySet<string>;
}

function derive(world: World): Derived {
  // If two zones have the same name, delegate to the one that the emulator was told, not the one it made up.
  const zones = world.zones.values().sort((a, b) => Number(b.generated ?? false) - Number(a.generated ?? false));
  const byName = new Map(zones.map((zone) => [zone.name, zone]));
  const owned = world.records.values().filter(({ zone_id }) => world.zones.get(zone_id) !== undefined);
  const owners = [...owned.map(({ name }) => name), ...byName.keys(), ...AMAZON_ZONES, ...CLOUDFLARE_SERVERS];
  return { zones: byName, inner: new Set(owners.flatMap((name) => ancestors(name).slice(1))) };
}

function hostRecords({ root, cloudflare, amazon }: WorldAddresses): ResourceRecord[] {
  return [
    record(ROOT_SERVER, "A", root, TTL),
    ...CLOUDFLARE_SERVERS.map((host, index) => record(host, "A", cloudflare[index]!, TTL)),
    ...AMAZON_ZONES.map((zone) => record(nameServerOf(zone), "A", amazon, TTL)),
  ];
}

/** The zone that holds the name servers' own names. */
function serversZone(hosts: readonly ResourceRecord[]): DnsZone {
  const zone = "cloudflare.com";
  return staticZone(zone, [
    soaRecord(zone, { primary: CLOUDFLARE_SERVERS[0], minimum: 300 }),
    ...CLOUDFLARE_SERVERS.map((host) => record(zone, "NS", host, TTL)),
    ...hosts.filter(({ name }) => name.endsWith(`.${zone}`)),
  ]);
}
