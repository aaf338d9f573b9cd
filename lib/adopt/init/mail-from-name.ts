// A name for MAIL FROM where SES has none yet: it needs an MX and an SPF of its own, and nothing else may stand there.
import type { LiveZones } from "../zone/live-zones";

/** The default first. Of the others nobody expects a website or a mailbox. */
const CANDIDATES = ["mail", "bounce", "bounces", "ses", "ses-bounce", "aws-mail"];

/** The first label below `domain` at which nothing stands; undefined where something stands at all of them. */
export function freeMailFrom(zones: LiveZones, zone: string, domain: string): string | undefined {
  return CANDIDATES.find((label) => {
    const name = `${label}.${domain}`;
    // Behind a wildcard every name answers, and "mail" is one that people open.
    const isShown = label === "mail" && zones.wildcards(zone, name).length > 0;
    return zones.at(zone, name).length === 0 && zones.delegation(zone, name).length === 0 && !isShown;
  });
}
