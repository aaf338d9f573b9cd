// One kind of thing in the world: plain values by key. The only derived data is the groups of a table, and only `apply` changes
// them. An index kept anywhere else could get out of date.
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

  /** Changes with each change of the table, so that code that derives data from the table knows when to derive it again. */
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

  /** The values of one group, found without reading the others. */
  inGroup(group: string): T[] {
    return [...(this.groups.get(group)?.values() ?? [])];
  }

  countInGroup(group: string): number {
    return this.groups.get(group)?.size ?? 0;
  }

  /** The change, for `world.commit`. */
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
