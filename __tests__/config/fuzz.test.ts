import fc from "fast-check";
import { PROPERTIES } from "../helpers/configuration-properties";
import { count } from "../run/cases";

test.each(PROPERTIES)(
  "%s",
  (_, property) => {
    fc.assert(property, { numRuns: count(12, 40), seed: 20_261_124 });
  },
  30_000,
);
