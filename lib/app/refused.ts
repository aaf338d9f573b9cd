import { UserError } from "../user-error";

/**
 * Something is not done, or cannot be answered. The message is one line, or one for each reason, that says why and what to do.
 */
export class Refused extends UserError {
  /** The name of the class, as in all errors. */
  override readonly name = "Refused";
}
