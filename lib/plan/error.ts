// What cannot be reviewed: the only error that reading a plan throws.
import { UserError } from "../user-error";

/** The file is no plan that can be read. */
export class ReviewError extends UserError {
  override readonly name = "ReviewError";
}
