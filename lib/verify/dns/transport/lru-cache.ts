// A cache of limited size that drops what was least recently used. A run over thousands of domains needs what they share again and
// again, and the rest of a domain only while that is verified.

export class LruCache<Value> {
  /** In the order of last use. */
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
