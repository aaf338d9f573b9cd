// What exists at a domain's _dmarc name, for a first domains.yaml: a record, an alias, a malformed record, or nothing. The notes only
// say what receivers find there.

import { canonicalName, txtVersion } from "../../dns/canonical";
import { dmarcName } from "../../dns/kinds/dmarc";
import { isWithin } from "../../dns/names";
import { malformedPolicy } from "../../dns/text/malformed-policy";
import { plainText } from "../../dns/text/txt";
import type { LiveZones } from "../zone/live-zones";

export interface ExistingDmarc {
  /** The DMARC texts; receivers use none if there are several. */
  readonly texts: readonly string[];
  /** Whether there is no DMARC record at the name, and none of a parent domain in the zone that applies to it. */
  readonly isFree: boolean;
  /** Undefined if there is exactly one text, and it is a valid record. */
  readonly note?: string;
}

/** Receivers do not follow longer chains of aliases either. */
const MAX_CHAIN = 8;

export function existingDmarc(zones: LiveZones, zone: string, domain: string): ExistingDmarc {
  const name = dmarcName(domain);
  const texts = textsAt(zones, zone, name).filter((text) => txtVersion(text) === "dmarc1");
  const off = "left alone, dmarc is false";
  const occupied = (note?: string): ExistingDmarc => ({ texts, isFree: false, note });
  const alias = aliasAt(zones, zone, name);
  if (alias !== undefined)
    return occupied(`"${name}" is a CNAME to ${alias}, ${aliasNote(zones, zone, alias)}: ${off}`);
  if (texts.length > 1)
    return occupied(`"${domain}" has ${texts.length} DMARC records, of which receivers take none: ${off}`);
  if (texts.length === 1) return occupied();
  for (const text of textsAt(zones, zone, name)) {
    const almost = malformedPolicy(text);
    if (almost?.kind !== "dmarc") continue;
    const what = `TXT ${JSON.stringify(text)} at "${name}" is almost a DMARC record, but receivers ignore it, because it has ${almost.why}`;
    return occupied(`${what}: ${off}; correct it in the zone, or write dmarc and let the plan replace it`);
  }
  const parent = parentWithRecord(zones, zone, domain);
  if (parent !== undefined)
    return occupied(
      `"${domain}" has no DMARC record, and that of "${parent}" applies to it: dmarc is false, since p=none here would weaken it`,
    );
  return {
    texts,
    isFree: true,
    note: `"${domain}" has no DMARC record, so dmarc is false: remove that to publish p=none`,
  };
}

/** The nearest name above, in the zone, that has a DMARC record (RFC 9989 §4.10 walks up the tree as well). */
function parentWithRecord(zones: LiveZones, zone: string, domain: string): string | undefined {
  for (let at = domain; at !== zone && isWithin(at, zone); ) {
    at = at.slice(at.indexOf(".") + 1);
    if (textsAt(zones, zone, dmarcName(at)).some((text) => txtVersion(text) === "dmarc1")) return at;
  }
  return undefined;
}

/** What receivers find at the target of an alias, as far as this zone shows it. */
function aliasNote(zones: LiveZones, zone: string, first: string): string {
  let target = first;
  for (let step = 0; step < MAX_CHAIN; step += 1) {
    if (!isWithin(target, zone) || zones.delegation(zone, target).length > 0)
      return "outside this zone, where a DMARC record may be";
    const next = aliasAt(zones, zone, target);
    if (next === undefined) {
      const isThere = textsAt(zones, zone, target).some((text) => txtVersion(text) === "dmarc1");
      return isThere ? "where the record is" : "where no DMARC record is, so that receivers find no policy";
    }
    target = next;
  }
  return "from where aliases go on and on, so that receivers find no policy";
}

function aliasAt(zones: LiveZones, zone: string, name: string): string | undefined {
  const alias = zones.at(zone, name).find(({ type }) => type === "CNAME");
  return alias && canonicalName(alias.content);
}

function textsAt(zones: LiveZones, zone: string, name: string): string[] {
  return zones.at(zone, name).flatMap(({ type, content }) => (type === "TXT" ? [plainText(content)] : []));
}
