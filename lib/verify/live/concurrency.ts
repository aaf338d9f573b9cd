// A few at a time, so that a thousand zones are not all in memory at once; but whoever takes long gives up its place and goes
// on outside, so that nobody waits for a dead server but those that asked it.

import type { Clock } from "../../net/clock";

export interface ConcurrencyOptions {
  /** How many begin together. */
  readonly limit: number;
  /** Milliseconds after which one that is not done makes room. */
  readonly slotTime: number;
  readonly clock: Clock;
}

/** The results, in the order of the items. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  { limit, slotTime, clock }: ConcurrencyOptions,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Promise<Result>[] = [];
  const rest = items.entries();
  const place = async () => {
    for (const [index, item] of rest) {
      const result = work(item);
      results[index] = result;
      await atMost(result, slotTime, clock);
    }
  };
  await Promise.all(Array.from({ length: limit }, place));
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
