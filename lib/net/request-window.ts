// Which requests a sliding window allows: never more than so many within any span of so many milliseconds. Cloudflare counts the
// requests of a user over five minutes (https://developers.cloudflare.com/fundamentals/api/reference/limits/). A bucket that refills would
// allow twice as many in the first span: a full bucket at once, and what is refilled meanwhile.

export class RequestWindow {
  /** When the latest requests were sent, as a ring: the oldest is the one that is overwritten next. */
  readonly #times: Float64Array;
  #next = 0;

  /**
   * @param requests the most in a span, from 1
   * @param span milliseconds
   */
  constructor(
    readonly requests: number,
    readonly span: number,
  ) {
    this.#times = new Float64Array(requests).fill(Number.NEGATIVE_INFINITY);
  }

  /** Milliseconds until one more may be sent; 0 if it may be sent now. */
  wait(now: number): number {
    // Both ends belong to a span, so one that is exactly a span old still counts.
    const age = now - this.#times[this.#next]!;
    return age > this.span ? 0 : this.span - age + 1;
  }

  /** Notes that one is sent. */
  spend(now: number): void {
    this.#times[this.#next] = now;
    this.#next = (this.#next + 1) % this.requests;
  }
}
