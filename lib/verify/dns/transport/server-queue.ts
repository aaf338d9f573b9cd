// Limits how many queries are sent. Each server has its own queue. The limit that all servers share counts a packet only for the
// first quarter of a second: after that it costs only a timer, so servers that do not respond never block the others.
import type { Clock } from "../../../net/clock";
import { Semaphore } from "./semaphore";

/** Milliseconds for which a packet counts toward the shared limit. */
const SLOT_TIME = 250;
/** Milliseconds over which the rate is spread, so that a second does not start with a burst. */
const INTERVAL = 100;
/** Queries at the same time to a server that has not responded yet, or not lately. */
const UNPROVEN_LIMIT = 2;

/** The limit that all servers share. */
export class SharedLimit {
  readonly #slots: Semaphore;

  constructor(
    concurrency: number,
    readonly clock: Clock,
  ) {
    this.#slots = new Semaphore(concurrency);
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#slots.acquire((release) => {
        let hasLeft = false;
        const start = () => {
          cancel();
          if (!hasLeft) release();
          hasLeft = true;
        };
        const cancel = this.clock.after(SLOT_TIME, start);
        work().then(resolve, reject).finally(start);
      });
    });
  }
}

/** The queue of one server: limits its open queries, and its packets per second in any window. */
export class ServerQueue {
  readonly #questions: Semaphore;
  readonly #packets: RateLimit;
  /** Resolves what still waits, with undefined. */
  readonly #waiting = new Set<() => void>();

  constructor(
    rate: number,
    readonly perServer: number,
    clock: Clock,
  ) {
    this.#questions = new Semaphore(Math.min(UNPROVEN_LIMIT, perServer));
    this.#packets = new RateLimit(rate, clock);
  }

  /** Runs a query with all its tries. Undefined if the queue was ended first. */
  question<T>(work: () => Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const giveUp = () => resolve(undefined);
      this.#waiting.add(giveUp);
      this.#questions.acquire((release) => {
        this.#waiting.delete(giveUp);
        work().then(resolve, reject).finally(release);
      });
    });
  }

  /** Sends one packet; retries go before first tries. Undefined if the queue was ended first. */
  packet<T>(work: () => Promise<T>, isRepetition: boolean): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const giveUp = () => resolve(undefined);
      this.#waiting.add(giveUp);
      const begin = () => {
        this.#waiting.delete(giveUp);
        work().then(resolve, reject);
      };
      this.#packets.add(begin, isRepetition);
    });
  }

  /** Whether the server responded to the last packet; if not, it gets few queries at the same time. */
  set isResponsive(isResponsive: boolean) {
    this.#questions.capacity = isResponsive ? this.perServer : Math.min(UNPROVEN_LIMIT, this.perServer);
  }

  /** Ends all waiting. */
  end(): void {
    this.#questions.clear();
    this.#packets.clear();
    for (const giveUp of this.#waiting) giveUp();
    this.#waiting.clear();
  }
}

/** Limits packets per second, in any window of INTERVAL, or of one packet if that takes longer. */
class RateLimit {
  readonly #interval: number;
  readonly #max: number;
  /** When the last `#most` packets were sent. */
  readonly #started: number[] = [];
  /** Never longer than the number of open queries, see ServerQueue. */
  readonly #first: (() => void)[] = [];
  readonly #again: (() => void)[] = [];
  #isTimed = false;

  constructor(
    rate: number,
    readonly clock: Clock,
  ) {
    this.#interval = rate * INTERVAL >= 1_000 ? INTERVAL : Math.ceil(1_000 / rate);
    this.#max = Math.max(1, Math.floor((rate * this.#interval) / 1_000));
  }

  add(begin: () => void, isRepetition: boolean): void {
    (isRepetition ? this.#again : this.#first).push(begin);
    this.#admit();
  }

  clear(): void {
    this.#first.length = 0;
    this.#again.length = 0;
  }

  #admit(): void {
    while (!this.#isTimed && this.#first.length + this.#again.length > 0) {
      const now = this.clock.now();
      const [earliest = 0] = this.#started;
      const wait = this.#started.length < this.#max ? 0 : earliest + this.#interval - now;
      if (wait > 0) {
        this.#isTimed = true;
        this.clock.after(wait, () => {
          this.#isTimed = false;
          this.#admit();
        });
        return;
      }
      if (this.#started.push(now) > this.#max) this.#started.shift();
      (this.#again.shift() ?? this.#first.shift())?.();
    }
  }
}
