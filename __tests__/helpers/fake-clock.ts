// Time that goes on only when a test says so, beside servers on loopback that are real: a test waits for what happens, however
// long a busy machine takes, and then lets the client's time pass.
import type { Clock } from "../../lib/net/clock";
import { Turns, turn } from "./event-loop";

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

  /** Time passes whenever nothing but time can bring anything on, as `isQuiet` says, until the function it returns is called. */
  run(isQuiet: () => boolean): () => void {
    let isRunning = true;
    const turns = new Turns();
    const go = async () => {
      while (isRunning) {
        await turns.next();
        if (!isRunning || this.#timers.size === 0 || !isQuiet()) continue;
        // What was heard a moment ago has yet to be acted on.
        await turn();
        if (!isRunning || !isQuiet()) continue;
        turns.restart();
        this.step();
      }
    };
    void go();
    return () => {
      isRunning = false;
    };
  }

  /** The result of `work`, for which time passes as it does in run(). */
  async through<T>(work: Promise<T>, isQuiet: () => boolean): Promise<T> {
    const stop = this.run(isQuiet);
    try {
      return await work;
    } finally {
      stop();
    }
  }

  /** As long as that takes by this clock; false where the signal cuts it short. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
    if (signal?.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const cancel = this.after(milliseconds, () => resolve(true));
      signal?.addEventListener("abort", () => {
        cancel();
        resolve(false);
      });
    });
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
