// What was not checked, or did not answer. A result without it would claim more than is known.
import type { Domain } from "../../dns/domain";
import { domainRecords, hasPlaceholder, PLACEHOLDER_REFS } from "../../dns/domain-records";
import type { DnsRecord } from "../../dns/record";
import type { VerifyOptions } from "../options";
import { quotedList } from "../text";
import { isFailing, type ObservedRecord, serverName } from "./observe";

/** What cannot be checked with these options. */
export function uncheckedParts({ domains, records, ses, acm, tls, fetchPolicy }: VerifyOptions): readonly string[] {
  const known = new Set(domains.map(({ entry }) => entry));
  const unknown = [...new Set(records.map(({ entry }) => entry))].filter((entry) => !known.has(entry));
  const policies = domains.filter(({ mtaSts }) => mtaSts?.policy !== undefined).length;
  const web = records.filter(({ purpose }) => purpose === "web").length;
  return [
    ...(ses === undefined && domains.length > 0 ? ["SES: it was not asked"] : []),
    ...(unknown.length > 0
      ? [`SES: it was not asked about ${quotedList(unknown)}, of which domains.yaml has no entry`]
      : []),
    ...(acm === undefined && domains.some(({ certificate }) => certificate !== undefined)
      ? ["certificates in ACM: it was not asked"]
      : []),
    ...(tls === undefined && web > 0 ? ["certificates of websites: they were not asked for"] : []),
    ...(fetchPolicy === undefined && policies > 0 ? ["policies of MTA-STS: they were not fetched"] : []),
    ...domains.flatMap((domain) => notApplied(domain, records)),
  ];
}

/** Records of domains.yaml that the state lacks or has with other values: only what was applied is checked. */
function notApplied(domain: Domain, records: readonly DnsRecord[]): readonly string[] {
  const applied = new Map(records.filter(({ entry }) => entry === domain.entry).map((record) => [record.id, record]));
  return domainRecords(domain, PLACEHOLDER_REFS).flatMap((expected) => {
    const { id, type, name } = expected;
    const record = applied.get(id);
    if (record === undefined) return [`${type} "${name}": domains.yaml asks for it, and it is not applied yet`];
    const isSame = COMPARED.every((key) => record[key] === expected[key]);
    // Tokens and targets are known only after an apply.
    if (hasPlaceholder(expected) || isSame) return [];
    return [`${type} "${name}": domains.yaml asks for another value than the one that is applied`];
  });
}

const COMPARED = ["type", "name", "content", "priority"] as const;

export interface ResolverMonitor {
  add(seen: ObservedRecord): void;
  /** A sentence for each resolver that did not answer for all or some of the records, or one that says that there is no resolver. */
  silentResolvers(): readonly string[];
}

/** Counts the records that are done, and remembers which resolvers answered. */
export function monitorResolvers({ records, onProgress }: VerifyOptions): ResolverMonitor {
  let done = 0;
  const failed = new Map<string, { readonly count: number; readonly text: string }>();
  const answered = new Map<string, number>();
  let queried = 0;
  return {
    add({ authorities, resolvers }) {
      done += 1;
      queried += authorities.length > 0 ? 1 : 0;
      for (const answer of resolvers) {
        const name = answer.server === null ? "" : serverName(answer.server);
        if (answer.status !== "failed" || isFailing(answer)) answered.set(name, (answered.get(name) ?? 0) + 1);
        else failed.set(name, { count: (failed.get(name)?.count ?? 0) + 1, text: answer.failure.text });
      }
      onProgress?.(done, records.length);
    },
    silentResolvers: () => {
      if (queried > 0 && failed.size + answered.size === 0)
        return ["what resolvers keep, and how they find signatures: none was asked, --resolver names one"];
      return [...failed].map(([name, { count, text }]) => {
        const others = answered.get(name) ?? 0;
        return `resolver "${name}"${others === 0 ? "" : `, of ${count} of ${count + others} records`}: ${text}`;
      });
    },
  };
}
