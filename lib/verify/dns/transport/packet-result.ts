// The result of sending one packet, as far as the socket knows it.

export type PacketResult =
  /** A response to the query, or an unreadable one. */
  | { readonly kind: "packet"; readonly packet: Buffer }
  /** Nothing came in time, or only packets that were no response to the query (`strangers`). */
  | { readonly kind: "silence"; readonly strangers: boolean }
  /** An error of the socket, such as `ECONNREFUSED`. */
  | { readonly kind: "unreachable"; readonly code: string };

/** The code of a socket's error. */
export function unreachable(error: Error): PacketResult {
  return { kind: "unreachable", code: (error as NodeJS.ErrnoException).code ?? error.message };
}
