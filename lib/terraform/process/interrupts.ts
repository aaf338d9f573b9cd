// Counts Ctrl-C for all child processes together. The first interrupt is passed to each of them exactly once. The second kills them at
// once, except a running Terraform, which would end at once on a second interrupt, perhaps without writing its state: then the second
// interrupt only asks, and the third kills.

/** A running child, as far as interrupts are concerned. */
export interface Interruptible {
  /** Asks the child to end. Called at most once. */
  readonly interrupt: () => void;
  /** Ends the child and all that it started. */
  readonly kill: () => void;
  /**
   * Nothing is lost if it is killed, so the second interrupt kills it.
   * @default false
   */
  readonly expendable?: boolean;
}

export interface InterruptsOptions {
  /** Sends a signal to a process, or to a process group where the number is negative; `process.kill`. */
  readonly kill: (pid: number, signal: NodeJS.Signals) => void;
  /**
   * Called at the second interrupt, for a message: "press Ctrl-C again to kill it; its state may be lost".
   * @default - no message
   */
  readonly ask?: () => void;
  /**
   * Interrupts within so many milliseconds of each other count as one. npm passes on a Ctrl-C that the terminal has
   * already sent to the whole group, and a key that is held down repeats every 30 ms: neither may lead to a kill.
   * @default 250
   */
  readonly sameWithin?: number;
  /** Milliseconds on a clock that never goes back. @default - performance.now */
  readonly now?: () => number;
}

/**
 * What one interrupt did. "repeated": it counts as a repetition of the one before. "over": nothing is left to wait
 * for, and the caller must exit.
 */
export type InterruptStage = "forwarded" | "asked" | "killed" | "over" | "repeated";

/** The command line makes one, calls its `raise` from the signal handlers, and passes it to everything that runs. */
export class Interrupts {
  private readonly children = new Set<Interruptible>();
  private readonly options: InterruptsOptions;
  private count = 0;
  private last = Number.NEGATIVE_INFINITY;

  constructor(options: InterruptsOptions) {
    this.options = options;
  }

  /** True from the first interrupt on: nothing new may be started. */
  get interrupted(): boolean {
    return this.count > 0;
  }

  /** One SIGINT, SIGTERM or SIGHUP has come. */
  raise(): InterruptStage {
    const now = (this.options.now ?? (() => performance.now()))();
    const echo = now - this.last < (this.options.sameWithin ?? 250);
    this.last = now;
    if (echo) return "repeated";
    this.count += 1;
    if (this.count === 1) {
      for (const child of this.children) child.interrupt();
      return "forwarded";
    }
    const mayLose = [...this.children].some(({ expendable = false }) => !expendable);
    if (this.count === 2 && mayLose) {
      this.options.ask?.();
      return "asked";
    }
    for (const child of this.children) child.kill();
    return mayLose && this.count === 3 ? "killed" : "over";
  }

  /** Adds a running child. Returns a function that removes it again. */
  add(child: Interruptible): () => void {
    this.children.add(child);
    return () => this.children.delete(child);
  }

  /** Sends a signal to a process, or to a group where the number is negative. One that has gone is no error. */
  send(pid: number, signal: NodeJS.Signals): void {
    try {
      this.options.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
