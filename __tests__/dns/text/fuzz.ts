// Property tests run the same short way every time; MAILZONE_FUZZ_RUNS makes them long.
import fc from "fast-check";
import { anyCharacter, anyGrapheme } from "../../helpers/any-character";

/** Runs a property with a fixed seed, 100 times or as often as the environment says. */
export function holds<T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void): void {
  const numRuns = Number(process.env.MAILZONE_FUZZ_RUNS ?? 100);
  fc.assert(fc.property(arbitrary, predicate), { numRuns, seed: 7208 });
}

/** Any text: letters and digits, what the grammars give a meaning, and all of Unicode. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: anyGrapheme }),
  fc.string({ unit: fc.constantFrom(...' \t;:=/%{}.-+~?!,@"\\v1spfaDMARCmxp4r'.split("")), maxLength: 60 }),
);
