import path from "node:path";
import { createRecord } from "../../src/services/cloudflare/records";
import {
  addZone,
  CLOUDFLARE_ACCOUNT,
  deleteZone,
  ensureZones,
  getZone,
  listZones,
  zonesNamed,
} from "../../src/services/cloudflare/zones";
import { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";
import { errorCodeOf } from "./code-of";

const KNOWN_ZONES = "1".repeat(32);
let world: World;
const base = withFreshWorld((fresh) => {
  world = fresh;
});

const names = (filter: Parameters<typeof listZones>[1]) => listZones(world, filter).map(({ name }) => name);
const write = (zone: string) =>
  createRecord(world, zone, { name: "a.example.com", type: "A", content: "192.0.2.1", ttl: 1 });

test("a name that is looked up is a zone, with the same id in every emulator", () => {
  ensureZones(world, {}, ["Example.com.", "example.com"]);
  expect(names({})).toEqual(["example.com"]);
  const other = World.open(path.join(base, "other"));
  ensureZones(other, {}, ["example.com"]);
  expect(listZones(other, {})).toEqual(listZones(world, {}));
  other.close();
});

test("a name whose id is told needs no other zone", () => {
  ensureZones(world, { [KNOWN_ZONES]: "example.com" }, ["example.com"]);
  expect(zonesNamed(world, "example.com")).toEqual([{ id: KNOWN_ZONES, name: "example.com" }]);
});

test("an id that is given later replaces the generated one, unless the zone has records", () => {
  ensureZones(world, {}, ["example.com", "example.net"]);
  write(zonesNamed(world, "example.net")[0]!.id);
  ensureZones(world, { [KNOWN_ZONES]: "example.com", ["2".repeat(32)]: "example.net" }, []);
  expect(zonesNamed(world, "example.com").map(({ id }) => id)).toEqual([KNOWN_ZONES]);
  expect(zonesNamed(world, "example.net")).toHaveLength(2);
});

test("a zone that was deleted stays away, its id too, until it is added again", () => {
  ensureZones(world, { [KNOWN_ZONES]: "example.com" }, []);
  write(KNOWN_ZONES);
  deleteZone(world, getZone(world, KNOWN_ZONES));
  ensureZones(world, { [KNOWN_ZONES]: "example.com" }, ["example.com"]);
  expect(names({})).toEqual([]);
  expect(world.records.values()).toEqual([]);
  expect(errorCodeOf(() => write(KNOWN_ZONES))).toBe("7003");
  const { id } = addZone(world, "example.com");
  ensureZones(world, {}, ["example.com"]);
  expect(zonesNamed(world, "example.com").map((zone) => zone.id)).toEqual([id]);
  expect(errorCodeOf(() => addZone(world, "example.com"))).toBe("1061");
});

test("a zone by an unknown id, and by an invalid one", () => {
  expect(errorCodeOf(() => getZone(world, KNOWN_ZONES))).toBe("1001");
  expect(errorCodeOf(() => getZone(world, "example.com"))).toBe("7003");
});

test.each<[string, Parameters<typeof listZones>[1], string[]]>([
  ["a name in any letter case", { name: "Example.COM" }, ["example.com"]],
  ["equal", { name: "equal:example.com" }, ["example.com"]],
  ["contains", { name: "contains:xampl" }, ["example.com", "example.net"]],
  ["starts_with", { name: "starts_with:other" }, ["other.com"]],
  ["ends_with", { name: "ends_with:.com" }, ["example.com", "other.com"]],
  ["not_equal", { name: "not_equal:example.com" }, ["example.net", "other.com"]],
  ["a status that none has", { status: "pending" }, []],
  ["the account", { accountId: CLOUDFLARE_ACCOUNT.id, name: "other.com" }, ["other.com"]],
  ["another account", { accountName: "somebody" }, []],
])("a list by %s", (_name, filter, expected) => {
  ensureZones(world, {}, ["example.com", "example.net", "other.com"]);
  expect(names(filter)).toEqual(expected);
});
