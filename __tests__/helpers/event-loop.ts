// Waiting for what happens, and not for a time: a busy machine takes longer, and nothing else changes.

/** Once round the event loop: what has come is heard. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** So many turns are less than a millisecond. */
const AT_ONCE = 200;

/** Turns in a row. After the first ones each leaves the processor to others: what is waited for may be a process that needs it. */
export class Turns {
  #count = 0;

  next(): Promise<void> {
    this.#count += 1;
    return this.#count <= AT_ONCE ? turn() : new Promise((resolve) => setTimeout(resolve, 1));
  }

  /** Something has come, and more may come at once. */
  restart(): void {
    this.#count = 0;
  }
}

/** Waits until it is so, however long that takes; the test's own limit ends what never comes. */
export async function until(isSo: () => boolean): Promise<void> {
  const turns = new Turns();
  while (!isSo()) await turns.next();
}
