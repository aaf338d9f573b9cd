// How long a text may be that is read as SPF or DMARC. It comes from DNS and from files, and is anybody's.

/** Characters. Cloudflare takes 4,096 bytes a record, and receivers give up long before: RFC 7208 §3.4 wants them below 512. */
export const POLICY_LENGTH = 4096;

/** What is wrong with a text that is too long to be read; undefined where it is not. */
export function lengthFault(text: string): string | undefined {
  if (text.length <= POLICY_LENGTH) return undefined;
  return `has ${text.length} characters, over ${POLICY_LENGTH} nobody reads it: shorten it`;
}
