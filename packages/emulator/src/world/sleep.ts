// The delay of a fault. A test can replace it, to decide when the delay ends.

/** Resolves with true after the given milliseconds, or with false as soon as the signal aborts it. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<boolean>;

export const sleep: Sleep = (milliseconds, signal) => {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const done = (completed: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      resolve(completed);
    };
    const abort = () => done(false);
    const timer = setTimeout(() => done(true), milliseconds);
    signal.addEventListener("abort", abort);
  });
};
