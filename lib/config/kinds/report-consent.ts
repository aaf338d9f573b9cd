// reportConsent: the domain receives the DMARC reports about other domains of the configuration (RFC 9990 §4).
import * as z from "zod";
import type { Domain } from "../../dns/domain";
import { isSameOwner, type ReportConsent } from "../../dns/kinds/report-consent";
import { isWithin } from "../../dns/names";
import { parseDmarc, reportDomains } from "../../dns/text/dmarc";

export const reportConsent = z
  .boolean()
  .optional()
  .describe(
    "Whether the zone says that it receives DMARC reports about the domains of this configuration that send them to it; without such records they are not sent. Default: false.",
  );

/** What each entry publishes, by its key: each pair of a domain and a receiver once, by the entry closest to the receiver. */
export function reportConsents(
  domains: readonly Domain[],
  accepting: ReadonlySet<string>,
): ReadonlyMap<string, readonly ReportConsent[]> {
  const present = domains.filter(({ state }) => state === "present");
  const found = new Map<string, Map<string, ReportConsent>>();
  for (const { domain, zone, dmarc } of present) {
    const parsed = dmarc === undefined ? undefined : parseDmarc(dmarc).dmarc;
    for (const receiver of parsed === undefined ? [] : reportDomains(parsed).keys()) {
      if (isSameOwner(receiver, domain, zone.name)) continue;
      const [publisher] = present
        .filter((entry) => accepting.has(entry.entry) && isWithin(receiver, entry.zone.name))
        .sort((a, b) => closeness(b, receiver) - closeness(a, receiver) || (a.entry < b.entry ? -1 : 1));
      if (publisher === undefined) continue;
      const pairs = found.get(publisher.entry) ?? new Map<string, ReportConsent>();
      found.set(publisher.entry, pairs.set(`${domain} ${receiver}`, { domain, receiver }));
    }
  }
  return new Map([...found].map(([entry, pairs]) => [entry, [...pairs].sort().map(([, pair]) => pair)]));
}

/** A domain that the receiver is in is closer than another one in its zone. */
function closeness({ domain, zone }: Domain, receiver: string): number {
  return isWithin(receiver, domain) ? 1_000 + domain.length : zone.name.length;
}
