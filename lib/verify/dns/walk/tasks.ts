// Work that many want and that is done once. A task may wait for others, and name servers can be named so that two of them
// wait for each other for ever: whoever would close such a ring is told so instead of waiting.

export interface Task {
  readonly key: string;
  /** How many name servers' names had to be resolved to get here. */
  readonly depth: number;
}

export class Tasks {
  readonly #results = new Map<string, Promise<unknown>>();
  /** Which task waits for which, as long as it waits. */
  readonly #waiting = new Map<string, Set<string>>();

  /** The result of `work`, kept unless `isKept` says no; undefined where `caller` would wait for itself. */
  async once<T>(
    task: Task,
    caller: Task | undefined,
    work: (self: Task) => Promise<T>,
    isKept: (result: T) => boolean,
  ): Promise<T | undefined> {
    let result = this.#results.get(task.key) as Promise<T> | undefined;
    if (result === undefined) {
      // Not before it is noted who waits: the work may ask for its caller.
      result = Promise.resolve().then(() => work(task));
      this.#results.set(task.key, result);
      void result.then((value) => isKept(value) || this.#results.delete(task.key));
    } else if (caller !== undefined && this.#reaches(task.key, caller.key)) return undefined;
    if (caller === undefined) return result;

    const waits = this.#waiting.get(caller.key) ?? new Set();
    this.#waiting.set(caller.key, waits.add(task.key));
    try {
      return await result;
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
