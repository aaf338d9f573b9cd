import fc from "fast-check";
import { PROPERTIES } from "../helpers/configuration-properties";

const numRuns = Number(process.env.MAILZONE_FUZZ_RUNS ?? 1000);
/** The same runs each time, so that a change is judged by what it changed; another seed looks elsewhere. */
const seed = Number(process.env.MAILZONE_FUZZ_SEED ?? 7208);

test.each(PROPERTIES)(
  "%s",
  (_, property) => {
    // A run that is cut off by the clock has found nothing so far.
    fc.assert(property, { numRuns, seed, interruptAfterTimeLimit: 150_000, markInterruptAsFailure: false });
  },
  200_000,
);
