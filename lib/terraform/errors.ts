// What this room throws.
import { UserError } from "../user-error";

/** Something could not be run, read or found. The message says what is wrong and what to do. */
export class TerraformError extends UserError {
  override readonly name: string = "TerraformError";
}

/** The person interrupted, and what was asked for did not come to its end. */
export class InterruptedError extends TerraformError {
  override readonly name = "InterruptedError";

  constructor() {
    super("interrupted", { exitCode: 130 });
  }
}

/** Synth ended with an error. The message is what synth itself printed, unchanged, to be shown as it is. */
export class SynthError extends TerraformError {
  override readonly name = "SynthError";

  constructor(
    message: string,
    /** synth's own exit code; null where a signal ended it. */
    readonly synthCode: number | null,
  ) {
    super(message);
  }
}
