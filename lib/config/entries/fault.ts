// How the problems of an entry that cannot become a Domain are collected, all of them at once.

/** The path to a value in a file, or from an entry to the value. */
export type Path = readonly PropertyKey[];

/** Calls `make`. If it throws an EntryFault, records that and returns `instead`, so that all faults of an entry are found at once. */
export type Attempt = <T>(make: () => T, instead: T) => T;

/** Thrown where a value cannot be used, and caught by an Attempt. */
export class EntryFault extends Error {
  /** @param steps the path from the entry to the value */
  constructor(
    message: string,
    readonly steps: Path,
  ) {
    super(message);
  }
}
