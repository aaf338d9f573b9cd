import { EVERY_TYPE } from "../../../../__tests__/records/every-type";
import { canonicalValue } from "../../../../lib/dns/canonical";
import { addRecord, changeRecord, type RecordAddition, type RecordChange } from "../../src/commands/edits";
import { addZone, ensureZones } from "../../src/services/cloudflare/zones";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

let world: World;
withFreshWorld((fresh) => {
  world = fresh;
  addZone(world, "example.com");
});

const add = (name: string, type: string, content: string, more: Partial<RecordAddition> = {}) =>
  addRecord(world, { name, type, content, ...more });
const change = (name: string, type: string, more: Partial<RecordChange> = {}) =>
  changeRecord(world, { name, type, ...more });

test.each<[string, string, string, Partial<RecordAddition>, string]>([
  ["Mail.Example.com.", "mx", "Mx.example.net.", { priority: 10 }, "MX mail.example.com 10 mx.example.net"],
  [
    "www.example.com",
    "CNAME",
    "d1.cloudfront.net",
    { proxied: true },
    "CNAME www.example.com d1.cloudfront.net (proxied)",
  ],
  ["example.com", "TXT", "v=spf1 -all", { ttl: 60, comment: "by hand" }, "TXT example.com v=spf1 -all (ttl 60)"],
  ["example.com", "CAA", '0 issue "amazon.com"', {}, 'CAA example.com 0 issue "amazon.com"'],
  ["_sip._tcp.example.com", "SRV", "1 2 5060 sip.example.net", {}, "SRV _sip._tcp.example.com 2 5060 sip.example.net"],
])("%s %s %s is added as in the dashboard", (name, type, content, more, expected) => {
  expect(add(name, type, content, more)).toBe(expected);
  const [record] = world.records.values();
  expect(record?.comment).toBe(more.comment ?? null);
});

test.each(EVERY_TYPE.filter(([{ type }]) => type !== "DS").map(([record, value]) => [record, value] as const))(
  "%#: every type is written by hand as a zone file has it",
  (record, value) => {
    const { name, type, priority } = record;
    const beside = type === "MX" || type === "URI";
    const content = beside ? value.slice(value.indexOf(" ") + 1) : value;
    add(name, type, content, beside ? { priority: priority! } : {});
    const [made] = world.records.inGroup(name);
    expect(canonicalValue(made!)).toBe(canonicalValue(record));
  },
);

test("a record stands in the longest zone that its name is in, or in the one that is named", () => {
  const sub = addZone(world, "sub.example.com");
  const [top] = world.zones.inGroup("example.com");
  add("a.sub.example.com", "A", "192.0.2.1");
  add("b.sub.example.com", "A", "192.0.2.1", { zone: "example.com" });
  add("c.sub.example.com", "A", "192.0.2.1", { zone: top!.id });
  expect(world.records.values().map(({ name, zone_id }) => [name[0], zone_id])).toEqual([
    ["a", sub.id],
    ["b", top!.id],
    ["c", top!.id],
  ]);
  ensureZones(world, { ["a".repeat(32)]: "twice.example", ["b".repeat(32)]: "twice.example" }, []);
  expect(() => add("twice.example", "A", "192.0.2.1")).toThrow(
    'zone "twice.example" is there more than once: say which with --zone ID',
  );
});

test.each<[() => string, string]>([
  [() => add("example.org", "A", "192.0.2.1"), 'record "example.org" is in no zone of the emulator: make its zone'],
  [
    () => add("example.com", "A", "192.0.2.1", { zone: "example.org" }),
    'zone "example.org" does not exist in the emulator',
  ],
  [
    () => add("example.com", "MX", "a.example.net"),
    'Cloudflare refuses "example.com": priority is a required field for MX records. (9100)',
  ],
  [() => add("example.com", "CAA", "0 issue"), 'content "0 issue" of CAA has 2 parts: write flags, tag, value'],
  [
    () => add("example.com", "LOC", "1 2 3"),
    'content "1 2 3" of LOC is no place: write one such as 51 30 0 N 0 7 0 W 10m',
  ],
  [
    () => add("example.com", "SRV", "1 2 3 a.example b.example"),
    'content "1 2 3 a.example b.example" of SRV has 5 parts: write priority, weight, port, target',
  ],
  [() => change("example.com", "TXT"), 'TXT record "example.com" does not exist in the emulator'],
])("%s is refused", (edit, message) => {
  expect(edit).toThrow(message);
  expect(world.records.values()).toEqual([]);
});

test("what Cloudflare refuses is refused by hand, too", () => {
  add("www.example.com", "A", "192.0.2.1");
  expect(() => add("www.example.com", "CNAME", "a.example.net")).toThrow("(81053)");
  expect(() => change("www.example.com", "A", { content: "nonsense" })).toThrow("(9005)");
  expect(() => change("www.example.com", "A", { ttl: 5 })).toThrow("(9021)");
});

test("a change keeps what it does not name", () => {
  add("www.example.com", "CNAME", "a.example.net", { comment: "kept", ttl: 300 });
  const [before] = world.records.values();
  expect(change("www.example.com", "cname", { proxied: true })).toBe("CNAME www.example.com a.example.net (proxied)");
  expect(change("www.example.com", "CNAME", { proxied: false, content: "b.example.net" })).toBe(
    "CNAME www.example.com b.example.net",
  );
  const [after] = world.records.values();
  expect(after).toMatchObject({
    id: before!.id,
    created_on: before!.created_on,
    comment: "kept",
    ttl: 1,
    proxied: false,
  });

  add("example.com", "CAA", '0 issue "amazon.com"');
  expect(change("example.com", "CAA", { ttl: 60 })).toBe('CAA example.com 0 issue "amazon.com" (ttl 60)');
  expect(change("example.com", "CAA", { content: '0 iodef "mailto:a@example.com"' })).toBe(
    'CAA example.com 0 iodef "mailto:a@example.com" (ttl 60)',
  );
  add("example.com", "MX", "a.example.net", { priority: 10 });
  expect(change("example.com", "MX", { priority: 20 })).toBe("MX example.com 20 a.example.net");
});

test("if there are several records, the one with the named content is changed", () => {
  add("example.com", "TXT", '"v=spf1 -all"');
  add("example.com", "TXT", "other");
  expect(() => change("example.com", "TXT", { content: "new" })).toThrow(
    `TXT record "example.com" is one of 2, say which is meant:\n  --from '"v=spf1 -all"'\n  --from 'other'`,
  );
  expect(change("example.com", "TXT", { content: "new", from: "v=spf1 -all" })).toBe("TXT example.com new");
  expect(world.records.values().map(({ content }) => content)).toEqual(["other", "new"]);
});
