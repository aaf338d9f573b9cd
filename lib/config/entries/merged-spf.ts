// A domain may have only one SPF record (RFC 7208 §4.5), so one entry owns it. What other entries of the same domain set for it is
// merged into that record.
import { formatSpf, mergeSpf, type Spf } from "../../dns/text/spf";
import type { SpfSetting } from "../kinds/spf";

/** What an entry sets for the SPF record at its domain. */
export interface SpfRequest {
  readonly entry: string;
  readonly domain: string;
  readonly owner: boolean;
  readonly spf: SpfSetting;
}

export interface MergedSpf {
  /** The record's text, by the entry that publishes it. */
  readonly texts: ReadonlyMap<string, string>;
  readonly faults: readonly { readonly entry: string; readonly message: string }[];
}

export function mergeSpfRequests(requests: readonly SpfRequest[]): MergedSpf {
  const texts = new Map<string, string>();
  const faults: { entry: string; message: string }[] = [];
  const byDomain = new Map<string, SpfRequest[]>();
  for (const request of requests) byDomain.set(request.domain, [...(byDomain.get(request.domain) ?? []), request]);

  for (const [domain, all] of byDomain) {
    const [first, ...others] = all.sort((a, b) => Number(b.owner) - Number(a.owner) || (a.entry < b.entry ? -1 : 1));
    if (first === undefined) continue;
    const mixed = all.find(({ spf }) => spf.raw !== undefined && (all.length > 1 || Object.keys(spf).length > 1));
    const ends = new Set(all.flatMap(({ spf }) => [spf.redirect ?? [], spf.all ?? []].flat()));
    if (mixed !== undefined) {
      const why = all.length > 1 ? `other entries of "${domain}" have an spf too` : "it has other fields too";
      faults.push({
        entry: mixed.entry,
        message: `"spf" of "${mixed.entry}" is raw and cannot be merged, ${why}: write it in fields`,
      });
    } else if (ends.size > 1) {
      const [where, fix] =
        others.length > 0 ? [", of several entries", "let them say the same"] : ["", "keep one of them"];
      const message = `"spf" of "${first.entry}" ends in ${[...ends].join(" and in ")}${where}: ${fix}`;
      faults.push({ entry: first.entry, message });
    } else texts.set(first.entry, first.spf.raw ?? formatSpf(merge([first, ...others].map(({ spf }) => spf))));
  }
  return { texts, faults };
}

/** The owner's record with the senders of the others. They agree on its end, so any of them may set it. */
function merge([first, ...others]: readonly SpfRequest["spf"][]): Spf {
  const end = [first, ...others].find((request) => request?.redirect !== undefined || request?.all !== undefined);
  const { redirect, all } = end ?? {};
  return mergeSpf({ ...senderLists(first), redirect, all }, others.map(senderLists));
}

/** The senders as lists; a single one may be written without a list. */
function senderLists(request: SpfRequest["spf"] | undefined): Spf {
  const { amazonses = false, include, ip4, ip6, a, mx, exists } = request ?? {};
  const lists = Object.entries({ include, ip4, ip6, a, mx, exists }).map(([key, value]) => [key, [value ?? []].flat()]);
  return { amazonses, ...Object.fromEntries(lists) };
}
