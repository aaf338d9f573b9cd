// How one packet fared. Sockets tell no more than this; what it means is for the caller.

export type PacketResult =
  /** An answer to the question, or what nobody can read. */
  | { readonly kind: "packet"; readonly packet: Buffer }
  /** Nothing came in time; or only what was no answer to the question. */
  | { readonly kind: "silence"; readonly strangers: boolean }
  /** The socket said so, such as `ECONNREFUSED`. */
  | { readonly kind: "unreachable"; readonly code: string };

/** The code of a socket's error. */
export function unreachable(error: Error): PacketResult {
  return { kind: "unreachable", code: (error as NodeJS.ErrnoException).code ?? error.message };
}
