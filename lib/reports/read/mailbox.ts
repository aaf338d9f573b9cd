// The messages of a mailbox file (mbox, RFC 4155): each begins with a line "From ", after an empty line. It is read in pieces, so that
// a mailbox of years needs the memory of one message.

export interface MailboxMessage {
  /** From 1. */
  readonly number: number;
  /** Undefined if it is larger than the limit. */
  readonly bytes: Buffer | undefined;
}

const SEPARATOR = /(?:^|\n\r?\n)From [^\n]*\r?\n/g;
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
  let rest = "";
  let skipped = false;
  const take = (text: string): MailboxMessage => {
    number += 1;
    const isTooLarge = skipped || text.length > limit;
    skipped = false;
    return { number, bytes: isTooLarge ? undefined : Buffer.from(text.replace(QUOTED, "$1"), "latin1") };
  };
  for await (const piece of pieces) {
    rest += piece.toString("latin1");
    // The last line may not be complete, and a separator begins with the line before it.
    const end = rest.lastIndexOf("\n");
    let from = 0;
    for (const { index, 0: separator } of rest.slice(0, end + 1).matchAll(SEPARATOR)) {
      const text = rest.slice(from, index);
      if (text.trim() !== "" || skipped) yield take(text);
      from = index + separator.length;
    }
    if (from > 0) rest = rest.slice(from);
    if (rest.length > limit) {
      skipped = true;
      rest = rest.slice(-1000);
    }
  }
  if (rest.trim() !== "" || skipped) yield take(rest);
}
