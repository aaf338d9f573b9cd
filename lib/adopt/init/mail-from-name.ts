// A name for MAIL FROM if SES has none yet: it needs its own MX and SPF, and nothing else may exist at it.
import type { LiveZones } from "../zone/live-zones";

/** The default first. Nobody expects a website or a mailbox at the others. */
const CANDIDATES = ["mail", "bounce", "bounces", "ses", "ses-bounce", "aws-mail"];

/** The first label below `domain` with no records; undefined if all of them have records. */
export function freeMailFrom(zones: LiveZones, zone: string, domain: string): string | undefined {
  return CANDIDATES.find((label) => {
    const name = `${label}.${domain}`;
    // With a wildcard every name has an answer, and people open "mail" in a browser.
    const isShown = label === "mail" && zones.wildcards(zone, name).length > 0;
    return zones.at(zone, name).length === 0 && zones.delegation(zone, name).length === 0 && !isShown;
  });
}
