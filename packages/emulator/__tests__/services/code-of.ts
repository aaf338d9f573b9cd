import type { ApiError } from "../../src/world/faults";

/** The code of the error that `act` ends with; "done" if it ends well. */
export function errorCodeOf(act: () => unknown): string {
  try {
    act();
    return "done";
  } catch (caught) {
    return (caught as ApiError).code;
  }
}
