// DNS as a mail library asks it: in the shape of `dns.promises.resolve`, whose errors say by their code alone whether there is
// no such name or nobody could tell.

export type MessageResolver = (name: string, type: string) => Promise<readonly unknown[]>;

/** Whether an error of a resolver has one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return typeof error === "object" && error !== null && "code" in error && codes.includes(String(error.code));
}
