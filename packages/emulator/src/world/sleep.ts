// How the delay of a fault passes. A test has it pass when it says so.

/** Resolves with true after so many milliseconds, with false as soon as the signal cuts it short. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<boolean>;

export const sleep: Sleep = (milliseconds, signal) => {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const done = (whole: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", cut);
      resolve(whole);
    };
    const cut = () => done(false);
    const timer = setTimeout(() => done(true), milliseconds);
    signal.addEventListener("abort", cut);
  });
};
