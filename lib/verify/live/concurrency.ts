// Runs a limited number of jobs at the same time, so that a thousand zones are not all in memory at once. A slow job stops counting
// toward the limit and goes on, so that only the jobs that query a dead server wait for it.

import type { Clock } from "../../net/clock";

export interface ConcurrencyOptions {
  /** How many jobs count at the same time. */
  readonly limit: number;
  /** Milliseconds after which a job stops counting. */
  readonly slotTime: number;
  readonly clock: Clock;
}

/** Returns the results in the order of the items. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  { limit, slotTime, clock }: ConcurrencyOptions,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Promise<Result>[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [index, item] of rest) {
      const result = work(item);
      results[index] = result;
      await atMost(result, slotTime, clock);
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return Promise.all(results);
}

/** Resolves when `promise` is settled or after `slotTime`, whichever is first; a rejection is ignored here. */
async function atMost(promise: Promise<unknown>, slotTime: number, clock: Clock): Promise<void> {
  let cancel = noop;
  const timeout = new Promise<void>((resolve) => {
    cancel = clock.after(slotTime, resolve);
  });
  await Promise.race([promise.then(noop, noop), timeout]);
  cancel();
}

function noop(): void {}
