/** Thrown where a value is none of its type, or bytes are none: what is wrong, and where it can be told what to write. */
export class RdataFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RdataFault";
  }
}
