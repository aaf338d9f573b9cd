import { limit, mapLimited } from "../../../lib/terraform/process/limit";
import { turn as soon } from "../../helpers/event-loop";

test.each([
  [1, 1],
  [3, 3],
  [0, 1],
  [Number.NaN, 1],
  [99, 7],
])("with a limit of %d, %d of 7 jobs run at a time, in their order", async (most, expected) => {
  let running = 0;
  let peak = 0;
  const started: number[] = [];
  const results = await mapLimited([0, 1, 2, 3, 4, 5, 6], most, async (item) => {
    started.push(item);
    running += 1;
    peak = Math.max(peak, running);
    await soon();
    running -= 1;
    return item * 2;
  });
  expect(peak).toBe(expected);
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(results).toEqual([0, 2, 4, 6, 8, 10, 12]);
});

test("a job that throws gives its turn back, and the others are waited for", async () => {
  const ended: number[] = [];
  const job = async (item: number): Promise<void> => {
    await soon();
    if (item === 0) throw new Error("the first");
    ended.push(item);
  };
  await expect(mapLimited([0, 1, 2, 3], 1, job)).rejects.toThrow("the first");
  expect(ended).toEqual([1, 2, 3]);
});

test("several callers can share one limit", async () => {
  const turn = limit(1);
  const order: string[] = [];
  await Promise.all(
    ["a", "b"].map((name) =>
      turn(async () => {
        order.push(`${name} begins`);
        await soon();
        order.push(`${name} ends`);
      }),
    ),
  );
  expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});
