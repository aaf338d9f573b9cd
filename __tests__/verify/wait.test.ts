// A wait, by a clock that goes on only when the test says so.

import type { RecordStatus, Verification } from "../../lib/verify/verification";
import { verifyUntilLive } from "../../lib/verify/wait";
import { ARTICLE } from "../helpers/domains";
import { FakeClock } from "../helpers/fake-clock";
import { recordsOf } from "./world";

const [record] = recordsOf(ARTICLE);
const MINUTE = 60_000;

function found(status: RecordStatus, wait: number | null = null): Verification {
  const verdict = status === "live" ? "live" : status === "cannot-tell" ? "cannot-tell" : "not-live";
  const records = [{ record: record!, status, authorities: [], resolvers: [], wait, causes: [] }];
  return { at: 0, verdict, records, extras: [], causes: [], identities: [], accounts: [], unseen: [] };
}

/** What a wait does where looks find these, one after the other; the last one again and again. */
async function waited(wait: number, looks: readonly Verification[], stop?: (pauses: readonly number[]) => boolean) {
  const clock = new FakeClock();
  const aborted = new AbortController();
  const pauses: number[] = [];
  let count = 0;
  const last = await clock.through(
    verifyUntilLive({
      wait,
      clock,
      signal: aborted.signal,
      check: async () => looks[Math.min(count++, looks.length - 1)]!,
      onPause: (pause) => {
        pauses.push(pause / 1000);
        if (stop?.(pauses)) aborted.abort();
      },
    }),
    () => true,
  );
  return { status: last.records[0]?.status, pauses, count, passed: clock.now() / 1000 };
}

test("one check without --wait", async () => {
  expect(await waited(0, [found("missing")])).toEqual({ status: "missing", pauses: [], count: 1, passed: 0 });
});

test("what is live is not looked at again", async () => {
  expect(await waited(30 * MINUTE, [found("live")])).toEqual({ status: "live", pauses: [], count: 1, passed: 0 });
});

test("the cache is asked again when it has forgotten", async () => {
  const looks = [found("propagating", 120), found("live")];
  expect(await waited(30 * MINUTE, looks)).toEqual({ status: "live", pauses: [121], count: 2, passed: 121 });
});

test("what stays missing is looked at less and less often, until the time is up to the second", async () => {
  expect(await waited(10 * MINUTE, [found("missing")])).toEqual({
    status: "missing",
    count: 7,
    passed: 600,
    pauses: [30, 45, 68, 101, 152, 204],
  });
});

test("a resolver that says the same with a second left, whenever it is asked, is not asked every second", async () => {
  const { pauses } = await waited(5 * MINUTE, [found("propagating", 1)]);
  expect(pauses).toEqual([5, 8, 11, 17, 25, 38, 57, 85, 54]);
});

test("a change brings the short pauses back", async () => {
  const looks = [found("missing"), found("missing"), found("missing"), found("different"), found("live")];
  expect((await waited(30 * MINUTE, looks)).pauses).toEqual([30, 45, 68, 30]);
});

test("Ctrl-C in a pause keeps the result of the last check", async () => {
  const stopped = await waited(30 * MINUTE, [found("missing")], (pauses) => pauses.length === 2);
  expect(stopped).toEqual({ status: "missing", pauses: [30, 45], count: 2, passed: 30 });
});

test("a check that Ctrl-C cut short is dropped, and the one before it is reported", async () => {
  const aborted = new AbortController();
  const clock = new FakeClock();
  let count = 0;
  const check = async () => {
    count += 1;
    if (count === 2) aborted.abort();
    return found(count === 1 ? "different" : "cannot-tell");
  };
  const last = verifyUntilLive({ check, wait: MINUTE, clock, signal: aborted.signal });
  expect((await clock.through(last, () => true)).records[0]?.status).toBe("different");
});
