// Work that several callers need and that is done once. A task may wait for other tasks, and name servers can be set up so that two
// tasks would wait for each other forever: the one that would close such a loop gets undefined instead of waiting.

import { isFailure } from "../answer";
import { hasGivenUp, MAX_QUESTIONS, type NameBudget } from "./budget";

export interface Task {
  readonly key: string;
  /** How many name servers' names depend on this one. */
  readonly depth: number;
  /** The budget of the name for which the work is done. */
  readonly budget: NameBudget;
}

export class Tasks {
  readonly #results = new Map<string, Promise<unknown>>();
  /** Which task is waiting for which. */
  readonly #waiting = new Map<string, Set<string>>();

  /**
   * The result of `work`, cached if `isKept` returns true; undefined if `caller` would wait for itself. If another caller's work ended
   * because its budget was used up, it is done again for this caller.
   */
  async once<T>(
    task: Task,
    caller: Task,
    work: (self: Task) => Promise<T>,
    isKept: (result: T) => boolean,
  ): Promise<T | undefined> {
    const { value, isOwn } = await this.#join(task, caller, work, isKept);
    const endedForOther = !isOwn && value !== undefined && hasGivenUp(value) && task.budget.spent === undefined;
    return endedForOther && !this.#results.has(task.key) ? this.once(task, caller, work, isKept) : value;
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
      // Deferred until the wait is recorded below: the work may need its caller's task.
      result = Promise.resolve().then(() => work(task));
      this.#results.set(task.key, result);
      void result.then((value) => isKept(value) || this.#results.delete(task.key));
    } else if (this.#reaches(task.key, caller.key)) return { value: undefined, isOwn };

    const waiting = this.#waiting.get(caller.key) ?? new Set();
    this.#waiting.set(caller.key, waiting.add(task.key));
    try {
      return { value: await result, isOwn };
    } finally {
      waiting.delete(task.key);
      if (waiting.size === 0) this.#waiting.delete(caller.key);
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
 * Whether a result holds for all callers. A loop that is found from within does not: another caller may find a way in. A budget that
 * was used up counts against the task only if the task took half of it.
 */
export function isFinal({ budget }: Task, askedBefore: number, result: unknown): boolean {
  if (!isFailure(result)) return true;
  if (result.kind !== "gave-up") return result.kind !== "loop";
  return budget.spent === undefined || budget.asked - askedBefore >= MAX_QUESTIONS / 2;
}
