// Verifies again and again until all is live or the time is up, at intervals that make sense.
import type { Clock } from "../net/clock";
import { isSameResult, secondsToNextCheck, type Verification } from "./verification";

export interface WaitOptions {
  readonly check: () => Promise<Verification>;
  /** Milliseconds; 0 checks once. */
  readonly wait: number;
  readonly clock: Clock;
  /** Ends the wait and the check that is running. */
  readonly signal: AbortSignal;
  /** Called after each check. @default - not called */
  readonly onResult?: (now: Verification, before: Verification | undefined) => void;
  /** Called before each pause, with its length and the time left, in milliseconds. @default - not called */
  readonly onPause?: (pause: number, left: number) => void;
}

/** The last complete verification, whatever ended the wait: all is live, the time is up, or the signal. */
export async function verifyUntilLive(options: WaitOptions): Promise<Verification> {
  const { check, wait, clock, signal, onResult, onPause } = options;
  const end = clock.now() + wait;
  let before: Verification | undefined;
  let idle = 0;
  for (;;) {
    const now = await check();
    // A check that was aborted says nothing; the one before it does.
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

/** Resolves after the given milliseconds, or when the signal is aborted. */
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
