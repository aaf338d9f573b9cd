// The DMARC record of a domain, at its `_dmarc` name (RFC 9989 §4.6).
import { type Dmarc, formatDmarc, isDmarc, parseDmarc, REMOVED_TAGS } from "../text/dmarc";
import type { RecordKind, TextSetting } from "./kind";

export const DMARC = {
  description: "DMARC",
  descriptions: {
    en: ({ domain }) => `DMARC: policy of ${domain}`,
    ja: ({ domain }) => `DMARC（${domain}のポリシー）`,
  },
  isMail: true,
  needsMail: false,
  role: "dmarc",
  setting: "dmarc",
  isText: true,
  isDefault: true,
  isOncePerDomain: true,
  isReleasable: true,
  id: "dmarc",
  matches: ({ name, text, id }) =>
    !(name !== undefined && isReportAuthorizationName(name)) &&
    (isDmarc(text) || (name === undefined ? id === "dmarc" : isDmarcName(name))),
  singleton: {
    version: "dmarc1",
    matches: isDmarc,
    ownerName: dmarcName,
    title: "DMARC record",
    duplicateMeans: "two DMARC records at a name count as none (RFC 9989)",
    mergeAdvice: "",
    meanwhile: "until then receivers take none of two, and the domain has no policy",
    toSetting: dmarcSetting,
  },
  clash: {
    workaround: "write dmarc: false where somebody else owns it",
    meanwhile: "until then receivers see no policy of this record",
  },
} as const satisfies RecordKind;

/** The owner name of the DMARC record of a domain. */
export function dmarcName(domain: string): string {
  return `_dmarc.${domain}`;
}

/** Whether receivers look for DMARC records at a name; a relative name may be just `_dmarc`. */
export function isDmarcName(name: string): boolean {
  return /^_dmarc(?:\.|$)/.test(name);
}

/** The domain of a `_dmarc` name; any other name as it is. */
export function dmarcDomain(name: string): string {
  return name.replace(/^_dmarc\./, "");
}

/** Where the owner of `theirs` agrees to receive the reports about `domain` (RFC 9990 §4). */
export function reportAuthorizationName(domain: string, receiver: string): string {
  return `${domain}._report._dmarc.${receiver}`;
}

export function isReportAuthorizationName(name: string): boolean {
  return /\._report\._dmarc(?:\.|$)/.test(name);
}

const SETTING_TAGS: readonly string[] = ["v", "p", "sp", "np", "t", "adkim", "aspf", "fo", "rua", "ruf"];

/** As the schema takes addresses. */
const ADDRESS = /^mailto:[^\s@,;!<>"?]+@[^\s@,;!<>"?][^\s@,;!<>"?.]*\.[^\s@,;!<>"?]+$/;

/** A DMARC text as a setting of domains.yaml, without losing anything: `raw` if its fields would not give the same meaning. */
export function dmarcSetting(text: string): TextSetting {
  const { tags, dmarc, problems, dropped } = parseDmarc(text);
  const raw = (...notes: string[]): TextSetting => ({ value: { raw: text }, exact: true, notes });
  if (dmarc === undefined || problems.length > 0) return raw(...problems.map((why) => `dmarc ${why}`));
  const removed = tags.filter(({ name }) => REMOVED_TAGS.includes(name)).map(({ name }) => name);
  const unknown = tags
    .filter(({ name }) => !SETTING_TAGS.includes(name) && !removed.includes(name))
    .map(({ name }) => name);
  const unsupported = [...(dmarc.rua ?? []), ...(dmarc.ruf ?? [])].filter((uri) => !ADDRESS.test(uri));
  const notes = [
    ...dropped.map((what) => `dmarc ${what}: receivers drop it, and raw keeps it`),
    ...(removed.length === 0 ? [] : [`dmarc has ${removed.join(", ")}, which RFC 9989 removed: raw keeps them`]),
    ...(unknown.length === 0
      ? []
      : [`dmarc has ${unknown.join(", ")}, which no field of domains.yaml has: raw keeps it`]),
    ...(unsupported.length === 0 ? [] : [`dmarc reports to ${unsupported.join(", ")}, which only raw can contain`]),
  ];
  if (notes.length > 0) return raw(...notes);
  const exact = formatDmarc(dmarc) === text;
  const rewritten = `dmarc is spelled differently, with the same meaning: ${JSON.stringify(formatDmarc(dmarc))}`;
  return { value: dmarcFields(dmarc), exact, notes: exact ? [] : [rewritten] };
}

function dmarcFields({
  dkimAlignment,
  spfAlignment,
  failureOptions,
  rua,
  ruf,
  ...rest
}: Dmarc): Record<string, unknown> {
  const one = (items: readonly string[]) => (items.length === 1 ? items[0] : items);
  const addresses = (uris: readonly string[]) => one(uris.map((uri) => uri.replace(/^mailto:/, "")));
  return {
    ...rest,
    alignment: dkimAlignment || spfAlignment ? { dkim: dkimAlignment, spf: spfAlignment } : undefined,
    failureOptions: failureOptions && one(failureOptions),
    rua: rua && addresses(rua),
    ruf: ruf && addresses(ruf),
  };
}
