import { mapConcurrently } from "../../../lib/verify/live/concurrency";
import { turn } from "../../helpers/event-loop";
import { FakeClock } from "../../helpers/fake-clock";

test("results come in the order of the items, and only so many are under way", async () => {
  let now = 0;
  let most = 0;
  const work = async (item: number) => {
    now += 1;
    most = Math.max(most, now);
    // The later ones end earlier.
    for (let count = 5 - item; count > 0; count -= 1) await turn();
    now -= 1;
    return item * 10;
  };
  expect(await mapConcurrently([0, 1, 2, 3, 4], { limit: 2, slotTime: 1_000, clock: new FakeClock() }, work)).toEqual([
    0, 10, 20, 30, 40,
  ]);
  expect(most).toBe(2);
});

test("slow ones do not delay others, and are waited for at the end", async () => {
  const order: string[] = [];
  let release = () => {};
  const dead = new Promise<void>((resolve) => {
    release = resolve;
  });
  const work = async (item: string) => {
    if (item === "dead") await dead;
    order.push(item);
    if (item === "last") release();
    return item;
  };
  const items = ["dead", "dead", "quick", "last"];
  const clock = new FakeClock();
  const results = mapConcurrently(items, { limit: 2, slotTime: 10, clock }, work);
  await turn();
  expect(order).toEqual([]);
  clock.pass(10);
  expect(await results).toEqual(items);
  expect(order).toEqual(["quick", "last", "dead", "dead"]);
});

test("a failure is the caller's", async () => {
  const work = async (item: number) => {
    if (item === 1) throw new Error("no");
    return item;
  };
  await expect(mapConcurrently([0, 1, 2], { limit: 1, slotTime: 10, clock: new FakeClock() }, work)).rejects.toThrow(
    "no",
  );
});
