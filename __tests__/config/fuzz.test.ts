import fc from "fast-check";
import { PROPERTIES } from "../helpers/configuration-properties";

test.each(PROPERTIES)(
  "%s",
  (_, property) => {
    fc.assert(property, { numRuns: 40, seed: 20_261_124 });
  },
  30_000,
);
