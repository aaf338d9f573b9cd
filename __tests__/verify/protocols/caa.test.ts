import { caaFor } from "../../../lib/verify/protocols/caa";
import { type MemoryZone, memoryDns } from "../memory-dns";

const at = (name: string, ...CAA: NonNullable<MemoryZone[string]["CAA"]>): MemoryZone => ({ [name]: { CAA } });
const WWW = "www.example.com";

test.each<readonly [what: string, zone: MemoryZone, allowed: boolean]>([
  ["nobody is named anywhere", {}, true],
  ["Amazon is named", at("example.com", [0, "issue", "amazon.com"]), true],
  ["Amazon is named with parameters", at("example.com", [0, "issue", "amazontrust.com; policy=x"]), true],
  ["Amazon is one of several", at("example.com", [0, "issue", "ca.example"], [0, "ISSUE", "AwsTrust.com"]), true],
  ["another is named", at("example.com", [0, "issue", "ca.example"]), false],
  ["nobody may", at("example.com", [0, "issue", ";"]), false],
  ["only reports are asked for", at("example.com", [0, "iodef", "mailto:ca@example.com"]), true],
  ["only wildcards are limited", at("example.com", [0, "issuewild", "ca.example"]), true],
  [
    "the closest name decides",
    { ...at(WWW, [0, "issue", "amazon.com"]), ...at("example.com", [0, "issue", ";"]) },
    true,
  ],
  [
    "the closest name decides against",
    { ...at(WWW, [0, "issue", ";"]), ...at("example.com", [0, "issue", "amazon.com"]) },
    false,
  ],
  [
    "the alias's target is looked at",
    { [WWW]: { CNAME: "x.example.net" }, ...at("x.example.net", [0, "issue", "ca.example"]) },
    false,
  ],
  [
    "the parents of the target are not",
    { [WWW]: { CNAME: "x.example.net" }, ...at("example.net", [0, "issue", "ca.example"]) },
    true,
  ],
  ["a tag that is not critical is unknown", at("example.com", [0, "future", "x"], [0, "issue", "amazon.com"]), true],
  ["a critical tag is unknown", at("example.com", [128, "future", "x"], [0, "issue", "amazon.com"]), false],
])("where %s", async (_what, zone, allowed) => {
  expect((await caaFor(memoryDns(zone), WWW))?.allowed).toBe(allowed);
});

test.each<readonly [what: string, zone: MemoryZone, at: string]>([
  ["at the name", at(WWW, [0, "issue", ";"]), WWW],
  ["above it", at("example.com", [0, "issue", ";"]), "example.com"],
  ["at its target", { [WWW]: { CNAME: "x.example.net" }, ...at("x.example.net", [0, "issue", ";"]) }, "x.example.net"],
  [
    "at the end of several CNAMEs",
    {
      [WWW]: { CNAME: "a.example.com" },
      "a.example.com": { CNAME: "b.example.net" },
      ...at("b.example.net", [0, "issue", ";"]),
    },
    "b.example.net",
  ],
  [
    "at the target of a name above",
    { "example.com": { CNAME: "y.example.net" }, ...at("y.example.net", [0, "issue", ";"]) },
    "y.example.net",
  ],
])("the records that decide stand %s", async (_what, zone, where) => {
  expect((await caaFor(memoryDns(zone), WWW))?.at).toBe(where);
});

test("where DNS fails nothing is said", async () => {
  expect(await caaFor(memoryDns({ "example.com": { fails: true } }), WWW)).toBeUndefined();
});
