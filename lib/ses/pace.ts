// The pace of calls to SES. AWS documents one request a second for all actions of its API but those that send
// (https://docs.aws.amazon.com/ses/latest/dg/quotas.html#quotas-email-general). We count for an account in a region. How many calls
// it takes at once is not written anywhere, so a few may go at once and the rest keeps to the average; what is throttled all the same
// is tried again.
import type { Clock } from "../net/clock";
import { RequestWindow } from "../net/request-window";

/** The most calls in any span of so many milliseconds: one a second on average, so that a look at one domain does not wait. */
const CALLS = 10;
const SPAN = 10_000;

/** All calls of a run keep to it, whichever clients make them. */
export class SesPace {
  readonly #windows = new Map<string, RequestWindow>();

  constructor(readonly clock: Clock) {}

  /**
   * Reserves the next turn of an account in a region.
   * @returns milliseconds until it comes; 0 if the call may be made now
   */
  reserve(place: string): number {
    const window = this.#windows.get(place) ?? new RequestWindow(CALLS, SPAN);
    this.#windows.set(place, window);
    const now = this.clock.now();
    const wait = window.wait(now);
    window.spend(now + wait);
    return wait;
  }
}
