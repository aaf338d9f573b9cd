// The custom MAIL FROM domain: one MX by which bounces come back to SES, and one SPF record (Amazon SES, Using a custom MAIL
// FROM domain).
import type { RecordKind } from "./kind";
import { SES_SENDER, SPF } from "./spf";

/** The end of its SPF record, for all other senders: `~all` marks their mail, `-all` refuses it (RFC 7208 §5.1). */
export type SpfAll = "~all" | "-all";

const clash = {
  workaround: "give mailFrom another name",
  meanwhile: "until then SES sends with a MAIL FROM of its own, or not at all where onMxFailure is reject",
};

export const MAIL_FROM_MX = {
  description: "MX (bounces come back to SES)",
  descriptions: {
    en: ({ domain }) => `MX (bounces come back to SES): MAIL FROM of ${domain}`,
    ja: ({ domain }) => `MX（${domain}のバウンスメールをSESに戻すため）`,
  },
  isMail: true,
  needsMail: true,
  isCheckedBySes: true,
  role: "mail-from-mx",
  setting: "mailFrom",
  isDefault: true,
  id: "mail-from-mx",
  alone: "SES wants exactly one MX at MAIL FROM",
  // For any other MX it matters whether SES sends with its name, see the review.
  matches: ({ type, id }) => id === "mail-from-mx" && type === undefined,
  clash,
} as const satisfies RecordKind;

export const MAIL_FROM_SPF = {
  description: "SPF",
  descriptions: {
    en: ({ domain }) => `SPF: MAIL FROM of ${domain}`,
    ja: ({ domain }) => `SPF（${domain}のMAIL FROM用）`,
  },
  isMail: true,
  needsMail: true,
  isCheckedBySes: true,
  role: "spf",
  setting: "mailFrom",
  isDefault: true,
  id: "mail-from-spf",
  matches: ({ type, id }) => id === "mail-from-spf" && (type === undefined || type === "TXT"),
  singleton: SPF.singleton,
  clash,
} as const satisfies RecordKind;

/** Whether a record's id belongs to a MAIL FROM domain. */
export function isMailFromId(id: string): boolean {
  return id === MAIL_FROM_MX.id || id === MAIL_FROM_SPF.id;
}

/** The priority that SES requires for the MX. */
export const FEEDBACK_PRIORITY = 10;

/** The host that receives bounces for SES in a region. */
export function feedbackHost(region: string): string {
  return `feedback-smtp.${region}.amazonses.com`;
}

/** The inverse of feedbackHost(), for a name in lower case without the last dot; undefined for any other name. */
export function feedbackRegion(name: string): string | undefined {
  return /^feedback-smtp\.([a-z0-9-]+)\.amazonses\.com$/.exec(name)?.[1];
}

/** Whether a name was meant as a feedback host: also without a region, or in `amazonaws.com`, which AWS does not use for it. */
export function resemblesFeedbackHost(name: string): boolean {
  return /^feedback-smtp\.(?:[a-z0-9-]+\.)?amazon(?:ses|aws)\.com$/.test(name);
}

/** The SPF text at a MAIL FROM domain. */
export function mailFromSpf(all: SpfAll): string {
  return `v=spf1 include:${SES_SENDER} ${all}`;
}

/** The inverse of mailFromSpf(); undefined for any other text. */
export function parseMailFromSpf(text: string): SpfAll | undefined {
  return (["~all", "-all"] as const).find((all) => mailFromSpf(all) === text);
}
