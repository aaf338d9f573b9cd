// What a domain without mail publishes besides SPF and DMARC: that nobody delivers to it, and that no key signs for it.
import type { RecordKind } from "./kind";

const clash = {
  workaround: "leave mail: none out where the domain has mail",
  meanwhile: "until then the domain takes and sends mail as it does now",
};

/** RFC 7505 §3: a single MX with priority 0 and an empty host. Senders then bounce mail at once, also where the name has addresses. */
export const NULL_MX = {
  description: "null MX",
  descriptions: {
    en: ({ domain }) => `null MX: ${domain} takes no mail`,
    ja: ({ domain }) => `Null MX（${domain}はメールを受信しない）`,
  },
  isMail: true,
  needsMail: false,
  role: "record",
  setting: "mail",
  id: "null-mx",
  alone: "a null MX is the only MX of its name (RFC 7505 §3)",
  // For any other MX it matters whether SES sends with its name, see the review.
  matches: ({ type, id }) => id === "null-mx" && type === undefined,
  clash,
} as const satisfies RecordKind;

/** RFC 6376 §3.6.1: an empty `p=` revokes the key. The wildcard says so for every selector that has no record of its own (RFC 4592). */
export const NO_DKIM = {
  description: "DKIM: no key",
  descriptions: {
    en: ({ domain }) => `DKIM: no key signs for ${domain}`,
    ja: ({ domain }) => `DKIM（${domain}の鍵はすべて無効）`,
  },
  isMail: true,
  needsMail: false,
  role: "dkim",
  setting: "mail",
  id: "no-dkim",
  matches: ({ type, name, id }) => id === "no-dkim" && type !== "MX" && name === undefined,
  clash,
} as const satisfies RecordKind;

/** The host of a null MX, whose priority is 0. */
export const NULL_MX_HOST = ".";

/** The owner name of the empty key. */
export function noDkimName(domain: string): string {
  return `*._domainkey.${domain}`;
}

export const EMPTY_KEY = "v=DKIM1; p=";

/** The SPF text of a domain that nobody sends for. */
export const NO_SENDERS = "v=spf1 -all";

/** Whether a record says that its name takes no mail. */
export function isNullMx(record: { readonly type?: string | undefined; readonly content?: string | null }): boolean {
  return record.type === "MX" && record.content === NULL_MX_HOST;
}
