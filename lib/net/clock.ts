// The clock of clients. A test's clock stands still until the test moves it.

export interface Clock {
  /** Milliseconds since an arbitrary moment; never decreases. */
  now(): number;
  /** Calls `work` once after the given milliseconds; returns a function that cancels it. */
  after(milliseconds: number, work: () => void): () => void;
}

export const CLOCK: Clock = {
  now: () => performance.now(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};
