// A website's name in front of CloudFront.
import type { RecordKind } from "./kind";

const PREFIX = "web-";

export const WEB = {
  description: "website domain in front of CloudFront",
  descriptions: {
    en: () => "website domain in front of CloudFront",
    ja: () => "Webサイト用のドメイン（CloudFrontに向ける）",
  },
  isMail: false,
  needsMail: false,
  role: "web",
  setting: "web",
  isOncePerDomain: true,
  id: /^web-.+$/s,
  ids: "`web-<name>`",
  // Only the id distinguishes a website's CNAME from others.
  matches: ({ type, id }) => id.startsWith(PREFIX) && (type === undefined || ["A", "AAAA", "CNAME"].includes(type)),
  clash: {
    workaround: "take the name out of web",
    meanwhile: "mail does not need it, and the website stays where it is",
  },
} as const satisfies RecordKind;

/** The record id of the website at `relative`, see relativeName(). */
export function webId(relative: string): string {
  return `${PREFIX}${relative}`;
}

/** Whether a name, in lower case without the last dot, is that of a distribution: `d111111abcdef8.cloudfront.net`. */
export function isDistributionName(name: string): boolean {
  return /^[a-z0-9]+\.cloudfront\.net$/.test(name);
}
