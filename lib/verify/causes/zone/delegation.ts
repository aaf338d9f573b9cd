// Whether the world finds the zone at Cloudflare: then only can anything in it be live.
import { isWithin } from "../../../dns/names";
import { type Dns, isFailure } from "../../dns/answer";
import type { SeenRecord } from "../../live/observe";
import { type Problem, problem, sequence } from "../subject";

/** Cloudflare's own, and those of its Foundation DNS. Name servers under a customer's own name are not told from others. */
const CLOUDFLARE = /\.ns\.cloudflare\.com$|\.foundationdns\.(?:com|net|org)$/;

/**
 * Why the records of `zone` that are not live are not; undefined where that is not the zone's doing.
 * @param seen its records that were asked for
 */
export async function delegationProblem(
  dns: Dns,
  zone: string,
  seen: readonly SeenRecord[],
): Promise<Problem | undefined> {
  // Of what nobody could be heard about, the servers are the cause.
  const absent = seen
    .filter(({ status }) => status === "missing" || status === "different")
    .map(({ record }) => record);
  if (absent.length === 0) return undefined;
  const found = await dns.zoneOf(zone);
  if (isFailure(found)) return undefined;
  const servers = sequence(found.nameServers.slice(0, 4).map((name) => `"${name}"`));
  if (found.zone !== zone) {
    const answer = await dns.resolve(zone, "NS");
    if (answer.status === "no-name")
      return problem("zone-unregistered", zone, absent, {
        message: `zone "${zone}" does not exist: "${found.zone || "."}" knows no such name`,
        fix: "register the domain, or correct its name in domains.yaml",
      });
    return problem("zone-undelegated", zone, absent, {
      message: `zone "${zone}" is not delegated: its names are answered by "${found.zone || "."}", whose name servers are ${servers}`,
      fix: `set the name servers that Cloudflare's overview page shows at whoever runs "${found.zone || "."}"; until then the zone is not active`,
    });
  }
  // Servers that were given by their addresses say nothing of where the parent leads.
  const names = found.nameServers.filter((name) => /[a-z]/i.test(name) && !name.includes(":"));
  if (names.length === 0 || names.some((name) => CLOUDFLARE.test(name))) return undefined;
  return problem("zone-elsewhere", zone, absent, {
    message: `zone "${zone}" is delegated to ${servers}, not to Cloudflare`,
    fix: "set the two name servers that Cloudflare's overview page shows at the registrar, or make the records where the zone is now",
  });
}

/** A name below the zone that has been given away to other name servers. */
export async function nameDelegated(dns: Dns, { record }: SeenRecord): Promise<Problem | undefined> {
  if (record.name === record.zone) return undefined;
  const found = await dns.zoneOf(record.name);
  if (isFailure(found) || found.zone === record.zone || !isWithin(found.zone, record.zone)) return undefined;
  const servers = sequence(found.nameServers.slice(0, 4).map((name) => `"${name}"`));
  return problem("name-delegated", record.domain, [record], {
    message: `"${found.zone}" is a zone of its own at ${servers}, so that what "${record.zone}" has for "${record.name}" is never asked for`,
    fix: `delete the NS records of "${found.zone}" in "${record.zone}", or make the record there`,
  });
}
