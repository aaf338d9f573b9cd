// One kind of thing in the world: plain values by key. The only derived data, a table's groups, is made in one place, `apply`:
// a second index somewhere else would go stale one day.
import type { Change } from "./journal";

/** A map of one kind of thing, kept in the journal under `name`. */
export class Table<T> {
  private readonly entries = new Map<string, T>();
  private readonly groups = new Map<string, Map<string, T>>();
  private changes = 0;

  constructor(
    readonly name: string,
    private readonly groupOf: (value: T) => string = () => "",
  ) {}

  /** Another number after each change: who derives something from the table sees that it is old. */
  get version(): number {
    return this.changes;
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: string): T | undefined {
    return this.entries.get(key);
  }

  keys(): string[] {
    return [...this.entries.keys()];
  }

  values(): T[] {
    return [...this.entries.values()];
  }

  /** The values that `groupOf` puts together, without a look at the others. */
  inGroup(group: string): T[] {
    return [...(this.groups.get(group)?.values() ?? [])];
  }

  countInGroup(group: string): number {
    return this.groups.get(group)?.size ?? 0;
  }

  /** The change that `world.commit` carries out. */
  put(key: string, value: T): Change {
    return [`${this.name}/${key}`, value];
  }

  remove(key: string): Change {
    return [`${this.name}/${key}`, null];
  }

  /** Only for World. */
  apply(key: string, value: T | null): void {
    this.changes += 1;
    const old = this.entries.get(key);
    if (old !== undefined) {
      const group = this.groups.get(this.groupOf(old));
      group?.delete(key);
      if (group?.size === 0) this.groups.delete(this.groupOf(old));
      this.entries.delete(key);
    }
    if (value === null) return;
    this.entries.set(key, value);
    const group = this.groupOf(value);
    if (!this.groups.has(group)) this.groups.set(group, new Map());
    this.groups.get(group)?.set(key, value);
  }
}
