// The maximum length of a text that is parsed as SPF or DMARC. It comes from DNS or from files, so anybody may have written it.

/** Characters. Cloudflare accepts 4,096 bytes a record, and receivers expect far less: RFC 7208 §3.4 says below 512. */
export const POLICY_LENGTH = 4096;

/** What is wrong with a text that is too long; undefined if it is not. */
export function lengthFault(text: string): string | undefined {
  if (text.length <= POLICY_LENGTH) return undefined;
  return `has ${text.length} characters, over ${POLICY_LENGTH} nobody reads it: shorten it`;
}
