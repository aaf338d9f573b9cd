// A semaphore whose capacity can change. Tens of thousands may wait, so it is an array and two numbers.

/** Entries of the queue are removed in batches of this size: removing one at a time would move all others each time. */
const BATCH = 256;

/** First come, first served. */
export class Semaphore {
  readonly #waiting: (() => void)[] = [];
  #next = 0;
  #taken = 0;
  #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  set capacity(capacity: number) {
    this.#capacity = capacity;
    this.#admit();
  }

  /** Calls `begin` when a slot is free; the function that it receives releases the slot. */
  acquire(begin: (release: () => void) => void): void {
    this.#waiting.push(() => {
      this.#taken += 1;
      begin(() => {
        this.#taken -= 1;
        this.#admit();
      });
    });
    this.#admit();
  }

  /** Forgets all that wait. Slots that are taken stay so. */
  clear(): void {
    this.#waiting.length = 0;
    this.#next = 0;
  }

  #admit(): void {
    while (this.#taken < this.#capacity && this.#next < this.#waiting.length) {
      const begin = this.#waiting[this.#next]!;
      this.#next += 1;
      if (this.#next === this.#waiting.length || this.#next === BATCH) {
        this.#waiting.splice(0, this.#next);
        this.#next = 0;
      }
      begin();
    }
  }
}
