// The consent of a domain to receive the DMARC reports about another one (RFC 9990 §4). Without it, receivers send no reports there.
import { isWithin, relativeName } from "../names";
import { reportAuthorizationName } from "./dmarc";
import type { RecordKind } from "./kind";

const PREFIX = "consent-";

export const REPORT_CONSENT = {
  description: "consent to DMARC reports",
  descriptions: {
    en: ({ id }) => `consent to DMARC reports about ${id.slice(PREFIX.length).replace(/\._report\._dmarc\./, " at ")}`,
    ja: ({ id }) => `DMARCレポートの受信への同意（${id.slice(PREFIX.length).replace(/\._report\._dmarc\./, " → ")}）`,
  },
  isMail: false,
  needsMail: false,
  role: "record",
  setting: "reportConsent",
  isOncePerDomain: true,
  id: /^consent-.+$/s,
  ids: "`consent-<domain>`",
  matches: ({ id }) => id.startsWith(PREFIX),
  clash: {
    workaround: "set reportConsent to false",
    meanwhile: "until then the reports are sent, or not, as they are now",
  },
} as const satisfies RecordKind;

/** The reports about `domain` go to an address at `receiver`. */
export interface ReportConsent {
  readonly domain: string;
  readonly receiver: string;
}

/**
 * The record's id within the entry that publishes it: the owner name relative to the entry's domain. No domain has the labels `_report`
 * and `_dmarc`, so two consents never have one id.
 */
export function consentId({ domain, receiver }: ReportConsent, entryDomain: string): string {
  if (receiver === entryDomain) return PREFIX + domain;
  return PREFIX + relativeName(reportAuthorizationName(domain, receiver), entryDomain);
}

/**
 * Whether two names belong to one organisation, so that no consent is needed. Receivers walk the DNS tree (RFC 9989 §4.10). Here the
 * zone is taken as the organisational domain, which is right if the zone is a registered domain.
 */
export function isSameOwner(receiver: string, domain: string, ...zones: readonly string[]): boolean {
  return [domain, ...zones].some((name) => isWithin(receiver, name) || isWithin(name, receiver));
}
