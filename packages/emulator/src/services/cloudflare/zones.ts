// Cloudflare's zones. A zone exists if the emulator was told its id and name, if a configuration looks it up by name, or if
// somebody adds it. A deleted zone is not made again, however often a configuration names it.
import { createHash } from "node:crypto";
import { domainToASCII } from "node:url";
import type { CloudflareZone } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { checkIds } from "./checks";

/** Everything in the emulator belongs to one account. */
export const CLOUDFLARE_ACCOUNT = { id: "5a9db0c5".repeat(4), name: "sandbox" };

/** The filter of GET /zones; a zone must match all of it. */
export interface ZoneFilter {
  /** A name, or an operator and a name, such as `ends_with:.example`. */
  readonly name?: string;
  readonly status?: string;
  readonly accountId?: string;
  readonly accountName?: string;
}

/** Adds the zones that the caller knows: zones by id, and names that a configuration looks up. */
export function ensureZones(world: World, byId: Readonly<Record<string, string>>, names: readonly string[]): void {
  for (const [id, given] of Object.entries(byId)) {
    const name = zoneName(given);
    if (isDeleted(world, id) || world.zones.get(id)?.name === name) continue;
    // Now the real id is known. A second zone with the made-up id would give two zones the same name.
    const generated = zonesNamed(world, name).filter((zone) => zone.generated && !hasRecords(world, zone));
    world.commit(world.zones.put(id, { id, name }), ...generated.map((zone) => world.zones.remove(zone.id)));
  }
  for (const name of names.map(plainName)) {
    if (!isDeleted(world, name) && zonesNamed(world, name).length === 0) addZone(world, name);
  }
}

/** POST /zones, or the dashboard's "Add a site". */
export function addZone(world: World, given: string): CloudflareZone {
  const name = zoneName(given);
  if (zonesNamed(world, name).length > 0) throw new ApiError(400, "1061", `${name} already exists`);
  const first = zoneId(name);
  const { number, change } = world.nextNumber();
  // The first id is the same in every emulator. A zone that was deleted and made again gets another id.
  const id = isDeleted(world, first) ? zoneId(`${name}/${number}`) : first;
  const zone = { id, name, generated: true };
  world.commit(change, world.zones.put(id, zone), world.deletions.remove(`zone/${name}`));
  return zone;
}

/** GET /zones/:zone. Error 1001 is not from a primary source. */
export function getZone(world: World, id: string): CloudflareZone {
  world.noteCall("Zone Read");
  checkIds(world, id);
  const zone = world.zones.get(id);
  if (zone === undefined) throw new ApiError(404, "1001", "Invalid zone identifier");
  return zone;
}

/** GET /zones?name=…: all zones that match; the HTTP API splits them into pages. */
export function listZones(world: World, { name = "", status, accountId, accountName }: ZoneFilter): CloudflareZone[] {
  world.noteCall("Zone Read");
  const isOther = (wanted: string | undefined, own: string) => wanted !== undefined && wanted !== own;
  if (isOther(status?.toLowerCase(), "active")) return [];
  if (isOther(accountId, CLOUDFLARE_ACCOUNT.id) || isOther(accountName, CLOUDFLARE_ACCOUNT.name)) return [];
  return world.zones
    .values()
    .filter((zone) => fits(zone.name, name.includes(":") ? name.toLowerCase() : plainName(name)));
}

/** Deletes the zone and all of its records. */
export function deleteZone(world: World, { id, name }: CloudflareZone): void {
  const records = world.records.values().filter((record) => record.zone_id === id);
  world.commit(
    ...records.map((record) => world.records.remove(record.id)),
    world.zones.remove(id),
    ...[id, name].map((key) => world.deletions.put(`zone/${key}`, true)),
  );
}

export function zonesNamed(world: World, name: string): CloudflareZone[] {
  return world.zones.inGroup(plainName(name));
}

function fits(name: string, wanted: string): boolean {
  const [, operator, value] = /^([a-z_]+):(.*)$/.exec(wanted) ?? [];
  switch (operator) {
    case "not_equal":
      return name !== value;
    case "starts_with":
      return name.startsWith(value!);
    case "ends_with":
      return name.endsWith(value!);
    case "contains":
      return name.includes(value!);
    default:
      return wanted === "" || name === (value ?? wanted);
  }
}

function hasRecords(world: World, { id }: CloudflareZone): boolean {
  return world.records.values().some((record) => record.zone_id === id);
}

function isDeleted(world: World, idOrName: string): boolean {
  return world.deletions.get(`zone/${idOrName}`) !== undefined;
}

/** The form of names in the world: lower-case, in punycode, without the final dot. */
export function plainName(name: string): string {
  const plain = name.toLowerCase().replace(/\.$/, "");
  return /^[\x21-\x7e]*$/.test(plain) ? plain : domainToASCII(plain) || plain;
}

/** @throws ApiError if it cannot be a domain; JSON makes it readable, whatever is in it */
function zoneName(given: string): string {
  const name = plainName(given);
  if (name.length <= 253 && /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(name)) return name;
  throw new ApiError(400, "1049", `${JSON.stringify(given)} is not a registered domain`);
}

function zoneId(seed: string): string {
  return createHash("sha256").update(`zone/${seed}`).digest("hex").slice(0, 32);
}
