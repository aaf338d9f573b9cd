import { UserError } from "../user-error";

/** It is not done, or cannot be told. The message is one line, or one for each reason, that says why and what to do. */
export class Refused extends UserError {
  /** The name of the class, as errors have it. */
  override readonly name = "Refused";
}
