// One budget for all requests that a run sends to Cloudflare, whatever sends them. Cloudflare allows a user 1,200 requests in five minutes
// and then refuses all of them; other jobs of the same user and the dashboard count too. Requests are sent in the order in which they came.
import type { Clock } from "../net/clock";
import { RequestWindow } from "../net/request-window";

export interface BudgetOptions {
  /** The most requests in any five minutes. @default 1000 */
  readonly requests?: number | undefined;
  readonly clock: Clock;
}

/** How a request waits for its turn. */
export interface Turn {
  /** Ends the wait. @default - nothing ends it */
  readonly signal?: AbortSignal | undefined;
  /**
   * Asked when the turn comes: if the request is no longer wanted, it costs nothing.
   * @default - it is
   */
  readonly isWanted?: () => boolean;
}

interface Waiting {
  readonly isWanted: () => boolean;
  readonly go: (isSent: boolean) => void;
}

/** Requests in five minutes: fewer than Cloudflare's 1,200, because other jobs and the dashboard count too. */
export const USUAL_BUDGET = 1000;

/** Cloudflare's own limit; a budget above it would only be refused. */
export const MAX_BUDGET = 1200;

/** Milliseconds. */
const FIVE_MINUTES = 300_000;

export class Budget {
  readonly requests: number;
  readonly #clock: Clock;
  readonly #window: RequestWindow;
  readonly #queue: Waiting[] = [];
  #resumesAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | undefined;
  #waitingSince: number | undefined;
  #sent = 0;
  #waited = 0;

  constructor({ requests = USUAL_BUDGET, clock }: BudgetOptions) {
    this.requests = requests;
    this.#clock = clock;
    this.#window = new RequestWindow(requests, FIVE_MINUTES);
  }

  /** How many requests have been sent. */
  get sent(): number {
    return this.#sent;
  }

  /** Milliseconds in which at least one request waited for its turn. */
  get waited(): number {
    return this.#waited + (this.#waitingSince === undefined ? 0 : this.#clock.now() - this.#waitingSince);
  }

  /** Milliseconds that a request which came now would wait at least. */
  get wait(): number {
    const now = this.#clock.now();
    return Math.max(this.#window.wait(now), this.#resumesAt - now, 0);
  }

  /**
   * Waits until a request may be sent, and counts it as sent.
   * @returns false if it is no longer wanted when its turn comes: it is not counted, and must not be sent
   * @throws the signal's reason
   */
  take({ signal, isWanted = () => true }: Turn = {}): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        const index = this.#queue.indexOf(waiting);
        if (index !== -1) this.#queue.splice(index, 1);
        reject(signal?.reason);
        this.#run();
      };
      const waiting: Waiting = {
        isWanted,
        go: (isSent) => {
          signal?.removeEventListener("abort", stop);
          resolve(isSent);
        },
      };
      signal?.addEventListener("abort", stop, { once: true });
      this.#queue.push(waiting);
      this.#run();
    });
  }

  /** Sends nothing for so many milliseconds: Cloudflare has said so. */
  pause(milliseconds: number): void {
    this.#resumesAt = Math.max(this.#resumesAt, this.#clock.now() + milliseconds);
    this.#run();
  }

  /** Lets those go whose turn has come, and sets the timer for the next one. */
  #run(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const { wait } = this;
      if (wait > 0) {
        this.#waitingSince ??= this.#clock.now();
        this.#cancelTimer = this.#clock.after(wait, () => this.#run());
        return;
      }
      this.#queue.shift();
      const isWanted = first.isWanted();
      if (isWanted) {
        this.#window.spend(this.#clock.now());
        this.#sent += 1;
      }
      first.go(isWanted);
    }
    this.#waited = this.waited;
    this.#waitingSince = undefined;
  }
}

/** The message about a wait that is long enough to be noticed. */
export function waitSentence({ requests, wait }: Pick<Budget, "requests" | "wait">): string {
  const seconds = Math.ceil(wait / 1000);
  return `waiting ${seconds} s: at most ${requests} requests in five minutes are sent to Cloudflare`;
}
