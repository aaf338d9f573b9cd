// What stands in the zones, found by zone and name in one step however it is written.

import { canonicalName } from "../../dns/canonical";
import { isWithin } from "../../dns/names";
import type { ZoneRecord } from "./zone-record";

export class LiveZones {
  readonly #byName = new Map<string, ZoneRecord[]>();

  constructor(readonly records: readonly ZoneRecord[]) {
    for (const record of records) {
      const key = keyOf(record.zone, canonicalName(record.name));
      const group = this.#byName.get(key);
      if (group === undefined) this.#byName.set(key, [record]);
      else group.push(record);
    }
  }

  /** The records at a name; none where the name is not of the zone. */
  at(zone: string, name: string): readonly ZoneRecord[] {
    return this.#byName.get(keyOf(zone, name)) ?? [];
  }

  /** The NS records that hand the name, or one that it lies below, to other servers: what stands at it is never asked for. */
  delegation(zone: string, name: string): readonly ZoneRecord[] {
    for (let at = name; at !== zone && isWithin(at, zone); at = parentOf(at)) {
      const servers = this.at(zone, at).filter(({ type }) => type === "NS");
      if (servers.length > 0) return servers;
    }
    return [];
  }

  /** The wildcard's records that answer for a name at which nothing stands (RFC 4592 §3.3.1), as far as names have records. */
  wildcards(zone: string, name: string): readonly ZoneRecord[] {
    if (this.at(zone, name).length > 0) return [];
    for (let at = name; at !== zone && isWithin(at, zone); ) {
      at = parentOf(at);
      const wild = this.at(zone, `*.${at}`);
      // The closest name that exists decides, whether it has a wildcard below it or not.
      if (wild.length > 0 || this.at(zone, at).length > 0) return wild;
    }
    return [];
  }
}

function keyOf(zone: string, name: string): string {
  return `${zone} ${name}`;
}

function parentOf(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}
