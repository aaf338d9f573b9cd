// The errors that this folder throws.
import { UserError } from "../user-error";

/** Something could not be run, read or found. The message says what is wrong and what to do. */
export class TerraformError extends UserError {
  override readonly name: string = "TerraformError";
}

/** The user interrupted before the work was done. */
export class InterruptedError extends TerraformError {
  override readonly name = "InterruptedError";

  constructor() {
    super("interrupted", { exitCode: 130 });
  }
}

/** Synth failed. The message is what synth printed, unchanged. */
export class SynthError extends TerraformError {
  override readonly name = "SynthError";

  constructor(
    message: string,
    /** synth's exit code; null if a signal ended it. */
    readonly synthCode: number | null,
  ) {
    super(message);
  }
}
