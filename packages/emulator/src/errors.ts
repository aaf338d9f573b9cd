// Errors that the emulator shows to users: one line that says what is wrong and what to do.
import { UserError } from "../../../lib/user-error";

export class EmulatorError extends UserError {
  override readonly name = "EmulatorError";
}
