// Differences that are known.
import type { Difference } from "./compare";
import type { Versions } from "./scenarios";

export function isKnown(_difference: Difference, _versions: Versions): boolean {
  return false;
}
