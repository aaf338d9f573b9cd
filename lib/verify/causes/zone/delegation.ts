// Whether the zone is delegated, and to Cloudflare.
import { isWithin } from "../../../dns/names";
import type { DnsRecord } from "../../../dns/record";
import { type Answer, type Delegation, type Dns, isFailure } from "../../dns/answer";
import { isCloudflareAddress } from "../../dns/public-address";
import { hasRecord, isDelegation, queryType } from "../../live/expected";
import { isAnswered, type ObservedRecord } from "../../live/observe";
import { recordsAt, recordsOf } from "../../live/value";
import { quotedList } from "../../text";
import { isPublished, type Problem, problem } from "../problem";

/** Cloudflare's name servers and those of its Foundation DNS. Custom name servers cannot be recognised. */
const CLOUDFLARE = /\.ns\.cloudflare\.com$|\.foundationdns\.(?:com|net|org)$/;

/** Suffixes below which registries register names, such as `co.uk`: only they delegate there. */
const REGISTRY_SUFFIX =
  /^(?:ac|biz|co|com|edu|firm|gen|go|gob|gov|idv|info|ltd|me|mil|name|ne|net|nom|or|org|plc|sch|web)\.[a-z]{2}$/;

/**
 * The zone's problem that explains why its records are not live; undefined if the zone has none.
 * @param seen the zone's records with their answers
 */
export async function delegationProblem(
  dns: Dns,
  zone: string,
  seen: readonly ObservedRecord[],
): Promise<Problem | undefined> {
  // If no server answered, the servers are the cause, not the delegation.
  const absent = seen
    .filter((one) => one.status === "missing" || one.status === "different" || isProxiedByOthers(one))
    .map(({ record }) => record);
  if (absent.length === 0) return undefined;
  const found = await dns.zoneOf(zone);
  if (isFailure(found)) return undefined;
  if (found.zone !== zone) return undelegatedZone(dns, zone, found, absent);
  // Servers that were given by address say nothing about the delegation.
  const names = found.nameServers.filter((name) => /[a-z]/i.test(name) && !name.includes(":"));
  if (names.length === 0 || names.some((name) => CLOUDFLARE.test(name))) return undefined;
  return problem("zone-elsewhere", zone, absent, {
    message: `zone "${zone}" is delegated to ${firstNameServers(names)}, not to Cloudflare`,
    fix: "at the registrar, set the two name servers that Cloudflare's overview page shows, or create the records where the zone is now",
  });
}

/** Whether a proxied record is answered with addresses that are not Cloudflare's: any address of Cloudflare's would be right. */
function isProxiedByOthers({ record, authorities }: ObservedRecord): boolean {
  if (!record.proxied) return false;
  const addresses = authorities.flatMap((answer) =>
    recordsOf(answer, queryType(record)).flatMap(({ value }) => (value.kind === "address" ? [value.address] : [])),
  );
  return addresses.some((address) => !isCloudflareAddress(address));
}

/** A zone above exists and this one does not: its name is not registered, or not delegated. */
async function undelegatedZone(
  dns: Dns,
  zone: string,
  { zone: above, nameServers }: Delegation,
  absent: readonly DnsRecord[],
): Promise<Problem> {
  const parent = above || ".";
  const isFree = (await dns.resolve(zone, "NS")).status === "no-name";
  // Below a registry's suffix a name must be registered; in a zone of one's own, NS records delegate it.
  const isBought = !above.includes(".") || REGISTRY_SUFFIX.test(above);
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
    : `its names are answered by "${parent}", whose name servers are ${firstNameServers(nameServers)}`;
  return problem("zone-undelegated", zone, absent, {
    message: `zone "${zone}" is not delegated: ${what}`,
    fix: isBought
      ? `let the owner of "${parent}" delegate the zone to the name servers that Cloudflare's overview page shows; until then the zone is not active`
      : `add NS records for "${zone}" to the zone "${parent}", one for each name server that Cloudflare's overview page of "${zone}" shows; until then the zone is not active`,
  });
}

/** The NS records of the parent and of the zone itself differ: resolvers may use either (RFC 2181 §5.4.1). */
export function delegationDiffers(
  zone: string,
  { nameServers }: Delegation,
  authorities: readonly Answer[],
  records: readonly ObservedRecord[],
): readonly Problem[] {
  const own = new Set(
    authorities.flatMap((answer) =>
      recordsAt(answer, zone, "NS").flatMap(({ value }) => (value.kind === "host" ? [value.host] : [])),
    ),
  );
  const [first] = records;
  const isSame = own.size === nameServers.length && nameServers.every((name) => own.has(name));
  if (first === undefined || own.size === 0 || isSame) return [];
  return [
    problem(
      "delegation-differs",
      first.record.domain,
      records.map(({ record }) => record),
      {
        message: `"${first.record.zone}" delegates "${zone}" to ${firstNameServers(nameServers)}, and the zone there names ${firstNameServers([...own].sort())} as its name servers`,
        fix: `let the zone "${zone}" and the NS records above it name the same servers`,
      },
    ),
  ];
}

