// What is wrong with the servers of a zone, and of those zones below it to which some of its records belong.
import type { DnsRecord } from "../../../dns/record";
import { type Dns, isFailure } from "../../dns/answer";
import { isReferral } from "../../live/expected";
import type { SeenRecord } from "../../live/observe";
import { isThere, type Problem } from "../subject";
import { cutsBelow, delegationDiffers, isGivenAway, nameDelegated } from "./delegation";
import { resolverProblems } from "./resolvers";
import { lostServers, serverProblems } from "./servers";

export interface ZoneProblems {
  readonly told: readonly Problem[];
  /** Records that lie in zones of others, of which all is said. */
  readonly away: ReadonlySet<DnsRecord>;
  /** Zones whose servers fail. */
  readonly failing: readonly string[];
}

/** @param seen the zone's records that were asked for */
export async function zoneProblems(dns: Dns, zone: string, seen: readonly SeenRecord[]): Promise<ZoneProblems> {
  const told: Problem[] = [];
  const away = new Set<DnsRecord>();
  const failing: string[] = [];
  const cuts = await cutsBelow(dns, zone, seen);
  const below = new Set(cuts.flatMap(({ records }) => records));
  const own = seen.filter((one) => !below.has(one));

  const found = await dns.zoneOf(zone);
  const ofServers = serverProblems(zone, own);
  if (ofServers.length > 0) failing.push(zone);
  told.push(...ofServers);
  if (!isFailure(found) && found.servers.length > 0) told.push(...lostServers(zone, found.lost ?? []));
  told.push(...(await resolverProblems(dns, zone, own)));

  for (const cut of cuts) {
    const given = cut.records.filter((one) => isGivenAway(cut, one));
    const rest = cut.records.filter((one) => !given.includes(one));
    const isPublished = seen.some(({ record }) => isReferral(record) && record.name === cut.zone);
    const ofCut = serverProblems(cut.zone, rest, true).map(mild);
    if (given.length > 0) ofCut.unshift(await nameDelegated(dns, zone, { ...cut, records: given }, isPublished));
    if (ofCut.length > 0) failing.push(cut.zone);
    told.push(...ofCut, ...(await resolverProblems(dns, cut.zone, cut.records)));
    for (const { record } of given) away.add(record);
  }
  told.push(...(await ofChildren(dns, seen)));
  return { told, away, failing };
}

/** Other servers of it have the record, or nothing of ours hangs on it. */
function mild(problem: Problem): Problem {
  return { ...problem, severity: "warning" };
}

/** Zones that the records delegate: whether those who run them know of it. Nothing of ours hangs on it. */
async function ofChildren(dns: Dns, seen: readonly SeenRecord[]): Promise<readonly Problem[]> {
  const children = new Map<string, SeenRecord[]>();
  for (const one of seen) {
    const { name } = one.record;
    if (isReferral(one.record) && isThere(one)) children.set(name, [...(children.get(name) ?? []), one]);
  }
  const problems = [...children].map(async ([zone, records]) => {
    const found = await dns.zoneOf(zone);
    if (isFailure(found) || found.zone !== zone) return [];
    const authorities = await dns.authorities(zone, "NS");
    const ofServers = serverProblems(
      zone,
      records.map((one) => ({ ...one, authorities })),
      true,
    );
    return [
      ...ofServers.map(mild),
      ...(found.servers.length > 0 ? lostServers(zone, found.lost ?? []) : []),
      ...delegationDiffers(zone, found, authorities, records),
    ];
  });
  return (await Promise.all(problems)).flat();
}
