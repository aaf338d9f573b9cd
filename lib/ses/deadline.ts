// The 72-hour clock: https://docs.aws.amazon.com/ses/latest/APIReference/API_VerifyDomainDkim.html. AWS does not say when a
// search began. The key's age is right for an identity that was just made, and too old after every restart: so "about".
import type { Identity } from "./identity";

export interface Deadline {
  /** Nobody but SES knows it exactly. */
  readonly about: true;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** Milliseconds from now. */
  readonly left: number;
  readonly basis: "key generation" | "restart";
}

/** How SES's clock stands, in a sentence. */
export interface ClockNote {
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
}

/** How long SES looks for the records of DKIM and of MAIL FROM. */
export const SEARCH_TIME = 72 * 60 * 60 * 1000;

/** With less than this left somebody should act. */
export const SHORT_TIME = 24 * 60 * 60 * 1000;

/**
 * Until when SES looks for the DKIM records, while it is looking; `lastRestart` is when restart() was last called. Null
 * where it cannot be said: a search that should have ended and goes on was started again by somebody else.
 */
export function deadlineOf(identity: Identity, now: number, lastRestart: number | null = null): Deadline | null {
  const { status, keyMade } = identity.dkim;
  if (status !== "PENDING") return null;
  // A key that was made after the restart began another search.
  const isRestart = lastRestart !== null && (keyMade === null || lastRestart >= keyMade);
  const begun = isRestart ? lastRestart : keyMade;
  if (begun === null) return null;
  const until = begun + SEARCH_TIME;
  return until < now
    ? null
    : { about: true, until, left: until - now, basis: isRestart ? "restart" : "key generation" };
}

/** What to say of the searches for DKIM and MAIL FROM; nothing where both have found what they looked for. */
export function clockNotes(identity: Identity, now: number, lastRestart: number | null = null): readonly ClockNote[] {
  const { domain, dkim, mailFrom } = identity;
  const notes: ClockNote[] = [];
  if (dkim.status === "PENDING") notes.push(pendingNote(domain, deadlineOf(identity, now, lastRestart)));
  if (dkim.status === "FAILED") notes.push({ severity: "error", message: `ses ${failedText("DKIM", domain)}` });
  if (mailFrom?.status === "FAILED") {
    notes.push({ severity: "error", message: `ses ${failedText("MAIL FROM", mailFrom.domain)}` });
  }
  return notes;
}

function pendingNote(domain: string, deadline: Deadline | null): ClockNote {
  const what = `ses looks for the DKIM records of "${domain}"`;
  if (deadline === null) {
    return { severity: "info", message: `${what}, nobody can say how long: it gives up 72 hours after it began` };
  }
  const { until, left, basis } = deadline;
  const since = basis === "restart" ? "the last restart" : "the making of its key";
  const message = `${what} ${hoursText(left)} more, until about ${timeText(until)}, counted from ${since}`;
  return left < SHORT_TIME
    ? { severity: "warning", message: `${message}: publish them now` }
    : { severity: "info", message };
}

function failedText(what: string, name: string): string {
  return `has given up looking for the ${what} records of "${name}": publish them, then run "mailzone verify --retry"`;
}

function hoursText(milliseconds: number): string {
  const hours = Math.floor(milliseconds / (60 * 60 * 1000));
  if (hours === 0) return "less than an hour";
  return hours === 1 ? "about 1 hour" : `about ${hours} hours`;
}

function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
