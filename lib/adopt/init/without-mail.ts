// Domains without mail in a zone: those that have exactly the records of mail: none.
import type { ZoneRecord } from "../../cloudflare/zone-record";
import { canonicalName } from "../../dns/canonical";
import { dmarcSetting } from "../../dns/kinds/dmarc";
import { EMPTY_KEY, isNullMx, NO_SENDERS, noDkimName } from "../../dns/kinds/no-mail";
import { isWithin } from "../../dns/names";
import { parseDmarc } from "../../dns/text/dmarc";
import { plainText } from "../../dns/text/txt";
import { LiveZones } from "../zone/live-zones";
import { existingDmarc } from "./dmarc";
import { textSetting, textsOf } from "./texts";

/**
 * Sorted, with notes about those that lack a record.
 * @param withMail domains for which SES sends mail, whatever they say of mail that arrives
 */
export function domainsWithoutMail(
  live: readonly ZoneRecord[],
  zone: string,
  withMail: ReadonlySet<string>,
): { readonly domains: readonly string[]; readonly notes: readonly string[] } {
  const zones = new LiveZones(live);
  const names = [...new Set(live.filter(isNullMx).map(({ name }) => canonicalName(name)))].sort();
  const notes: string[] = [];
  const domains = names.filter((name) => {
    if (withMail.has(name) || !isWithin(name, zone) || name.includes("*") || zones.delegation(zone, name).length > 0)
      return false;
    const missing = missingRecords(zones, zone, name);
    if (missing.length > 0)
      notes.push(
        `left alone: "${name}" takes no mail, and mail: none would also publish ${missing.join(" and ")}: write it if that is meant`,
      );
    return missing.length === 0;
  });
  return { domains, notes };
}

/** What mail: none would publish beside what stands, or instead. */
function missingRecords(zones: LiveZones, zone: string, domain: string): string[] {
  const at = zones.at(zone, domain);
  const isOnlyMx = at.filter(({ type }) => type === "MX").every((mx) => isNullMx(mx) && mx.priority === 0);
  const [spf, ...otherSpf] = textsOf(at, "spf1");
  const [dmarc = "", ...otherDmarc] = existingDmarc(zones, zone, domain).texts;
  const parsed = parseDmarc(dmarc).dmarc;
  const keys = zones.at(zone, noDkimName(domain)).map(({ type, content }) => type === "TXT" && plainText(content));
  return [
    isOnlyMx ? [] : "the null MX alone, with the priority 0",
    spf === NO_SENDERS && otherSpf.length === 0 ? [] : `the SPF "${NO_SENDERS}"`,
    parsed?.policy === "reject" && !parsed.testing && otherDmarc.length === 0 ? [] : "DMARC with p=reject",
    keys.length === 1 && keys[0] === EMPTY_KEY ? [] : `the empty key at "${noDkimName(domain)}"`,
  ].flat();
}

/** The settings of a domain that domainsWithoutMail() names. */
export function withoutMail(zones: LiveZones, zone: string, domain: string): Record<string, unknown> {
  return { domain, mail: "none", dmarc: textSetting(existingDmarc(zones, zone, domain).texts, dmarcSetting) };
}
