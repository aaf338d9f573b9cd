// What is said of an error, and what the command ends with: the one way in which all commands do it.
import { systemFault } from "../config/system-fault";
import { InterruptedError } from "../terraform/errors";
import { UserError } from "../user-error";
import { EXIT } from "./shell";

export interface Explained {
  /** For stderr; undefined where nothing is to be said, as after Ctrl-C. */
  readonly text: string | undefined;
  readonly exitCode: number;
}

/**
 * What a user can fix is its message, what the system says of a file a line of ours. All else is a defect: it says so and has
 * its stack, and nothing makes a refusal of it.
 */
export function explain(error: unknown): Explained {
  if (error instanceof InterruptedError) return { text: undefined, exitCode: error.exitCode };
  if (error instanceof UserError) return { text: error.message, exitCode: error.exitCode };
  const fault = systemFault(error);
  if (fault !== undefined) return { text: fault, exitCode: EXIT.refused };
  const what = error instanceof Error ? error.stack : String(error);
  return { text: `mailzone failed, which is a defect: ${what}`, exitCode: EXIT.refused };
}
