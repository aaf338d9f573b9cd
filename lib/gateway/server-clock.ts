// A clock of the API, as far as its answers show it. A time in an answer was written between the sending of the request and the receiving
// of the answer, and each narrows down by how much the two clocks differ. The header `Date` has whole seconds; the time at which a record
// was made has parts of seconds.

export class ServerClock {
  /** Milliseconds since 1970 at the API, less milliseconds on our clock: at least, and at most. */
  #least = Number.NEGATIVE_INFINITY;
  #most = Number.POSITIVE_INFINITY;

  /**
   * @param date the header `Date` (RFC 9110 §6.6.1)
   * @param sentAt our clock when the request was sent, in milliseconds; `receivedAt` when the answer began
   */
  observe(date: string | undefined, sentAt: number, receivedAt: number): void {
    if (date !== undefined && /^[A-Z][a-z]{2}, /.test(date)) this.#narrow(Date.parse(date), 1000, sentAt, receivedAt);
  }

  /** @param time of what the request made, such as `2014-01-01T05:20:00.12345Z` */
  observeMade(time: string | undefined, sentAt: number, receivedAt: number): void {
    if (time === undefined) return;
    this.#narrow(Date.parse(time), /\.\d{3,}Z$/.test(time) ? 1 : 1000, sentAt, receivedAt);
  }

  /** @param width milliseconds that a time may be later than it is written */
  #narrow(time: number, width: number, sentAt: number, receivedAt: number): void {
    if (Number.isNaN(time)) return;
    const [least, most] = [time - receivedAt, time + width - sentAt];
    // A clock that was set meanwhile: only what is seen now counts.
    const isSet = least > this.#most || most < this.#least;
    this.#least = isSet ? least : Math.max(this.#least, least);
    this.#most = isSet ? most : Math.min(this.#most, most);
  }

  /** The earliest that the API's clock can have shown at a time of ours, in milliseconds since 1970; undefined if no answer had a date. */
  earliest(at: number): number | undefined {
    return Number.isFinite(this.#least) ? at + this.#least : undefined;
  }

  /** The latest that it can have shown. */
  latest(at: number): number | undefined {
    return Number.isFinite(this.#most) ? at + this.#most : undefined;
  }
}
