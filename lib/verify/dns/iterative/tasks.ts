// Work that many want and that is done once. A task may wait for others, and name servers can be named so that two of them
// wait for each other for ever: whoever would close such a ring is told so instead of waiting.

import { isFailure } from "../answer";
import { hasGivenUp, MAX_QUESTIONS, type NameBudget } from "./budget";

export interface Task {
  readonly key: string;
  /** How many name servers' names had to be resolved to get here. */
  readonly depth: number;
  /** Of the name for which all of it is done. */
  readonly budget: NameBudget;
}

export class Tasks {
  readonly #results = new Map<string, Promise<unknown>>();
  /** Which task waits for which, as long as it waits. */
  readonly #waiting = new Map<string, Set<string>>();

  /**
   * The result of `work`, kept unless `isKept` says no; undefined where `caller` would wait for itself. Another's work that
   * ended because its own name had no question left is done again for the caller.
   */
  async once<T>(
    task: Task,
    caller: Task,
    work: (self: Task) => Promise<T>,
    isKept: (result: T) => boolean,
  ): Promise<T | undefined> {
    const { value, isOwn } = await this.#join(task, caller, work, isKept);
    const isOthersEnd = !isOwn && value !== undefined && hasGivenUp(value) && task.budget.spent === undefined;
    return isOthersEnd && !this.#results.has(task.key) ? this.once(task, caller, work, isKept) : value;
  }

  async #join<T>(
    task: Task,
    caller: Task,
    work: (self: Task) => Promise<T>,
    isKept: (result: T) => boolean,
  ): Promise<{ readonly value: T | undefined; readonly isOwn: boolean }> {
    let result = this.#results.get(task.key) as Promise<T> | undefined;
    const isOwn = result === undefined;
    if (result === undefined) {
      // Not before it is noted who waits: the work may ask for its caller.
      result = Promise.resolve().then(() => work(task));
      this.#results.set(task.key, result);
      void result.then((value) => isKept(value) || this.#results.delete(task.key));
    } else if (this.#reaches(task.key, caller.key)) return { value: undefined, isOwn };

    const waits = this.#waiting.get(caller.key) ?? new Set();
    this.#waiting.set(caller.key, waits.add(task.key));
    try {
      return { value: await result, isOwn };
    } finally {
      waits.delete(task.key);
      if (waits.size === 0) this.#waiting.delete(caller.key);
    }
  }

  #reaches(from: string, to: string, seen = new Set<string>()): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...(this.#waiting.get(from) ?? [])].some((next) => this.#reaches(next, to, seen));
  }
}

/**
 * Whether a failure is the task's own and not of the way to it. A ring seen from inside is no verdict: from outside there may
 * be a way in. And where the budget ended on the way, the task is to blame only if it took half of it.
 */
export function isFinal({ budget }: Task, askedBefore: number, result: unknown): boolean {
  if (!isFailure(result)) return true;
  if (result.kind !== "gave-up") return result.kind !== "loop";
  return budget.spent === undefined || budget.asked - askedBefore >= MAX_QUESTIONS / 2;
}
