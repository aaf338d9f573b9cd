// BIMI: the logo that mail programs may show beside the domain's mail (draft-brand-indicators-for-message-identification §4).
import { BIMI, policyTags, txtPolicyFault } from "../text/txt-policy";
import type { RecordKind, TextSetting } from "./kind";

export const BIMI_KIND = {
  description: "BIMI",
  descriptions: {
    en: ({ domain }) => `BIMI: logo of ${domain}`,
    ja: ({ domain }) => `BIMI（${domain}のロゴ）`,
  },
  isMail: false,
  needsMail: true,
  role: "record",
  setting: "bimi",
  isText: true,
  isOncePerDomain: true,
  isReleasable: true,
  id: "bimi",
  matches: ({ id }) => id === "bimi",
  singleton: {
    version: "bimi1",
    matches: (text) => /^v=BIMI1[ \t]*;/.test(text),
    ownerName: (domain) => `${BIMI.label}.${domain}`,
    title: "BIMI record",
    duplicateMeans: "of two BIMI records at a name receivers use none (BIMI draft, §7.2)",
    mergeAdvice: "",
    meanwhile: "until then receivers use none of two, and show no logo",
    toSetting: bimiSetting,
  },
  clash: {
    workaround: "leave bimi out",
    meanwhile: "until then receivers show the logo that is there now",
  },
} as const satisfies RecordKind;

/** The text for a logo, and for the certificate that proves that it is the owner's; both are `https:` URLs. */
export function formatBimi({ logo, certificate }: { readonly logo: string; readonly certificate?: string }): string {
  return `v=BIMI1; l=${logo};${certificate === undefined ? "" : ` a=${certificate};`}`;
}

/** A text as a setting of domains.yaml, without losing anything. */
export function bimiSetting(text: string): TextSetting {
  const fault = txtPolicyFault(BIMI, [text]);
  const tags = policyTags(text);
  const [logo = "", certificate] = [tags.get("l"), tags.get("a")];
  // An empty a= says that there is no certificate, which a setting says by leaving it out.
  if (fault === undefined && logo !== "" && certificate !== "" && formatBimi({ logo, certificate }) === text)
    return { value: { logo, certificate }, exact: true, notes: [] };
  return { value: { raw: text }, exact: true, notes: fault === undefined ? [] : [`bimi ${fault}`] };
}
