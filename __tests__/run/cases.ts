// Large sets of cases: `npm test` tries a few of them, the same ones each time, and `npm run test:long` all, in long/all-cases.test.ts.

/** Set where all are wanted. */
export const ALL_CASES = "MAILZONE_ALL_CASES";

/** One of so many cases, or all. */
export function sample<T>(cases: readonly T[], oneOf: number): readonly T[] {
  return cases.filter((_, index) => index % count(oneOf, 1) === 0);
}

/** A number of runs, lines or names. */
export function count(few: number, all: number): number {
  return process.env[ALL_CASES] === undefined ? few : all;
}
