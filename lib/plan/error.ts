// What cannot be reviewed: the only error that reading a plan throws.

/** The file is no plan that can be read. The message is one line that says why and what to do. */
export class ReviewError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ReviewError";
  }
}
