// TLS-RPT: where other mail servers report deliveries to the domain that failed for want of TLS (RFC 8460 §3).
import { policyTags, TLS_RPT, txtPolicyFault } from "../text/txt-policy";
import type { RecordKind, TextSetting } from "./kind";

export const TLS_RPT_KIND = {
  description: "TLS-RPT",
  descriptions: {
    en: ({ domain }) => `TLS-RPT: where failed TLS to ${domain} is reported`,
    ja: ({ domain }) => `TLS-RPT（${domain}へのTLS配送失敗の報告先）`,
  },
  isMail: false,
  needsMail: true,
  role: "record",
  setting: "tlsRpt",
  isText: true,
  isOncePerDomain: true,
  isReleasable: true,
  id: "tls-rpt",
  matches: ({ id }) => id === "tls-rpt",
  singleton: {
    version: "tlsrptv1",
    matches: (text) => /^v=TLSRPTv1[ \t]*;/.test(text),
    ownerName: (domain) => `${TLS_RPT.label}.${domain}`,
    title: "TLS-RPT record",
    duplicateMeans: "of two TLS-RPT records at a name senders use none (RFC 8460 §3)",
    mergeAdvice: ", with the addresses of all,",
    meanwhile: "until then senders use none of two, and report nothing",
    toSetting: tlsRptSetting,
  },
  clash: {
    workaround: "leave tlsRpt out",
    meanwhile: "until then senders report failed TLS as they do now",
  },
} as const satisfies RecordKind;

/** The text for addresses, each a `mailto:` or `https:` URI. */
export function formatTlsRpt(rua: readonly string[]): string {
  return `v=TLSRPTv1; rua=${rua.join(",")}`;
}

/** A text as a setting of domains.yaml, without losing anything. */
export function tlsRptSetting(text: string): TextSetting {
  const fault = txtPolicyFault(TLS_RPT, [text]);
  const uris = policyTags(text).get("rua")?.split(",") ?? [];
  if (fault === undefined && formatTlsRpt(uris) === text) {
    const addresses = uris.map((uri) => uri.replace(/^mailto:/, ""));
    return { value: { rua: addresses.length === 1 ? addresses[0] : addresses }, exact: true, notes: [] };
  }
  return { value: { raw: text }, exact: true, notes: fault === undefined ? [] : [`tlsRpt ${fault}`] };
}
