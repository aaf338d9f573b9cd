// Holds writes back, between the moment when somebody interrupts Terraform and the moment when it has heard of it.
export class Hold {
  #release: (() => void) | undefined;
  #released: Promise<void> = Promise.resolve();

  get isHeld(): boolean {
    return this.#release !== undefined;
  }

  /** Resolves when nothing is held. */
  get released(): Promise<void> {
    return this.#released;
  }

  hold(): void {
    if (this.#release !== undefined) return;
    this.#released = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
