// The 72 hours for which SES looks for records: https://docs.aws.amazon.com/ses/latest/APIReference/API_VerifyDomainDkim.html. AWS does
// not report when it started. The age of the key is right for a new identity, and too high after a restart: so "about".
import type { Identity } from "./identity";

/** How long SES looks for the records of DKIM and of MAIL FROM. */
const VERIFICATION_PERIOD = 72 * 60 * 60 * 1000;

/** The user is warned if less time is left. */
export const DEADLINE_NEAR = 24 * 60 * 60 * 1000;

/**
 * About when SES stops looking for the DKIM records, in milliseconds since 1970. `lastRestart` is the time of the last restart(). Null if
 * SES is not looking, or the time is not known: if it should have ended and has not, somebody else has restarted it.
 */
export function deadlineOf(identity: Identity, now: number, lastRestart: number | null = null): number | null {
  const { status, keyMade } = identity.dkim;
  if (status !== "PENDING") return null;
  // A new key after the restart starts the 72 hours again.
  const started = keyMade === null || lastRestart === null ? (lastRestart ?? keyMade) : Math.max(lastRestart, keyMade);
  if (started === null) return null;
  const until = started + VERIFICATION_PERIOD;
  return until < now ? null : until;
}

/** The hours that are left, rounded up: 0 only if no time is left. */
export function hoursLeft(deadline: number, now: number): number {
  return Math.max(0, Math.ceil((deadline - now) / (60 * 60 * 1000)));
}
