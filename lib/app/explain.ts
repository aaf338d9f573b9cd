// The message and the exit code for an error, the same for all commands.
import { systemFault } from "../config/system-fault";
import { InterruptedError } from "../terraform/errors";
import { UserError } from "../user-error";
import type { Context } from "./context";

export interface Explained {
  /** For stderr; undefined if nothing must be said, as after Ctrl-C. */
  readonly text: string | undefined;
  readonly exitCode: number;
}

/** There is no answer. */
const NO_ANSWER = 2;

/**
 * If a user can fix the error, its message is shown; a file error of the system gets a line of ours. Every other error is a
 * defect: it is called so, is shown with its stack, and never looks like a refusal.
 */
export function explain(error: unknown): Explained {
  if (error instanceof InterruptedError) return { text: undefined, exitCode: error.exitCode };
  if (error instanceof UserError) return { text: error.message, exitCode: error.exitCode };
  const fault = systemFault(error);
  if (fault !== undefined) return { text: fault, exitCode: NO_ANSWER };
  const what = error instanceof Error ? error.stack : String(error);
  return { text: `mailzone failed, which is a defect: ${what}`, exitCode: NO_ANSWER };
}

/**
 * The result of a job whose failure is an answer too. The failure is reported.
 * @returns undefined if the job failed
 * @throws what the job throws after an interrupt
 */
export async function unlessFailed<T>(
  { interrupts, say }: Pick<Context, "interrupts" | "say">,
  job: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await job();
  } catch (error) {
    if (interrupts.interrupted) throw error;
    say(explain(error).text ?? "interrupted");
    return undefined;
  }
}
