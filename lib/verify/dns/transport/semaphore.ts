// A limit on how many work at a time that can change meanwhile; tens of thousands may wait, so it is an array and two numbers.

/** How many of those who had their turn are dropped at once: shifting one by one moves all that wait. */
const BATCH = 256;

/** So many at a time, in the order of coming. */
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

  /** Begins when there is a slot; `begin` gives it back by the function it gets. */
  acquire(begin: (leave: () => void) => void): void {
    this.#waiting.push(() => {
      this.#taken += 1;
      begin(() => {
        this.#taken -= 1;
        this.#admit();
      });
    });
    this.#admit();
  }

  /** Nobody waits any more; who has a slot keeps it. */
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
