// A few at a time, so that a thousand zones are not all in memory at once; but whoever takes long gives up its place and goes
// on outside, so that nobody waits for a dead server but those that asked it.

import type { Clock } from "../../net/clock";

export interface TurnOptions {
  /** How many begin together. */
  readonly places: number;
  /** Milliseconds after which one that is not done makes room. */
  readonly patience: number;
  readonly clock: Clock;
}

/** The results, in the order of the items. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  { places, patience, clock }: TurnOptions,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Promise<Result>[] = [];
  const rest = items.entries();
  const place = async () => {
    for (const [index, item] of rest) {
      const result = work(item);
      results[index] = result;
      await atMost(result, patience, clock);
    }
  };
  await Promise.all(Array.from({ length: places }, place));
  return Promise.all(results);
}

/** Ends with `promise` or after `patience`, whatever is first; how it ended is for others. */
async function atMost(promise: Promise<unknown>, patience: number, clock: Clock): Promise<void> {
  let cancel = noop;
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(patience, resolve);
  });
  await Promise.race([promise.then(noop, noop), late]);
  cancel();
}

function noop(): void {}
