// What was written through the gateway, and when, so that no read that begins after a write is answered with what was known before it.
// "When" is a count of events, not a time: two events never have the same one.

/** What a write may change: a record, or all of a zone if no record is named, or everything if no zone is. */
export interface Scope {
  readonly zone?: string | undefined;
  readonly record?: string | undefined;
}

interface Change {
  /** How many writes are under way. */
  open: number;
  /** When the last one began or ended. */
  at: number;
}

export class Changes {
  #now = 0;
  readonly #changes = new Map<string, Change>();

  /** This moment: what is read from now on is newer than all writes that have ended. */
  get now(): number {
    return this.#now;
  }

  /** A write is sent. Returns what is called when its answer has come, or when it is known to be lost. */
  begin(scope: Scope): () => void {
    const change = this.#of(scope);
    change.open += 1;
    change.at = this.#tick();
    let hasEnded = false;
    return () => {
      if (hasEnded) return;
      hasEnded = true;
      change.open -= 1;
      change.at = this.#tick();
    };
  }

  /** Whether a record may differ from what was read at that moment, because of a write. */
  since(moment: number, zone: string, record: string): boolean {
    return [{ zone, record }, { zone }, {}].some((scope) => {
      const change = this.#changes.get(keyOf(scope));
      return change !== undefined && (change.open > 0 || change.at > moment);
    });
  }

  #of(scope: Scope): Change {
    const key = keyOf(scope);
    const known = this.#changes.get(key) ?? { open: 0, at: 0 };
    this.#changes.set(key, known);
    return known;
  }

  #tick(): number {
    this.#now += 1;
    return this.#now;
  }
}

function keyOf({ zone = "", record = "" }: Scope): string {
  return `${zone}/${record}`;
}
