// The domain of tracked links: a CNAME to the host at which SES counts opens and clicks.
// https://docs.aws.amazon.com/ses/latest/dg/configure-custom-open-click-domains.html
import type { RecordKind } from "./kind";

export const TRACKING = {
  description: "tracked links",
  descriptions: {
    en: ({ domain }) => `tracked links: opens and clicks of mail from ${domain}`,
    ja: ({ domain }) => `開封とクリックの計測（${domain}のメール）`,
  },
  isMail: false,
  needsMail: true,
  role: "record",
  setting: "configurationSet",
  id: "tracking",
  matches: ({ type, id }) => id === "tracking" && type === undefined,
  clash: {
    workaround: "give tracking another name, or write the record that is there under records",
    meanwhile: "until then links in mail lead to what is there",
  },
} as const satisfies RecordKind;

/** Where SES counts opens and clicks in a region. */
export function trackingHost(region: string): string {
  return `r.${region}.awstrack.me`;
}
