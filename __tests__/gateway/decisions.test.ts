// What may be answered from a list, by orders of events and a clock that the test moves; whether a lost record is ours; the API's clock.
import { Changes } from "../../lib/gateway/changes";
import { findCreated } from "../../lib/gateway/lost-create";
import { ServerClock } from "../../lib/gateway/server-clock";
import { ZoneLists } from "../../lib/gateway/zone-lists";
import { FakeClock } from "../helpers/fake-clock";

const [Z, R, S] = ["z".repeat(32), "r".repeat(32), "s".repeat(32)];

describe("since a moment a record was written", () => {
  test("if a write to it, to its zone or to anything has ended after it, or is under way", () => {
    for (const scope of [{ zone: Z, record: R }, { zone: Z }, {}]) {
      const changes = new Changes();
      const before = changes.now;
      const end = changes.begin(scope);
      const during = changes.now;
      expect([before, during].map((moment) => changes.since(moment, Z, R))).toEqual([true, true]);
      end();
      expect([before, during, changes.now].map((moment) => changes.since(moment, Z, R))).toEqual([true, true, false]);
    }
  });

  test("but not by a write to another one", () => {
    const changes = new Changes();
    changes.begin({ zone: Z, record: S })();
    changes.begin({ zone: "other" })();
    expect(changes.since(0, Z, R)).toBe(false);
  });

  test("as long as one of two writes is under way", () => {
    const changes = new Changes();
    const [one, two] = [changes.begin({ zone: Z, record: R }), changes.begin({ zone: Z, record: R })];
    one();
    one();
    expect(changes.since(changes.now, Z, R)).toBe(true);
    two();
    expect(changes.since(changes.now, Z, R)).toBe(false);
  });
});

describe("a list", () => {
  let clock: FakeClock;
  let changes: Changes;
  let lists: ZoneLists;
  let read: (() => void)[];
  beforeEach(() => {
    clock = new FakeClock();
    changes = new Changes();
    lists = new ZoneLists({ clock, changes, freshness: 60_000 });
    read = [];
  });
  /** Each list has R and S, with its number. It ends when the test says so. */
  const reader =
    (pages = 1) =>
    (onPage: () => void) => {
      const number = read.length + 1;
      for (let page = 0; page < pages; page += 1) onPage();
      return new Promise<ReadonlyMap<string, string>>((resolve) => {
        read.push(() =>
          resolve(
            new Map([
              [R, `r${number}`],
              [S, `s${number}`],
            ]),
          ),
        );
      });
    };
  const find = (record: string, credential = "me", pages = 1) => lists.find(credential, Z, record, reader(pages));
  const ends = () => {
    for (const end of read) end();
  };

  test("is read once for all reads that come meanwhile", async () => {
    const found = [find(R), find(S), find(R), find("t")];
    expect(read).toHaveLength(1);
    ends();
    expect(await Promise.all(found)).toEqual(["r1", "s1", "r1", undefined]);
  });

  test("answers for 60 s from when it began, however long it took", async () => {
    const first = find(R);
    clock.pass(59_000);
    ends();
    expect(await first).toBe("r1");
    clock.pass(1000);
    expect(await find(R)).toBe("r1");
    clock.pass(1);
    const next = find(R);
    ends();
    expect(await next).toBe("r2");
  });

  test("does not answer for other credentials", async () => {
    const found = [find(R, "me"), find(R, "you")];
    ends();
    expect(await Promise.all(found)).toEqual(["r1", "r2"]);
  });

  test("that began before a write does not answer for what was written, and does for the rest", async () => {
    const first = find(R);
    ends();
    await first;
    changes.begin({ zone: Z, record: R })();
    expect([await find(R), await find(S)]).toEqual([undefined, "s1"]);
  });

  test("that was under way during a write does not answer a read that began before it either", async () => {
    const first = find(R);
    changes.begin({ zone: Z, record: R })();
    ends();
    expect(await first).toBeUndefined();
  });

  test("that began after a write answers", async () => {
    changes.begin({ zone: Z, record: R })();
    const first = find(R);
    ends();
    expect(await first).toBe("r1");
  });

  test("is read anew when what was written has been asked for as often as a list costs", async () => {
    const first = find(R, "me", 3);
    ends();
    await first;
    changes.begin({ zone: Z, record: R })();
    const singly = [await find(R), await find(R), await find(R)];
    expect([singly, read.length]).toEqual([[undefined, undefined, undefined], 1]);
    const next = find(R);
    ends();
    expect([await next, await find(S)]).toEqual(["r2", "s2"]);
  });

  test("is forgotten when the zone is not as it says, for all credentials", async () => {
    const found = [find(R, "me"), find(R, "you")];
    ends();
    await Promise.all(found);
    lists.drop(Z);
    void find(R, "me");
    void find(R, "you");
    expect(read).toHaveLength(4);
    expect(lists.idsOf(Z)).toEqual(new Set([R, S]));
  });

  test("that fails leaves its records to single reads, and is not tried again at once", async () => {
    let tries = 0;
    const fails = async () => {
      tries += 1;
      return undefined;
    };
    expect(await lists.find("me", Z, R, fails)).toBeUndefined();
    expect(await lists.find("me", Z, S, fails)).toBeUndefined();
    expect(tries).toBe(1);
    clock.pass(60_001);
    await lists.find("me", Z, R, fails);
    expect(tries).toBe(2);
  });

  test("of large zones is kept as long as there is room, the newest always", async () => {
    const large = async () => new Map([[R, "x".repeat(9_000_000)]]);
    let again = 0;
    const counted = async () => {
      again += 1;
      return large();
    };
    await lists.find("me", "one", R, large);
    await lists.find("me", "two", R, large);
    await lists.find("me", "two", R, counted);
    expect(again).toBe(0);
    await lists.find("me", "one", R, counted);
    expect(again).toBe(1);
  });
});

