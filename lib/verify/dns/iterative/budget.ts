// How much one name may cost. Whoever writes a zone decides how many questions it takes to resolve it: name servers that are
// named in zones with yet more name servers make thousands of one (CVE-2020-8616, CVE-2020-12662), and a referral sends them to
// servers that are not even the writer's. So each name has a budget, and what is beyond it is "not known", never "not there".
import type { Failure } from "../answer";

/** As BIND's max-query-count (9.20) and Unbound's max-global-quota (1.23). A cold walk takes some 60, most names two or three. */
export const MAX_QUESTIONS = 200;
/**
 * Milliseconds for which the servers of one name may keep us waiting, all questions together: a server that answers each just
 * before its time is over would cost half an hour. Twelve silent servers are within it.
 */
export const MAX_WAIT = 120_000;
/**
 * A run that has asked so many questions more than so many a name is led astray, and gives names less from then on: enough for
 * an ordinary one. A thousand domains take 2 a name (bench/verify.ts).
 */
export const RUN_LIMITS = { more: 1_000, each: 10, questions: 50 };
/** Unbound's MAX_DP_TARGET_COUNT; the root and the largest top-level domains have 13. */
export const MAX_NAME_SERVERS = 16;
/** Unbound's MAX_TARGET_NX: where more of a zone's name servers have no address, the rest is not looked up (NXNSAttack). */
export const MAX_UNRESOLVED = 5;
/** Two for each of these name servers, as IPv4 and IPv6 have it. */
export const MAX_ADDRESSES = 2 * MAX_NAME_SERVERS;

/** What a run may ask. */
export class RunBudget {
  #names = 0;
  #questions = 0;

  /** The budget of the next name. */
  budget(name: string): NameBudget {
    this.#names += 1;
    return new NameBudget(name, this);
  }

  /** Counts a question. */
  add(): void {
    this.#questions += 1;
  }

  /** Questions that a name may have now. */
  get questions(): number {
    return this.#questions > RUN_LIMITS.more + RUN_LIMITS.each * this.#names ? RUN_LIMITS.questions : MAX_QUESTIONS;
  }
}

/** What one name has cost. */
export class NameBudget {
  /** Questions that went out for it; what others had asked already costs nothing. */
  asked = 0;
  /** Milliseconds that they took, all together. */
  waited = 0;

  constructor(
    readonly name: string,
    readonly run: RunBudget,
  ) {}

  /** Counts a question; the failure instead where there is none left. */
  take(): Failure | undefined {
    const spent = this.spent;
    if (spent !== undefined) return spent;
    this.asked += 1;
    this.run.add();
    return undefined;
  }

  /** Why there is no question left; undefined where there is one. */
  get spent(): Failure | undefined {
    const most = this.run.questions;
    if (this.asked >= most) return gaveUp(`on "${this.name}" after ${this.asked} questions`);
    if (this.waited >= MAX_WAIT)
      return gaveUp(`on "${this.name}" after ${this.asked} questions, which took ${MAX_WAIT / 1000} s together`);
    return undefined;
  }
}

/** `gave up on "example.com" after 200 questions` */
export function gaveUp(text: string): Failure {
  return { kind: "gave-up", text: `gave up ${text}`, extendedErrors: [] };
}

export function hasGivenUp(value: unknown): boolean {
  return (value as Failure).kind === "gave-up";
}
