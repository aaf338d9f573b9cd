// The API's clock, as far as its answers show it. The `Date` of an answer has whole seconds and was written between the sending of the
// request and the receiving of the answer: each answer narrows down by how much the two clocks differ.

export class ServerClock {
  /** Milliseconds since 1970 at the API, less milliseconds on our clock: at least, and at most. */
  #least = Number.NEGATIVE_INFINITY;
  #most = Number.POSITIVE_INFINITY;

  /**
   * @param date the header `Date` (RFC 9110 §6.6.1)
   * @param sentAt our clock when the request was sent, in milliseconds; `receivedAt` when the answer began
   */
  observe(date: string | undefined, sentAt: number, receivedAt: number): void {
    const time = date !== undefined && /^[A-Z][a-z]{2}, /.test(date) ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(time)) return;
    const [least, most] = [time - receivedAt, time + 1000 - sentAt];
    // A clock that was set meanwhile: only what is seen now counts.
    const isSet = least > this.#most || most < this.#least;
    this.#least = isSet ? least : Math.max(this.#least, least);
    this.#most = isSet ? most : Math.min(this.#most, most);
  }

  /** The earliest that the API's clock can have shown at a time of ours, in milliseconds since 1970; undefined if no answer had a date. */
  earliest(at: number): number | undefined {
    return Number.isFinite(this.#least) ? at + this.#least : undefined;
  }
}
