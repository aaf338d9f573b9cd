/** A value or bytes that are not valid for their type. The message says what is wrong and, where possible, what to write. */
export class RdataError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RdataError";
  }
}
