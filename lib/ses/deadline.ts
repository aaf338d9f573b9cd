// The 72-hour clock: https://docs.aws.amazon.com/ses/latest/APIReference/API_VerifyDomainDkim.html. AWS does not say when a
// search began. The key's age is right for an identity that was just made, and too old after every restart: so "about".
import type { Identity } from "./identity";

/** How long SES looks for the records of DKIM and of MAIL FROM. */
const VERIFICATION_PERIOD = 72 * 60 * 60 * 1000;

/** With less than this left somebody should act. */
export const DEADLINE_NEAR = 24 * 60 * 60 * 1000;

/**
 * About until when SES looks for the DKIM records, while it is looking, in milliseconds since 1970; `lastRestart` is when
 * restart() was last called. Null where it cannot be said: a search that should have ended and goes on was started again by
 * somebody else.
 */
export function deadlineOf(identity: Identity, now: number, lastRestart: number | null = null): number | null {
  const { status, keyMade } = identity.dkim;
  if (status !== "PENDING") return null;
  // A key that was made after the restart began another search.
  const begun = keyMade === null || lastRestart === null ? (lastRestart ?? keyMade) : Math.max(lastRestart, keyMade);
  if (begun === null) return null;
  const until = begun + VERIFICATION_PERIOD;
  return until < now ? null : until;
}

/** The hours that are left, the last one begun counted whole: 0 only when none is. */
export function hoursLeft(deadline: number, now: number): number {
  return Math.max(0, Math.ceil((deadline - now) / (60 * 60 * 1000)));
}
