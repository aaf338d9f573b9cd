import fc from "fast-check";
import { PROPERTIES } from "../helpers/configuration-properties";

const numRuns = Number(process.env.MAILZONE_FUZZ_RUNS ?? 1000);

test.each(PROPERTIES)(
  "%s",
  (_, property) => {
    // A run that is cut off by the clock has found nothing so far.
    fc.assert(property, { numRuns, interruptAfterTimeLimit: 150_000, markInterruptAsFailure: false });
  },
  200_000,
);
