// Limits how many jobs run at the same time; the others wait in the order in which they came.

/** Runs a job as soon as fewer than `most` are running. */
export type Limit = <T>(job: () => Promise<T>) => Promise<T>;

/** @param most how many jobs run at the same time; at least one does */
export function limit(max: number): Limit {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, Math.floor(max) || 1);
  return async (job) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/**
 * Runs a job for each item, at most `most` at the same time, and waits for all of them even if one throws, since the child processes of
 * the others are still running.
 * @returns what the jobs returned, in the order of `items`
 * @throws what the first job that threw has thrown, after all have ended
 */
export async function mapLimited<T, R>(
  items: readonly T[],
  max: number,
  job: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const turn = limit(max);
  const settled = await Promise.allSettled(items.map((item, index) => turn(() => job(item, index))));
  return settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}
