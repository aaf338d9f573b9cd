import { caaFor } from "../../../lib/verify/protocols/caa";
import { type MemoryZone, memoryDns } from "../memory-dns";

const at = (name: string, ...CAA: NonNullable<MemoryZone[string]["CAA"]>): MemoryZone => ({ [name]: { CAA } });
const WWW = "www.example.com";

test.each<readonly [what: string, zone: MemoryZone, consent: "allowed" | "limited" | "refused"]>([
  ["nobody is named anywhere", {}, "allowed"],
  ["Amazon is named", at("example.com", [0, "issue", "amazon.com"]), "allowed"],
  ["Amazon is named with a parameter", at("example.com", [0, "issue", "amazontrust.com; policy=x"]), "limited"],
  [
    "Amazon may issue for one account",
    at("example.com", [0, "issue", "Amazon.com ; accounturi=https://ca.example/1"], [0, "issue", "ca.example"]),
    "limited",
  ],
  [
    "Amazon is named a second time without parameters",
    at("example.com", [0, "issue", "amazon.com; accounturi=https://ca.example/1"], [0, "issue", "amazon.com;"]),
    "allowed",
  ],
  [
    "a critical tag is unknown beside a limit",
    at("example.com", [128, "future", "x"], [0, "issue", "amazon.com; accounturi=x"]),
    "refused",
  ],
  ["Amazon is one of several", at("example.com", [0, "issue", "ca.example"], [0, "ISSUE", "AwsTrust.com"]), "allowed"],
  ["another is named", at("example.com", [0, "issue", "ca.example"]), "refused"],
  ["nobody may", at("example.com", [0, "issue", ";"]), "refused"],
  ["only reports are asked for", at("example.com", [0, "iodef", "mailto:ca@example.com"]), "allowed"],
  ["only wildcards are limited", at("example.com", [0, "issuewild", "ca.example"]), "allowed"],
  [
    "the closest name decides",
    { ...at(WWW, [0, "issue", "amazon.com"]), ...at("example.com", [0, "issue", ";"]) },
    "allowed",
  ],
  [
    "the closest name decides against",
    { ...at(WWW, [0, "issue", ";"]), ...at("example.com", [0, "issue", "amazon.com"]) },
    "refused",
  ],
  [
    "the alias's target is looked at",
    { [WWW]: { CNAME: "x.example.net" }, ...at("x.example.net", [0, "issue", "ca.example"]) },
    "refused",
  ],
  [
    "the parents of the target are not",
    { [WWW]: { CNAME: "x.example.net" }, ...at("example.net", [0, "issue", "ca.example"]) },
    "allowed",
  ],
  [
    "a tag that is not critical is unknown",
    at("example.com", [0, "future", "x"], [0, "issue", "amazon.com"]),
    "allowed",
  ],
  ["a critical tag is unknown", at("example.com", [128, "future", "x"], [0, "issue", "amazon.com"]), "refused"],
])("where %s", async (_what, zone, consent) => {
  expect((await caaFor(memoryDns(zone), WWW))?.consent).toBe(consent);
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

test("issuewild decides for a wildcard if it is there, otherwise issue does; issuewild says nothing about other names", async () => {
  const zone = at("example.com", [0, "issue", "amazon.com"], [0, "issuewild", ";"]);
  const consents = ["*.www.example.com", WWW].map(async (name) => (await caaFor(memoryDns(zone), name))?.consent);
  const without = await caaFor(memoryDns(at("example.com", [0, "issue", "amazon.com"])), "*.www.example.com");
  expect([...(await Promise.all(consents)), without?.consent]).toEqual(["refused", "allowed", "allowed"]);
});

test("nothing is reported if DNS fails", async () => {
  expect(await caaFor(memoryDns({ "example.com": { fails: true } }), WWW)).toBeUndefined();
});
