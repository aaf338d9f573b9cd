// Cloudflare completes a name that does not end with the name of its zone. So a plan may say "_dmarc" and the state
// "_dmarc.example.com". A record does not contain the name of its zone: it is derived from all names in the zone.
import { isWithin } from "../../dns/names";

/** The name of each zone by its id, as far as it is known. */
export type ZoneNames = ReadonlyMap<string, string>;

interface Named {
  readonly zoneId?: string;
  readonly name?: string;
}

/**
 * @param domains the domains that have an identity: a zone is never below the domain that its records are for
 * @param zones the names that the plan contains
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

/** The full name, if `name` certainly is not full yet. */
export function completeName(name: string, zone: string | undefined, known: ReadonlySet<string>): string {
  if (zone === undefined || isWithin(name, zone)) return name;
  if (name === "@") return zone;
  const full = `${name}.${zone}`;
  return isRelative(name) || known.has(full) ? full : name;
}

/** A name without a wildcard and without labels such as `_dmarc`: the domain that it is for. */
export function baseName(name: string): string {
  return hostLabels(name).reverse().join(".");
}

/** No top-level domain begins with an underscore, and no zone has only one label. */
function isRelative(name: string): boolean {
  return !name.includes(".") || /(?:^|\.)_[^.]*$/.test(name) || name.startsWith("@");
}

/** Counted from the end, up to the first label that a host cannot have. */
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
