// Limits the queries for one name. The owner of a zone decides how many queries it takes to resolve it: name servers whose names are
// in zones with yet more name servers turn one query into thousands (CVE-2020-8616, CVE-2020-12662), and a referral sends them to
// servers of somebody else. So each name has a budget; when it is used up, the result is "not known", never "does not exist".
import type { Failure } from "../answer";

/** As BIND's max-query-count (9.20) and Unbound's max-global-quota (1.23). With an empty cache a name takes some 60, most names two or three. */
export const MAX_QUESTIONS = 200;
/**
 * Milliseconds for all queries of one name together: a server that always responds just before the timeout would otherwise cost half
 * an hour. Twelve servers that do not respond are within the limit.
 */
export const MAX_WAIT = 120_000;
/**
 * After `each` queries per name and `more` in addition, a run is probably under attack, and each further name gets only `questions`,
 * enough for an ordinary one. A thousand domains take 2 per name (bench/verify.ts).
 */
export const RUN_LIMITS = { more: 1_000, each: 10, questions: 50 };
/** Unbound's MAX_DP_TARGET_COUNT; the root and the largest top-level domains have 13. */
export const MAX_NAME_SERVERS = 16;
/** Unbound's MAX_TARGET_NX: if more of a zone's name servers have no address, the rest is not looked up (NXNSAttack). */
export const MAX_UNRESOLVED = 5;
/** Two for each of these name servers, one IPv4 and one IPv6. */
export const MAX_ADDRESSES = 2 * MAX_NAME_SERVERS;

/** The queries of a run. */
export class RunBudget {
  #names = 0;
  #questions = 0;

  /** The budget of the next name. */
  budget(name: string): NameBudget {
    this.#names += 1;
    return new NameBudget(name, this);
  }

  /** Counts a query. */
  add(): void {
    this.#questions += 1;
  }

  /** The limit for a name now. */
  get questions(): number {
    return this.#questions > RUN_LIMITS.more + RUN_LIMITS.each * this.#names ? RUN_LIMITS.questions : MAX_QUESTIONS;
  }
}

/** The queries of one name. */
export class NameBudget {
  /** Queries that were sent for it; cached results do not count. */
  asked = 0;
  /** Milliseconds that they took together. */
  waited = 0;

  constructor(
    readonly name: string,
    readonly run: RunBudget,
  ) {}

  /** Counts a query; returns a failure if the budget is used up. */
  take(): Failure | undefined {
    const spent = this.spent;
    if (spent !== undefined) return spent;
    this.asked += 1;
    this.run.add();
    return undefined;
  }

  /** The failure if the budget is used up; undefined if not. */
  get spent(): Failure | undefined {
    const max = this.run.questions;
    if (this.asked >= max) return gaveUpFailure(`on "${this.name}" after ${this.asked} questions`);
    if (this.waited >= MAX_WAIT)
      return gaveUpFailure(`on "${this.name}" after ${this.asked} questions, which took ${MAX_WAIT / 1000} s together`);
    return undefined;
  }
}

/** `gave up on "example.com" after 200 questions` */
export function gaveUpFailure(text: string): Failure {
  return { kind: "gave-up", text: `gave up ${text}`, extendedErrors: [] };
}

export function hasGivenUp(value: unknown): boolean {
  return (value as Failure).kind === "gave-up";
}
