// The records of the zones, indexed by zone and canonical name.

import type { ZoneRecord } from "../../cloudflare/zone-record";
import { canonicalName } from "../../dns/canonical";
import { isWithin } from "../../dns/names";

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

  /** The records at a name in a zone. */
  at(zone: string, name: string): readonly ZoneRecord[] {
    return this.#byName.get(keyOf(zone, name)) ?? [];
  }

  /** The NS records that delegate the name or a parent of it: no resolver asks this zone for records at or below a delegation. */
  delegation(zone: string, name: string): readonly ZoneRecord[] {
    for (let at = name; at !== zone && isWithin(at, zone); at = parentOf(at)) {
      const servers = this.at(zone, at).filter(({ type }) => type === "NS");
      if (servers.length > 0) return servers;
    }
    return [];
  }

  /** The wildcard records that answer for a name without records (RFC 4592 §3.3.1). Only names with records count as existing. */
  wildcards(zone: string, name: string): readonly ZoneRecord[] {
    if (this.at(zone, name).length > 0) return [];
    for (let at = name; at !== zone && isWithin(at, zone); ) {
      at = parentOf(at);
      const wild = this.at(zone, `*.${at}`);
      // The closest encloser decides, whether it has a wildcard below it or not.
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
