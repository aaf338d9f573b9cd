// MTA-STS: the record that tells senders that the domain has a policy, by the policy's id (RFC 8461 §3.1).
import { MTA_STS, txtPolicyFault } from "../text/txt-policy";
import type { RecordKind, TextSetting } from "./kind";

export const MTA_STS_KIND = {
  description: "MTA-STS",
  descriptions: {
    en: ({ domain }) => `MTA-STS: id of the policy for mail to ${domain}`,
    ja: ({ domain }) => `MTA-STS（${domain}宛てメールのTLS配送ポリシーのID）`,
  },
  isMail: false,
  needsMail: true,
  role: "record",
  setting: "mtaSts",
  isText: true,
  isOncePerDomain: true,
  isReleasable: true,
  id: "mta-sts",
  matches: ({ id }) => id === "mta-sts",
  singleton: {
    version: "stsv1",
    matches: (text) => /^v=STSv1[ \t]*;/.test(text),
    ownerName: (domain) => `${MTA_STS.label}.${domain}`,
    title: "MTA-STS record",
    duplicateMeans: "of two MTA-STS records at a name senders use none (RFC 8461 §3.1)",
    mergeAdvice: "",
    meanwhile: "until then senders use none of two, and the domain has no policy",
    toSetting: mtaStsSetting,
  },
  clash: {
    workaround: "leave mtaSts out",
    meanwhile: "until then senders follow the policy that is there now",
  },
} as const satisfies RecordKind;

/** The text for an id of 1 to 32 letters and digits. */
export function formatMtaSts(id: string): string {
  return `v=STSv1; id=${id};`;
}

/** A text as a setting of domains.yaml. The policy cannot be read from it, so it stays as it is. */
export function mtaStsSetting(text: string): TextSetting {
  const fault = txtPolicyFault(MTA_STS, [text]);
  return { value: { raw: text }, exact: true, notes: fault === undefined ? [] : [`mtaSts ${fault}`] };
}
