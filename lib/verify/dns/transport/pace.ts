// How fast we ask. Each server has a queue of its own; the limit that all share counts a packet only for the first quarter of
// a second: one that waits longer costs nothing but a timer, so silent servers never hold the places of those that answer.
import PQueue from "p-queue";
import { Slots } from "./slots";

/** Milliseconds for which a packet keeps its place among all. */
const PATIENCE = 250;
/** Milliseconds over which the rate is spread, so that a second does not begin with a burst. */
const INTERVAL = 100;
/** Questions at a time to a server that has not answered yet, or not of late: it may be a silent one. */
const PROBES = 2;

/** The limit that all servers share. */
export class Places {
  readonly #slots: Slots;

  constructor(concurrency: number) {
    this.#slots = new Slots(concurrency);
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#slots.take((leave) => {
        let isGone = false;
        const go = () => {
          clearTimeout(timer);
          if (!isGone) leave();
          isGone = true;
        };
        const timer = setTimeout(go, PATIENCE);
        work().then(resolve, reject).finally(go);
      });
    });
  }
}

/** The turns at one server: so many questions open at a time, and at most `rate` packets a second in any window. */
export class Turns {
  readonly #questions: Slots;
  readonly #packets: PQueue;
  /** Who still waits for a turn. */
  readonly #waiting = new Set<() => void>();

  constructor(
    rate: number,
    readonly perServer: number,
  ) {
    const interval = rate * INTERVAL >= 1_000 ? INTERVAL : Math.ceil(1_000 / rate);
    const intervalCap = Math.max(1, Math.floor((rate * interval) / 1_000));
    this.#questions = new Slots(Math.min(PROBES, perServer));
    this.#packets = new PQueue({ interval, intervalCap, strict: true });
  }

  /** A question with all its tries. Undefined where the wait for a turn was ended. */
  question<T>(work: () => Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const giveUp = () => resolve(undefined);
      this.#waiting.add(giveUp);
      this.#questions.take((leave) => {
        this.#waiting.delete(giveUp);
        work().then(resolve, reject).finally(leave);
      });
    });
  }

  /** One packet; a repetition goes before first tries. Undefined where the wait for a turn was ended. */
  packet<T>(work: () => Promise<T>, isRepetition: boolean): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      // The queue's own way to be left, an AbortSignal, looks through all who wait with every one that comes.
      const giveUp = () => resolve(undefined);
      this.#waiting.add(giveUp);
      const begin = () => {
        this.#waiting.delete(giveUp);
        return work();
      };
      this.#packets.add(begin, { priority: isRepetition ? 1 : 0 }).then(resolve, reject);
    });
  }

  /** Whether the server answered the last packet: one that does not gets few questions at a time. */
  set answers(answers: boolean) {
    this.#questions.capacity = answers ? this.perServer : Math.min(PROBES, this.perServer);
  }

  /** Nobody waits any more. */
  end(): void {
    this.#questions.clear();
    this.#packets.clear();
    for (const giveUp of this.#waiting) giveUp();
    this.#waiting.clear();
  }
}
