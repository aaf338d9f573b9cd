// SPF at the domain itself, for all its senders (RFC 7208). SES does not need it.
import { formatSpf, spfFromTerms } from "../text/spf";
import { isSpf, parseSpf, type SpfTerm } from "../text/spf-parser";
import type { RecordKind, TextSetting } from "./kind";

/** The domain whose SPF record lists the networks of SES. */
export const SES_SENDER = "amazonses.com";

export const SPF = {
  description: "SPF (all senders of the domain)",
  descriptions: {
    en: ({ domain }) => `SPF (all senders of the domain): ${domain}`,
    ja: ({ domain }) => `SPF（${domain}のすべての送信元）`,
  },
  isMail: true,
  needsMail: true,
  role: "spf",
  setting: "spf",
  isText: true,
  isOncePerDomain: true,
  isReleasable: true,
  id: "spf",
  matches: ({ type, text, id }) => isSpf(text) || (id === "spf" && (type === undefined || type === "TXT")),
  singleton: {
    version: "spf1",
    matches: isSpf,
    ownerName: (domain) => domain,
    title: "SPF",
    duplicateMeans: "two SPF records at a name are an error to receivers (RFC 7208 §4.5)",
    mergeAdvice: ", with the senders of all,",
    meanwhile: "until then receivers take two for an error, and SPF passes for nobody",
    toSetting: spfSetting,
  },
  clash: {
    workaround: "leave spf out",
    meanwhile: "until then the domain's other senders are judged as they are now",
  },
} as const satisfies RecordKind;

/** Whether an SPF text includes SES as a sender. */
export function includesSes(text: string): boolean {
  return isSpf(text) && parseSpf(text).terms.some(isSes);
}

function isSes({ name, value }: SpfTerm): boolean {
  return name === "include" && value?.toLowerCase() === SES_SENDER;
}

/** An SPF text as a setting of domains.yaml, without losing anything: `raw` if its fields would not give the same meaning. */
export function spfSetting(text: string): TextSetting {
  const { terms, problems } = parseSpf(text);
  const words = problems.length > 0 ? undefined : spfFromTerms(terms);
  if (words !== undefined && formatSpf(words) === text) return { value: { ...words }, exact: true, notes: [] };
  if (problems.length > 0) return { value: { raw: text }, exact: true, notes: problems.map((why) => `spf ${why}`) };
  if (words === undefined) {
    const why = "spf has terms that no field of domains.yaml has, and stays as raw";
    return { value: { raw: text }, exact: true, notes: [why] };
  }
  const notes = [`spf is spelled differently, with the same senders: ${JSON.stringify(formatSpf(words))}`];
  return { value: { ...words }, exact: false, notes };
}
