// How an entry that cannot become a Domain is told of, with all of its faults at once.

/** The way to a value in a file, or from an entry to it. */
export type Path = readonly PropertyKey[];

/** Notes a thrown EntryFault and goes on with something else, so that all faults of an entry are found at once. */
export type Attempt = <T>(make: () => T, instead: T) => T;

/** Thrown where a value cannot be used, and caught by an Attempt. */
export class EntryFault extends Error {
  /** @param steps the way from the entry to the value */
  constructor(
    message: string,
    readonly steps: Path,
  ) {
    super(message);
  }
}
