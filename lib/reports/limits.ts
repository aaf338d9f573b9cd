// Limits for what is read. Anybody can send a report, and an attachment of a few kilobytes can unpack to gigabytes.

export interface ReadLimits {
  /** Bytes of a file, and of a message in a mailbox. The largest message that large receivers take is 50 MB. */
  readonly file: number;
  /** Bytes of one report after unpacking. A row is about 700 bytes. */
  readonly report: number;
  /** Bytes of all that one file, or one message of a mailbox, unpacks to: archives may be in archives. */
  readonly total: number;
  /** Files in one archive, and attachments of one message. */
  readonly parts: number;
  /** Lines of a message: each costs the parser some microseconds, and a base64 attachment of the largest file has 900,000. */
  readonly lines: number;
  /** Containers within one another: a mailbox, its message, an archive, a compressed file in it. */
  readonly depth: number;
}

export const READ_LIMITS: ReadLimits = {
  file: 64 << 20,
  report: 256 << 20,
  total: 1 << 30,
  parts: 100,
  lines: 1_000_000,
  depth: 5,
};

/** Elements within one another; a report needs six. */
export const MAX_XML_DEPTH = 64;

/** Characters of one value; a longer one is cut. */
export const MAX_VALUE = 1000;

/** Signatures of one row (RFC 9990 §3.1.3 says no more than 100). */
export const MAX_SIGNATURES = 100;

/** Doubts that one report lists; the rest are counted. */
export const MAX_DOUBTS = 10;
