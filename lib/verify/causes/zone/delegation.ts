// Whether the world finds the zone, and at Cloudflare.
import { isWithin } from "../../../dns/names";
import type { DnsRecord } from "../../../dns/record";
import { type Delegation, type Dns, isFailure } from "../../dns/answer";
import type { SeenRecord } from "../../live/observe";
import { few } from "../record/names";
import { type Problem, problem } from "../subject";

/** Cloudflare's own, and those of its Foundation DNS. Name servers under a customer's own name are not told from others. */
const CLOUDFLARE = /\.ns\.cloudflare\.com$|\.foundationdns\.(?:com|net|org)$/;

/** Labels under which registries hand names out, such as `co.uk`: nobody else makes a delegation there. */
const REGISTRY =
  /^(?:ac|biz|co|com|edu|firm|gen|go|gob|gov|idv|info|ltd|me|mil|name|ne|net|nom|or|org|plc|sch|web)\.[a-z]{2}$/;

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
  if (found.zone !== zone) return lostZone(dns, zone, found, absent);
  // Servers that were given by their addresses say nothing of where the parent leads.
  const names = found.nameServers.filter((name) => /[a-z]/i.test(name) && !name.includes(":"));
  if (names.length === 0 || names.some((name) => CLOUDFLARE.test(name))) return undefined;
  return problem("zone-elsewhere", zone, absent, {
    message: `zone "${zone}" is delegated to ${some(names)}, not to Cloudflare`,
    fix: "set the two name servers that Cloudflare's overview page shows at the registrar, or make the records where the zone is now",
  });
}

/** The world knows a zone above it and not the zone: its name is free, or the one above does not lead to it. */
async function lostZone(
  dns: Dns,
  zone: string,
  { zone: above, nameServers }: Delegation,
  absent: readonly DnsRecord[],
): Promise<Problem> {
  const parent = above || ".";
  const isFree = (await dns.resolve(zone, "NS")).status === "no-name";
  // Below a registry names are bought; below a zone of one's own they are delegated by NS records.
  const isBought = !above.includes(".") || REGISTRY.test(above);
  if (isFree && isBought) {
    const labels = zone.split(".");
    const name = labels.slice(above === "" ? -1 : -above.split(".").length - 1).join(".");
    return problem("zone-unregistered", zone, absent, {
      message: `zone "${zone}" does not exist: "${parent}" knows no such name`,
      fix:
        name === zone
          ? "register the domain, or correct its name in domains.yaml"
          : `register "${name}", or correct the zone's name in domains.yaml`,
    });
  }
  const what = isFree
    ? `"${parent}" is there and has no name "${zone}"`
    : `its names are answered by "${parent}", whose name servers are ${some(nameServers)}`;
  return problem("zone-undelegated", zone, absent, {
    message: `zone "${zone}" is not delegated: ${what}`,
    fix: isBought
      ? `set the name servers that Cloudflare's overview page shows at whoever runs "${parent}"; until then the zone is not active`
      : `add NS records for "${zone}" to the zone "${parent}", one for each name server that Cloudflare's overview page of "${zone}" shows; until then the zone is not active`,
  });
}

function some(nameServers: readonly string[]): string {
  return few(nameServers.slice(0, 4));
}

/** A name below the zone that has been given away to other name servers. */
export async function nameDelegated(dns: Dns, { record }: SeenRecord): Promise<Problem | undefined> {
  if (record.name === record.zone) return undefined;
  const found = await dns.zoneOf(record.name);
  if (isFailure(found) || found.zone === record.zone || !isWithin(found.zone, record.zone)) return undefined;
  return problem("name-delegated", record.domain, [record], {
    message: `"${found.zone}" is a zone of its own at ${some(found.nameServers)}, so that what "${record.zone}" has for "${record.name}" is never asked for`,
    fix: `delete the NS records of "${found.zone}" in "${record.zone}", or make the record there`,
  });
}
