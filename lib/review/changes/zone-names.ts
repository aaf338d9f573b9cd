// Cloudflare completes a name that does not end in its zone's, and a plan says "_dmarc" where the state says
// "_dmarc.example.com". The zone's name stands nowhere in a record: it is read from the names that the zone has.
import { isWithin } from "../../dns/names";

/** The zone's name by its id, as far as it is known. */
export type ZoneNames = ReadonlyMap<string, string>;

interface Named {
  readonly zoneId?: string;
  readonly name?: string;
}

/**
 * @param domains what has an identity: a zone is never below the domain that its records are for
 * @param zones names that the plan itself says
 */
export function zoneNames(records: readonly Named[], domains: ReadonlySet<string>, zones: ZoneNames): ZoneNames {
  const ends = new Map<string, readonly string[]>();
  for (const { zoneId, name } of records) {
    if (zoneId === undefined || name === undefined || isRelative(name)) continue;
    const labels = hostLabels(name);
    const known = ends.get(zoneId);
    ends.set(zoneId, known === undefined ? labels : commonStart(known, labels));
  }
  const found = [...ends].flatMap(([id, labels]): [string, string][] => {
    if (labels.length < 2) return [];
    const end = [...labels].reverse().join(".");
    return [[id, highest(end, domains) ?? end]];
  });
  return new Map([...found, ...zones]);
}

/** `name` in full, where it is certain that it is not. */
export function completeName(name: string, zone: string | undefined, known: ReadonlySet<string>): string {
  if (zone === undefined || isWithin(name, zone)) return name;
  if (name === "@") return zone;
  const full = `${name}.${zone}`;
  return isRelative(name) || known.has(full) ? full : name;
}

/** The labels of a name without those of records about it, such as `_dmarc`, and without a wildcard: the domain it is for. */
export function baseName(name: string): string {
  return hostLabels(name).reverse().join(".");
}

/** No top-level domain is underscored, and no zone has one label. */
function isRelative(name: string): boolean {
  return !name.includes(".") || /(?:^|\.)_[^.]*$/.test(name) || name.startsWith("@");
}

/** From the end on, up to the first label that no host has. */
function hostLabels(name: string): readonly string[] & string[] {
  const labels = name.split(".").reverse();
  const end = labels.findIndex((label) => label.startsWith("_") || label === "*");
  return end === -1 ? labels : labels.slice(0, end);
}

function commonStart(one: readonly string[], other: readonly string[]): readonly string[] {
  const different = one.findIndex((label, index) => label !== other[index]);
  return different === -1 ? one : one.slice(0, different);
}

function highest(name: string, domains: ReadonlySet<string>): string | undefined {
  let found: string | undefined;
  for (let rest = name; rest.includes("."); rest = rest.slice(rest.indexOf(".") + 1)) {
    if (domains.has(rest)) found = rest;
  }
  return found;
}
