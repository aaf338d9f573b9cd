// What was not looked at, or could not be heard: an answer that leaves it out would say more than is known.
import type { Domain } from "../../dns/domain";
import { domainRecords, hasPlaceholder, PLACEHOLDER_REFS } from "../../dns/domain-records";
import type { DnsRecord } from "../../dns/record";
import type { VerifyOptions } from "../options";
import { quotedList } from "../text";
import { isFailing, type ObservedRecord, serverName } from "./observe";

/** What these props do not let be seen. */
export function uncheckedParts({ domains, records, ses, tls }: VerifyOptions): readonly string[] {
  const known = new Set(domains.map(({ entry }) => entry));
  const strange = [...new Set(records.map(({ entry }) => entry))].filter((entry) => !known.has(entry));
  const web = records.filter(({ purpose }) => purpose === "web").length;
  return [
    ...(ses === undefined && domains.length > 0 ? ["SES: it was not asked"] : []),
    ...(strange.length > 0
      ? [`SES: it was not asked about ${quotedList(strange)}, of which domains.yaml has no entry`]
      : []),
    ...(tls === undefined && web > 0 ? ["certificates of websites: they were not asked for"] : []),
    ...domains.flatMap((domain) => notApplied(domain, records)),
  ];
}

/** What domains.yaml asks for and the state does not have, or has otherwise: what was applied is looked at, and no more. */
function notApplied(domain: Domain, records: readonly DnsRecord[]): readonly string[] {
  const applied = new Map(records.filter(({ entry }) => entry === domain.entry).map((record) => [record.id, record]));
  return domainRecords(domain, PLACEHOLDER_REFS).flatMap((wanted) => {
    const { id, type, name } = wanted;
    const record = applied.get(id);
    if (record === undefined) return [`${type} "${name}": domains.yaml asks for it, and it is not applied yet`];
    const isSame = COMPARED.every((key) => record[key] === wanted[key]);
    // Tokens and targets are known after an apply alone.
    if (hasPlaceholder(wanted) || isSame) return [];
    return [`${type} "${name}": domains.yaml asks for another value than the one that is applied`];
  });
}

const COMPARED = ["type", "name", "content", "priority"] as const;

export interface ResolverMonitor {
  add(seen: ObservedRecord): void;
  /** Those that were not heard, of all records or of some; or that there is none. */
  silentResolvers(): readonly string[];
}

/** Counts what is done, and remembers which resolvers were heard. */
export function monitorResolvers({ records, onProgress }: VerifyOptions): ResolverMonitor {
  let done = 0;
  const failed = new Map<string, { readonly count: number; readonly text: string }>();
  const heard = new Map<string, number>();
  let asked = 0;
  return {
    add({ authorities, resolvers }) {
      done += 1;
      asked += authorities.length > 0 ? 1 : 0;
      for (const answer of resolvers) {
        const name = answer.server === null ? "" : serverName(answer.server);
        if (answer.status !== "failed" || isFailing(answer)) heard.set(name, (heard.get(name) ?? 0) + 1);
        else failed.set(name, { count: (failed.get(name)?.count ?? 0) + 1, text: answer.failure.text });
      }
      onProgress?.(done, records.length);
    },
    silentResolvers: () => {
      if (asked > 0 && failed.size + heard.size === 0)
        return ["what resolvers keep, and how they find signatures: none was asked, --resolver names one"];
      return [...failed].map(([name, { count, text }]) => {
        const told = heard.get(name) ?? 0;
        return `resolver "${name}"${told === 0 ? "" : `, of ${count} of ${count + told} records`}: ${text}`;
      });
    },
  };
}
