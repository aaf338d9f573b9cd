// What was found out of late, so many of it: a run over thousands of domains asks for what they share again and again, and for
// the rest of a domain only while it is looked at. What goes is what was longest not asked for.

export class LruCache<Value> {
  /** In the order of the last use. */
  readonly #values = new Map<string, Value>();

  constructor(readonly capacity: number) {}

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) {
      this.#values.delete(key);
      this.#values.set(key, value);
    }
    return value;
  }

  set(key: string, value: Value): void {
    this.#values.set(key, value);
    if (this.#values.size <= this.capacity) return;
    const [oldest = key] = this.#values.keys();
    this.#values.delete(oldest);
  }
}
