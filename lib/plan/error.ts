// The error for what cannot be reviewed. Reading a plan throws no other error.
import { UserError } from "../user-error";

/** The file is not a plan that can be read. */
export class ReviewError extends UserError {
  override readonly name = "ReviewError";
}
