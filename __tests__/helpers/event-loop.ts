// Waiting for what happens, and not for a time: a busy machine takes longer, and nothing else changes.

/** Once round the event loop: what has come is heard. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits until it is so, however long that takes; the test's own limit ends what never comes. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}
