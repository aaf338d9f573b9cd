// A zone of the world as Cloudflare serves it. DNS does not always answer what the API stores: proxied records answer with
// Cloudflare's addresses, and a CNAME at the apex with the addresses of its target.
import type { CloudflareRecord } from "../../world/entities";
import type { ResourceRecord } from "../message";
import { type DnsZone, record, soaRecord } from "../zones";
import { addressRecords, CLOUDFLARE_PROXY } from "./addresses";
import { servedRecord, servedTtl } from "./cloudflare-data";

/** The two name servers that every zone of the emulator is delegated to. */
export const CLOUDFLARE_SERVERS = ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"] as const;

/** Seconds that resolvers cache "no such record". It is a setting of the zone; its default is not from a primary source. */
const NEGATIVE_TTL = 1800;

export interface CloudflareZoneOptions {
  readonly name: string;
  /** The zone's records for a name, as the API stores them. */
  recordsOf(name: string): readonly CloudflareRecord[];
  /** Whether a name below this one has records. */
  hasBelow(name: string): boolean;
  /** The final addresses of a name, after all CNAMEs. */
  addressesOf(host: string): readonly ResourceRecord[];
}

const TTL_PROXIED = 300;
const TTL_NS = 86_400;

export function cloudflareZone({ name: zone, recordsOf, hasBelow, addressesOf }: CloudflareZoneOptions): DnsZone {
  const soa = soaRecord(zone, { primary: CLOUDFLARE_SERVERS[0], minimum: NEGATIVE_TTL });
  const apex = [soa, ...CLOUDFLARE_SERVERS.map((host) => record(zone, "NS", host, TTL_NS))];
  return {
    name: zone,
    soa,
    at(name) {
      const records = recordsOf(name);
      if (name !== zone) return served(records, name, false);
      // Other NS records at the apex need multi-provider DNS: https://developers.cloudflare.com/dns/nameservers/nameserver-options/
      return [...apex, ...served(records, name, true).filter(({ type }) => type !== "NS")];
    },
    // A name exists even if none of its records can be served here.
    hasBelow: (name) => hasBelow(name) || recordsOf(name).length > 0,
  };

  function served(records: readonly CloudflareRecord[], name: string, isApex: boolean): ResourceRecord[] {
    // If one record of a name is proxied, the others are too: https://developers.cloudflare.com/dns/proxy-status/
    if (records.some(({ proxied }) => proxied)) {
      const others = records.filter((one) => !one.proxied && !["A", "AAAA", "CNAME"].includes(one.type));
      return [...addressRecords(name, CLOUDFLARE_PROXY, TTL_PROXIED), ...others.flatMap(servedRecord)];
    }
    return records.flatMap((one) => (isFlattened(one, isApex) ? flattened(one) : servedRecord(one)));
  }

  /** Uses the lower TTL: https://developers.cloudflare.com/dns/cname-flattening/cname-flattening-diagram/ */
  function flattened(source: CloudflareRecord): ResourceRecord[] {
    const ttl = servedTtl(source);
    return addressesOf(source.content).map((one) => ({ ...one, name: source.name, ttl: Math.min(one.ttl, ttl) }));
  }
}

/** https://developers.cloudflare.com/dns/cname-flattening/ */
function isFlattened({ type, settings }: CloudflareRecord, isApex: boolean): boolean {
  return type === "CNAME" && (isApex || settings.flatten_cname === true);
}
