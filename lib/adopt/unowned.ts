// SPF and DMARC records that no entry manages: what to write into domains.yaml to manage them without losing anything.

import type { ZoneRecord } from "../cloudflare/zone-record";
import type { Domain } from "../dns/domain";
import { dmarcName, dmarcSetting } from "../dns/kinds/dmarc";
import { spfSetting } from "../dns/kinds/spf";
import { isDmarc, parseDmarc } from "../dns/text/dmarc";
import { SPF_LOOKUP_LIMIT } from "../dns/text/spf";
import { isSpf, parseSpf } from "../dns/text/spf-parser";
import { plainText } from "../dns/text/txt";
import { inlineYaml, spfWithSes } from "./texts";
import { LiveZones } from "./zone/live-zones";

/**
 * A sentence for each such record.
 * @param all all entries of domains.yaml: of several entries for a domain, only one has its SPF and DMARC. @default domains
 */
export function unownedTexts(
  domains: readonly Domain[],
  live: readonly ZoneRecord[],
  all: readonly Domain[] = domains,
): string[] {
  const zones = new LiveZones(live);
  const present = all.filter(({ state }) => state === "present");
  const spf = new Set(present.flatMap((domain) => (domain.spf === undefined ? [] : [domain.domain])));
  const dmarc = new Set(present.flatMap((domain) => (domain.dmarc === undefined ? [] : [domain.domain])));
  const notes = domains.flatMap((domain) => [
    ...(spf.has(domain.domain) ? [] : spfNotes(domain, zones)),
    ...(dmarc.has(domain.domain) ? [] : dmarcNotes(domain, zones)),
  ]);
  return [...new Set(notes)];
}

function spfNotes({ domain, zone }: Domain, zones: LiveZones): string[] {
  return textsAt(zones, zone.name, domain)
    .filter(isSpf)
    .flatMap((text) => {
      const own = `the SPF of "${domain}" is left alone; to own it as it is write spf: ${inlineYaml(spfSetting(text).value)}`;
      const { value, text: merged, lookups } = spfWithSes(text);
      const [before, after] = lookups;
      const [problem] = [
        ...parseSpf(text).problems,
        ...(before > SPF_LOOKUP_LIMIT ? [`needs ${before} dns lookups, the limit is ${SPF_LOOKUP_LIMIT}`] : []),
      ];
      if (problem !== undefined)
        return [`the SPF of "${domain}" is left alone, and cannot be owned as it is: ${fault(problem)}`];
      if (merged === text) return [own];
      const overLimit = after > SPF_LOOKUP_LIMIT ? `, which is over the limit of ${SPF_LOOKUP_LIMIT}` : "";
      return [
        own,
        `with SES as one of its senders, which SES does not need, it is spf: ${inlineYaml(value)}, of ${after} instead of ${before} lookups and those of what it includes${overLimit}`,
      ];
    });
}

function dmarcNotes({ domain, zone }: Domain, zones: LiveZones): string[] {
  return textsAt(zones, zone.name, dmarcName(domain))
    .filter(isDmarc)
    .map((text) => {
      const { problems } = parseDmarc(text);
      if (problems.length > 0)
        return `the DMARC of "${domain}" is left alone, and cannot be owned as it is: ${problems.map(fault).join("; ")}`;
      const { value, notes } = dmarcSetting(text);
      const words = [`the DMARC of "${domain}" is left alone; to own it write dmarc: ${inlineYaml(value)}`, ...notes];
      return words.join("; ");
    });
}

/** A problem is about the record, or about one of its terms. */
function fault(problem: string): string {
  return problem.startsWith("the ") ? problem : `it ${problem}`;
}

function textsAt(zones: LiveZones, zone: string, name: string): string[] {
  return zones
    .at(zone, name)
    .filter(({ type }) => type === "TXT")
    .map(({ content }) => plainText(content));
}
