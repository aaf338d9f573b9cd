// Large sets of cases: `npm test` tries a few of them, the same ones each time, and `npm run test:long` all, in long/all-cases.test.ts.

/** Set where all are wanted. */
export const ALL_CASES = "MAILZONE_ALL_CASES";

/** A number of runs, lines or names. */
export function count(few: number, all: number): number {
  return process.env[ALL_CASES] === undefined ? few : all;
}
