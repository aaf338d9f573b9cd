import { readStatus } from "../../src/commands/status";
import { renderEmulatorStatus } from "../../src/commands/status-text";
import { armDnsFault, type DnsFaultSubject, isSigned, takeDnsFaults } from "../../src/world/dns-faults";
import type { DnsFaultOptions } from "../../src/world/fault";
import { armFault, clearFaults } from "../../src/world/faults";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

let world: World;
withFreshWorld((fresh) => {
  world = fresh;
});

const subject: DnsFaultSubject = {
  name: "_dmarc.example.com",
  type: "TXT",
  servers: ["127.0.0.2", "ada.ns.cloudflare.com"],
  isAuthority: true,
};
const take = (of: Partial<DnsFaultSubject> = {}) =>
  takeDnsFaults(world, { ...subject, ...of }, ["servfail", "stale"]).length;

test.each<[Partial<DnsFaultOptions>, Partial<DnsFaultSubject>, number]>([
  [{}, {}, 1],
  [{}, { isAuthority: false }, 0],
  [{ name: "_DMARC." }, {}, 1],
  [{ name: "mail" }, {}, 0],
  [{ type: "txt" }, {}, 1],
  [{ type: "MX" }, {}, 0],
  [{ server: "127.0.0.2" }, { isAuthority: false }, 1],
  [{ server: "ada.ns.cloudflare.com" }, {}, 1],
  [{ server: "bob.ns.cloudflare.com" }, {}, 0],
  [{ kind: "silent" }, {}, 0],
  [{ kind: "stale" }, {}, 0],
  [{ kind: "stale" }, { servers: ["resolver"], isAuthority: false }, 1],
])("fault %j hits %j %i times", (fault, of, count) => {
  armDnsFault(world, { kind: "servfail", ...fault });
  expect(take(of)).toBe(count);
});

test("a fault stays until it is cleared, or until it has hit as often as it says", () => {
  armDnsFault(world, { kind: "servfail", times: 2 });
  expect([take(), take(), take()]).toEqual([1, 1, 0]);
  armDnsFault(world, { kind: "servfail" });
  armFault(world, { kind: "error" });
  expect([take(), take(), take()]).toEqual([1, 1, 1]);
  expect(clearFaults(world)).toBe(2);
  expect(take()).toBe(0);
});

test("only a delay has a duration", () => {
  expect(() => armDnsFault(world, { kind: "delay" })).toThrow(
    'dns fault "delay" has no duration: write one, such as 500ms',
  );
  expect(() => armDnsFault(world, { kind: "silent", milliseconds: 5 })).toThrow(
    'dns fault "silent" takes no duration, got 5 ms: leave it out',
  );
});

test.each([
  ["example.com", true],
  ["example.org", false],
])("a zone with broken signatures is signed: %s", (zone, expected) => {
  armDnsFault(world, { kind: "dnssec", name: "mail.example.com" });
  expect(isSigned(world, zone)).toBe(expected);
});

test("the status shows them without what they keep", () => {
  armDnsFault(world, { kind: "silent", server: "ada.ns.cloudflare.com", type: "TXT", name: "_dmarc" });
  armDnsFault(world, { kind: "delay", milliseconds: 500, times: 2 });
  armDnsFault(world, { kind: "stale", times: 1 });
  const status = readStatus(world);
  expect(status.dnsFaults.at(-1)).toEqual({ kind: "stale", times: 1, armed: expect.any(Number) });
  expect(renderEmulatorStatus(status).split("\n").slice(-3)).toEqual([
    'emulated: fault armed: dns silent at ada.ns.cloudflare.com until it is cleared (TXT, name with "_dmarc")',
    "emulated: fault armed: dns delay of 500 ms for 2 answers (any type)",
    "emulated: fault armed: dns stale for 1 answer (any type)",
  ]);
});
