// Time that goes on only when a test says so, beside servers on loopback that are real: a test waits for what happens, however
// long a busy machine takes, and then lets the client's time pass.
import type { Clock } from "../../lib/verify/dns/clock";

interface Timer {
  readonly at: number;
  readonly work: () => void;
}

export class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, work: () => void): () => void {
    const timer = { at: this.#now + milliseconds, work };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many wait for their time. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** So many milliseconds pass, with all that is due in them, in its order. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) this.#run(next);
    this.#now = end;
  }

  /** Time passes up to the next that is due, if any. */
  step(): void {
    const next = this.#next();
    if (next !== undefined) this.#run(next);
  }

  /** The result of `work`; where nothing but time can bring it on, as `isQuiet` says, time passes. */
  async through<T>(work: Promise<T>, isQuiet: () => boolean): Promise<T> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    while (!isDone) {
      await turn();
      if (isDone || !isQuiet()) continue;
      // What was heard a moment ago has yet to be acted on.
      await turn();
      if (!isDone && isQuiet()) this.step();
    }
    return work;
  }

  #next(): Timer | undefined {
    // The first of those that are due together is the one that was set first.
    return [...this.#timers].reduce<Timer | undefined>(
      (least, one) => (least && least.at <= one.at ? least : one),
      undefined,
    );
  }

  #run(timer: Timer): void {
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.work();
  }
}

/** Once round the event loop: packets that have come are heard. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits until it is so, however long that takes; the test's own limit ends what never comes. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}
