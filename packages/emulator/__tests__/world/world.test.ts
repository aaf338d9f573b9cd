import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createRecord } from "../../src/services/cloudflare/records";
import { rateLimit, setRateLimit, spendRequest } from "../../src/world/rate-limit";
import { World } from "../../src/world/world";

const ZONE = "0".repeat(32);
const folders: string[] = [];
const makeFolder = () => {
  const folder = mkdtempSync(path.join(tmpdir(), "world-"));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const add = (world: World, name: string) =>
  createRecord(world, ZONE, { name, type: "A", content: "192.0.2.1", ttl: 1 });
const names = (world: World) => world.records.values().map(({ name }) => name);
const journalOf = (folder: string) => path.join(folder, "world.jsonl");

test("what was committed is there again, without anything having been closed", () => {
  const folder = makeFolder();
  const world = World.open(folder);
  add(world, "a.example.com");
  const { id } = add(world, "b.example.com");
  world.commit(world.records.remove(id));
  world.advance(1000);
  const again = World.open(folder);
  expect(names(again)).toEqual(["a.example.com"]);
  expect(again.advanced()).toBe(1000);
  expect(again.nextNumber().number).toBe(3);
});

test("a last line that was torn never happened, and what comes after it is whole", () => {
  const folder = makeFolder();
  add(World.open(folder), "a.example.com");
  const whole = readFileSync(journalOf(folder), "utf8");
  for (const cut of [1, 10, whole.length - 1]) {
    writeFileSync(journalOf(folder), whole + whole.slice(0, cut));
    const world = World.open(folder);
    expect(names(world)).toEqual(["a.example.com"]);
    add(world, "b.example.com");
    expect(names(World.open(folder))).toEqual(["a.example.com", "b.example.com"]);
  }
});

/** The journal without the first call of each kind, which is noted on a line of its own. */
const linesOf = (folder: string): string[] =>
  readFileSync(journalOf(folder), "utf8")
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith('[["calls/'));

test("a whole line that is no JSON is an error that says what to do", () => {
  const folder = makeFolder();
  add(World.open(folder), "a.example.com");
  appendFileSync(journalOf(folder), "rubbish\n[]\n");
  expect(() => World.open(folder)).toThrow(/cannot be read at line 3: run "mailzone emulator reset"/);
});

test("the changes of one operation are one line: all of them happen or none", () => {
  const folder = makeFolder();
  add(World.open(folder), "a.example.com");
  const lines = linesOf(folder);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toHaveLength(2);
});

test("a change costs one line, however much there is; history is dropped when the world is opened", () => {
  const folder = makeFolder();
  const world = World.open(folder);
  for (let i = 0; i < 100; i++) world.commit(world.records.remove(add(world, `n${i}.example.com`).id));
  add(world, "last.example.com");
  expect(linesOf(folder)).toHaveLength(201);
  expect(names(World.open(folder))).toEqual(["last.example.com"]);
  expect(linesOf(folder)).toHaveLength(2);
});

test("groups follow the records: renamed, deleted and replayed", () => {
  const folder = makeFolder();
  const world = World.open(folder);
  const record = add(world, "a.example.com");
  add(world, "b.example.com");
  world.commit(world.records.put(record.id, { ...record, name: "b.example.com", content: "192.0.2.2" }));
  for (const opened of [world, World.open(folder)]) {
    expect(opened.records.inGroup("a.example.com")).toEqual([]);
    expect(opened.records.inGroup("b.example.com")).toHaveLength(2);
  }
});

test("the clock is the real one and what it was advanced by", () => {
  const world = World.open(makeFolder(), () => Date.parse("2026-11-24T00:00:00Z"));
  world.advance(73 * 3600 * 1000);
  expect(world.timestamp()).toBe("2026-11-27T01:00:00Z");
});

test("a journal from before accounts is read, and stays right when it is written anew", () => {
  const folder = makeFolder();
  const identity = { name: "example.com", region: "eu-west-1", tags: {} };
  const line = JSON.stringify([["identities/eu-west-1/example.com", identity]]);
  writeFileSync(journalOf(folder), `${line}\n${line}\n${line}\n`);
  const key = { account: "000000000000", region: "eu-west-1", name: "example.com" };
  const world = World.open(folder);
  expect(world.identities.keys()).toEqual(["000000000000/eu-west-1/example.com"]);
  expect(world.identities.values()).toEqual([{ ...identity, ...key }]);
  world.commit(world.identities.remove("000000000000/eu-west-1/example.com"));
  world.close();
  for (const _ of [1, 2]) expect(World.open(folder).identities.values()).toEqual([]);
});

test("what was counted is there again once the world was closed, and a block of requests too", () => {
  const folder = makeFolder();
  const world = World.open(folder, () => 0);
  setRateLimit(world, { requests: 1, seconds: 300, wait: "real" });
  spendRequest(world);
  expect(() => spendRequest(world)).toThrow("throttling");
  world.noteCall("DNS Read");
  world.noteCall("DNS Read");
  world.close();
  const again = World.open(folder, () => 299_999);
  expect(again.calls.get("DNS Read")).toBe(2);
  expect(rateLimit(again)).toMatchObject({ blockedUntil: 300_000, refused: 1 });
  expect(() => spendRequest(again)).toThrow("throttling");
  again.close();
});

test("calls that an earlier version noted without a count count as one", () => {
  const folder = makeFolder();
  writeFileSync(journalOf(folder), '[["calls/DNS Read",true]]\n');
  const world = World.open(folder);
  world.noteCall("DNS Read");
  expect(world.calls.get("DNS Read")).toBe(2);
  world.close();
});
