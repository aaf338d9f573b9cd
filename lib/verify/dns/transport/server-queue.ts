// How fast we ask. Each server has a queue of its own; the limit that all share counts a packet only for the first quarter of
// a second: one that waits longer costs nothing but a timer, so silent servers never hold the places of those that answer.
import type { Clock } from "../../../net/clock";
import { Semaphore } from "./semaphore";

/** Milliseconds for which a packet keeps its place among all. */
const SLOT_TIME = 250;
/** Milliseconds over which the rate is spread, so that a second does not begin with a burst. */
const INTERVAL = 100;
/** Questions at a time to a server that has not answered yet, or not of late: it may be a silent one. */
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
      this.#slots.acquire((leave) => {
        let isGone = false;
        const go = () => {
          stay();
          if (!isGone) leave();
          isGone = true;
        };
        const stay = this.clock.after(SLOT_TIME, go);
        work().then(resolve, reject).finally(go);
      });
    });
  }
}

/** The turns at one server: so many questions open at a time, and at most `rate` packets a second in any window. */
export class ServerQueue {
  readonly #questions: Semaphore;
  readonly #packets: RateLimit;
  /** Who still waits for a turn. */
  readonly #waiting = new Set<() => void>();

  constructor(
    rate: number,
    readonly perServer: number,
    clock: Clock,
  ) {
    this.#questions = new Semaphore(Math.min(UNPROVEN_LIMIT, perServer));
    this.#packets = new RateLimit(rate, clock);
  }

  /** A question with all its tries. Undefined where the wait for a turn was ended. */
  question<T>(work: () => Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const giveUp = () => resolve(undefined);
      this.#waiting.add(giveUp);
      this.#questions.acquire((leave) => {
        this.#waiting.delete(giveUp);
        work().then(resolve, reject).finally(leave);
      });
    });
  }

  /** One packet; a repetition goes before first tries. Undefined where the wait for a turn was ended. */
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

  /** Whether the server answered the last packet: one that does not gets few questions at a time. */
  set isResponsive(answers: boolean) {
    this.#questions.capacity = answers ? this.perServer : Math.min(UNPROVEN_LIMIT, this.perServer);
  }

  /** Nobody waits any more. */
  end(): void {
    this.#questions.clear();
    this.#packets.clear();
    for (const giveUp of this.#waiting) giveUp();
    this.#waiting.clear();
  }
}

/** At most so many a second, in any window of INTERVAL, or of one packet where that is longer. */
class RateLimit {
  readonly #interval: number;
  readonly #most: number;
  /** When the last `#most` began. */
  readonly #begun: number[] = [];
  /** No more than the questions that are open: see Turns. */
  readonly #first: (() => void)[] = [];
  readonly #again: (() => void)[] = [];
  #isTimed = false;

  constructor(
    rate: number,
    readonly clock: Clock,
  ) {
    this.#interval = rate * INTERVAL >= 1_000 ? INTERVAL : Math.ceil(1_000 / rate);
    this.#most = Math.max(1, Math.floor((rate * this.#interval) / 1_000));
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
      const [earliest = 0] = this.#begun;
      const wait = this.#begun.length < this.#most ? 0 : earliest + this.#interval - now;
      if (wait > 0) {
        this.#isTimed = true;
        this.clock.after(wait, () => {
          this.#isTimed = false;
          this.#admit();
        });
        return;
      }
      if (this.#begun.push(now) > this.#most) this.#begun.shift();
      (this.#again.shift() ?? this.#first.shift())?.();
    }
  }
}
