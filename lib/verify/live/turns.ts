// A few at a time, so that a thousand zones are not all in memory at once; but whoever takes long gives up its place and goes
// on outside, so that nobody waits for a dead server but those that asked it.

export interface TurnOptions {
  /** How many begin together. */
  readonly places: number;
  /** Milliseconds after which one that is not done makes room. */
  readonly patience: number;
}

/** The results, in the order of the items. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  { places, patience }: TurnOptions,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Promise<Result>[] = [];
  const rest = items.entries();
  const place = async () => {
    for (const [index, item] of rest) {
      const result = work(item);
      results[index] = result;
      await atMost(result, patience);
    }
  };
  await Promise.all(Array.from({ length: places }, place));
  return Promise.all(results);
}

/** Ends with `promise` or after `patience`, whatever is first; how it ended is for others. */
async function atMost(promise: Promise<unknown>, patience: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  await Promise.race([promise.then(noop, noop), late]);
  clearTimeout(timer);
}

function noop(): void {}
