// Time as a client sees it. A test's clock stands still until it is told to go on.

export interface Clock {
  /** Milliseconds since some moment; it never goes back. */
  now(): number;
  /** Calls `work` once after so many milliseconds; the function that is returned takes that back. */
  after(milliseconds: number, work: () => void): () => void;
}

export const CLOCK: Clock = {
  now: () => performance.now(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};
