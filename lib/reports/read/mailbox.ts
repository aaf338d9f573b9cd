// The messages of a mailbox file (mbox, RFC 4155): each begins with a line "From ", after an empty line. It is read in pieces, so that
// a mailbox of years needs the memory of one message.

export interface MailboxMessage {
  /** From 1. */
  readonly number: number;
  /** Undefined if it is larger than the limit. */
  readonly bytes: Buffer | undefined;
}

/** After an empty line, of which the first line of a file needs none. */
const SEPARATOR = /\n\r?\nFrom [^\n]*\r?\n/g;
/** Characters of a separator at most: what was searched is not searched again, but for the last ones. */
const LONGEST = 1000;
/** "From " at the begin of a line is written with ">" before it, and every ">From " with one more. */
const QUOTED = /^>(>*From )/gm;

/**
 * @param limit bytes of one message
 */
export async function* mailboxMessages(
  pieces: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<MailboxMessage, void> {
  let number = 0;
  // Of one message: what has no separator in it, and the end, in which one may begin.
  let searched: string[] = [];
  let size = 0;
  let open = "\n\n";
  let skipped = false;
  const take = (end: string): MailboxMessage | undefined => {
    const text = searched.length === 0 ? end : `${searched.join("")}${end}`;
    const isTooLarge = skipped || text.length > limit;
    searched = [];
    size = 0;
    skipped = false;
    if (!isTooLarge && text.trim() === "") return undefined;
    number += 1;
    return { number, bytes: isTooLarge ? undefined : Buffer.from(text.replace(QUOTED, "$1"), "latin1") };
  };
  for await (const piece of pieces) {
    open += piece.toString("latin1");
    let from = 0;
    // The last line may not be complete.
    for (const { index, 0: separator } of open.slice(0, open.lastIndexOf("\n") + 1).matchAll(SEPARATOR)) {
      const message = take(open.slice(from, index));
      if (message !== undefined) yield message;
      from = index + separator.length;
    }
    const until = Math.max(from, open.length - LONGEST);
    if (until > from) searched.push(open.slice(from, until));
    size += until - from;
    open = open.slice(until);
    if (size <= limit) continue;
    skipped = true;
    searched = [];
    size = 0;
  }
  const last = take(open);
  if (last !== undefined) yield last;
}
