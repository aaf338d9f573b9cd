// Looking until all is live or time is up, as often as that is worth while.
import type { Clock } from "../net/clock";
import { isSameResult, secondsToNextCheck, type Verification } from "./verification";

export interface WaitOptions {
  readonly check: () => Promise<Verification>;
  /** Milliseconds; 0 looks once. */
  readonly wait: number;
  readonly clock: Clock;
  /** Ends the wait, and with it the last look. */
  readonly signal: AbortSignal;
  /** Is told of each look. @default - nobody */
  readonly onResult?: (now: Verification, before: Verification | undefined) => void;
  /** Is told of each pause, in milliseconds, and of what is left of the wait. @default - nobody */
  readonly onPause?: (pause: number, left: number) => void;
}

/** The last look that was not cut short; whatever ended the wait: all live, time, or the signal. */
export async function verifyUntilLive(options: WaitOptions): Promise<Verification> {
  const { check, wait, clock, signal, onResult, onPause } = options;
  const end = clock.now() + wait;
  let before: Verification | undefined;
  let idle = 0;
  for (;;) {
    const now = await check();
    // What was cut off in the middle says nothing; the look before it does.
    if (signal.aborted) return before ?? now;
    onResult?.(now, before);
    idle = before !== undefined && isSameResult(before, now) ? idle + 1 : 0;
    before = now;
    const left = end - clock.now();
    if (now.verdict === "live" || left <= 0) return now;
    const pause = Math.min(secondsToNextCheck(now, idle) * 1000, left);
    onPause?.(pause, left);
    await sleep(clock, pause, signal);
    if (signal.aborted) return now;
  }
}

/** So many milliseconds, or until the signal. */
function sleep(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener("abort", done);
      cancel();
      resolve();
    };
    const cancel = clock.after(milliseconds, done);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}