function firstNameServers(nameServers: readonly string[]): string {
  return quotedList(nameServers.slice(0, 4));
}

/** A zone cut below the configured zone, with the records that belong to the zone below it. */
export interface ZoneCut {
  readonly zone: string;
  readonly nameServers: readonly string[];
  readonly records: readonly ObservedRecord[];
}

/** The zones below `zone` that hold records which are not live, or for which a server did not answer. */
export async function zoneCutsBelow(
  dns: Dns,
  zone: string,
  seen: readonly ObservedRecord[],
): Promise<readonly ZoneCut[]> {
  const open = seen.filter(({ status, authorities }) => status !== "live" || !authorities.every(isAnswered));
  const cuts = new Map<string, ZoneCut>();
  const zones = await Promise.all(open.map(({ record }) => dns.zoneOf(nameInZone(record))));
  for (const [index, found] of zones.entries()) {
    const cut = isFailure(found) ? found.delegation : found;
    if (cut === undefined || cut.zone === zone || !isWithin(cut.zone, zone)) continue;
    const before = cuts.get(cut.zone)?.records ?? [];
    cuts.set(cut.zone, { zone: cut.zone, nameServers: cut.nameServers, records: [...before, open[index]!] });
  }
  return [...cuts.values()];
}

/** A name in the zone that holds the record: for NS and DS that is the zone above (RFC 1034 §4.2.1, RFC 4035 §2.4). */
function nameInZone(record: DnsRecord): string {
  return isDelegation(record) || record.type === "DS" ? record.name.slice(record.name.indexOf(".") + 1) : record.name;
}

/** Whether the record belongs to the zone below and none of its servers has it. */
export function isDelegatedAway({ nameServers }: ZoneCut, { record, authorities }: ObservedRecord): boolean {
  // The address of a name server of that zone is glue, which the parent must have too (RFC 1034 §4.2.1).
  const isGlue = ["A", "AAAA"].includes(record.type) && nameServers.includes(record.name);
  return !isGlue && !authorities.some((answer) => hasRecord(record, answer));
}

/**
 * A name below the zone is delegated to other name servers, which have none of our records.
 * @param byConfiguration whether domains.yaml delegates it
 */
export async function nameDelegated(dns: Dns, zone: string, cut: ZoneCut, byConfiguration: boolean): Promise<Problem> {
  const records = cut.records.map(({ record }) => record);
  const above = await dns.zoneOf(cut.zone.slice(cut.zone.indexOf(".") + 1));
  const by = isFailure(above) ? { zone, nameServers: [] } : above;
  const who = `"${by.zone}"${by.nameServers.length === 0 ? "" : ` (at ${firstNameServers(by.nameServers)})`}`;
  const whom = cut.nameServers.length === 0 ? "no name server" : firstNameServers(cut.nameServers);
  const answers = cut.records.flatMap(({ authorities }) => authorities);
  const isUnanswered = !answers.some(isAnswered);
  const failures = new Set(answers.flatMap((answer) => (isAnswered(answer) ? [] : [answer.failure.text])));
  const how = isUnanswered ? `, and nobody answers for it there: ${[...failures].join("; ")}` : "";
  const message = `${who} delegates "${cut.zone}" to ${whom}${how}`;
  const delegated = (words: Pick<Problem, "severity" | "message" | "fix">) =>
    problem("name-delegated", records[0]!.domain, records, words);
  // Resolvers that have the records have got them from those servers.
  if (cut.records.every(isPublished))
    return delegated({
      severity: "warning",
      message: `${message}; every resolver has the records`,
      fix: "try again, from another network if it persists: only the resolvers say that the records are live",
    });
  const names = [...new Set(records.map(({ name }) => name))];
  const remedy = byConfiguration
    ? `take the NS records of "${cut.zone}" out of domains.yaml and apply`
    : `delete the NS records of "${cut.zone}" in "${by.zone}"`;
  const other = isUnanswered
    ? "let name servers that answer for it have the records"
    : `make the ${records.length === 1 ? "record" : "records"} there`;
  return delegated({
    severity: "error",
    message: `${message}; what "${zone}" has for ${quotedList(names)} is never asked for`,
    fix: `${remedy}, or ${other}`,
  });
}
