// Limits for messages that are evaluated. The sender chooses every byte, and a message that any mail server would refuse must not
// take minutes here.
import type { HeaderField } from "./header";

/** Bytes: the largest that the large receivers take, and SES sends, is 40 MB. */
const MAX_MESSAGE = 64 << 20;

/** Bytes of all fields together; Postfix refuses more than 100 kB (header_size_limit), Gmail more than 500 kB. */
const MAX_HEADER = 512 << 10;

const MAX_FIELD = 128 << 10;

const MAX_FIELDS = 2000;

/** Addresses in the fields of RFC 5322 §3.6.2 and §3.6.3, counted by their at signs. */
const MAX_ADDRESSES = 5000;

const ADDRESS_FIELDS = new Set(["from", "sender", "reply-to", "to", "cc", "bcc"]);

/** Why a message is too large to be evaluated; undefined if it is not. */
export function sizeFault(message: Buffer): string | undefined {
  return message.length > MAX_MESSAGE
    ? `the message has more than ${MAX_MESSAGE >> 20} MB, which no receiver takes`
    : undefined;
}

export function headerFault(fields: readonly HeaderField[]): string | undefined {
  if (fields.length > MAX_FIELDS) return `its header has ${fields.length} fields, over ${MAX_FIELDS} no receiver takes`;
  if (fields.some(({ line }) => line.length > MAX_FIELD))
    return `a field of its header has more than ${MAX_FIELD >> 10} kB`;
  const size = fields.reduce((sum, { line }) => sum + line.length, 0);
  if (size > MAX_HEADER) return `its header has more than ${MAX_HEADER >> 10} kB, which no receiver takes`;
  const addressed = fields.filter(({ key }) => ADDRESS_FIELDS.has(key));
  const addresses = addressed.reduce((sum, { line }) => sum + line.split("@").length - 1, 0);
  return addresses > MAX_ADDRESSES
    ? `its header has ${addresses} addresses, over ${MAX_ADDRESSES} no receiver takes`
    : undefined;
}