describe("a record that was sent, and whose answer was lost, is", () => {
  const BODY = { name: "Www.example.com", type: "CNAME", content: "d.example", ttl: 1, proxied: false, comment: null };
  const SENT = Date.UTC(2026, 10, 29, 12);
  const record = (id: string, more: object = {}) => {
    const created_on = new Date(SENT + 300).toISOString();
    const full = { ...BODY, name: "www.example.com", id, created_on, meta: {}, tags: [], ...more };
    return [id, JSON.stringify(full)] as const;
  };
  const found = (...records: readonly (readonly [string, string])[]) =>
    findCreated({ body: JSON.stringify(BODY), before: new Set(["old"]), sentAt: SENT }, new Map(records))?.id;

  test("the one that is as it was sent, is new, and was made later", () => {
    expect(found(record("old"), record("new"), record("other", { content: "e.example" }))).toBe("new");
  });

  test.each<[string, readonly (readonly [string, string])[]]>([
    ["it was there before", [record("old")]],
    ["it was made before", [record("new", { created_on: new Date(SENT).toISOString() })]],
    ["nobody knows when it was made", [record("new", { created_on: undefined })]],
    ["its time is none", [record("new", { created_on: "soon" })]],
    ["there are two", [record("new"), record("newer")]],
    ["its ttl is another", [record("new", { ttl: 300 })]],
    ["it has a comment", [record("new", { comment: "mine" })]],
    ["it is no record", [["new", "[]"]]],
    ["it is no JSON", [["new", "{"]]],
    ["there is none", []],
  ])("none of ours if %s", (_, records) => {
    expect(found(...records)).toBeUndefined();
  });

  test("found by its data, whose parts all have to be the same", () => {
    const body = {
      name: "example.com",
      type: "CAA",
      ttl: 1,
      data: { flags: 0, tag: "issue", value: "a.example" },
      tags: ["x"],
    };
    const made = { ...body, id: "new", created_on: new Date(SENT + 1).toISOString() };
    const ask = (more: object) =>
      findCreated(
        { body: JSON.stringify(body), before: new Set(), sentAt: SENT },
        new Map([["new", JSON.stringify({ ...made, ...more })]]),
      )?.id;
    expect(ask({})).toBe("new");
    expect(ask({ data: { ...body.data, value: "b.example" } })).toBeUndefined();
    expect(ask({ data: null })).toBeUndefined();
    expect(ask({ tags: ["x", "y"] })).toBeUndefined();
  });

  test.each(["", "[]", "null", "{}", '{"type":1,"name":"a"}'])("none of ours if the body was %j", (body) => {
    expect(findCreated({ body, before: new Set(), sentAt: 0 }, new Map([record("new")]))).toBeUndefined();
  });
});

describe("the API's clock", () => {
  const date = (milliseconds: number) => new Date(Date.UTC(2026, 0, 1) + milliseconds).toUTCString();
  const since = (milliseconds: number | undefined) =>
    milliseconds === undefined ? undefined : milliseconds - Date.UTC(2026, 0, 1);

  test("is known after the first answer with a date, and better after each", () => {
    const clock = new ServerClock();
    expect(clock.earliest(0)).toBeUndefined();
    clock.observe(undefined, 0, 10);
    clock.observe("soon", 0, 10);
    expect(clock.earliest(0)).toBeUndefined();
    // At 100 of ours it is 5900 there, and shows 5000.
    clock.observe(date(5000), 90, 110);
    expect(since(clock.earliest(200))).toBe(5090);
    clock.observe(date(6000), 190, 210);
    expect(since(clock.earliest(200))).toBe(5990);
    clock.observe(date(6000), 1090, 1110);
    expect(since(clock.earliest(200))).toBe(5990);
  });

  test("is known to a part of a second from a record that was made", () => {
    const made = (time: string, clock = new ServerClock()) => {
      clock.observeMade(time, 90, 110);
      return [clock.earliest(200), clock.latest(200)].map(since);
    };
    // At 100 of ours it is 5900 there.
    expect(made("2026-01-01T00:00:05.900Z")).toEqual([5990, 6011]);
    expect(made("2026-01-01T00:00:05.900123Z")).toEqual([5990, 6011]);
    expect(made("2026-01-01T00:00:05Z")).toEqual([5090, 6110]);
    expect(made("soon")).toEqual([undefined, undefined]);
  });

  test("that was set meanwhile is taken as it is now", () => {
    const clock = new ServerClock();
    clock.observe(date(0), 0, 10);
    clock.observe(date(3_600_000), 20, 30);
    expect(since(clock.earliest(30))).toBe(3_600_000);
    clock.observe(date(0), 40, 50);
    expect(since(clock.earliest(50))).toBe(0);
  });
});
