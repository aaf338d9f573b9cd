// Problems of the servers of a zone, and of the zones below it that hold some of its records.
import type { DnsRecord } from "../../../dns/record";
import { type Dns, isFailure } from "../../dns/answer";
import { isDelegation } from "../../live/expected";
import type { ObservedRecord } from "../../live/observe";
import { isPublished, type Problem } from "../problem";
import { delegationDiffers, isDelegatedAway, nameDelegated, zoneCutsBelow } from "./delegation";
import { resolverProblems } from "./resolvers";
import { serverProblems, unresolvedServers } from "./servers";

export interface ZoneProblems {
  readonly problems: readonly Problem[];
  /** Records in zones that are delegated to others; these are reported already. */
  readonly delegatedAway: ReadonlySet<DnsRecord>;
  /** The names of zones whose servers fail. */
  readonly failing: readonly string[];
}

/** @param seen the zone's records with their answers */
export async function zoneProblems(dns: Dns, zone: string, seen: readonly ObservedRecord[]): Promise<ZoneProblems> {
  const problems: Problem[] = [];
  const delegatedAway = new Set<DnsRecord>();
  const failing: string[] = [];
  const cuts = await zoneCutsBelow(dns, zone, seen);
  const below = new Set(cuts.flatMap(({ records }) => records));
  const own = seen.filter((one) => !below.has(one));

  const found = await dns.zoneOf(zone);
  const ofServers = serverProblems(zone, own);
  if (ofServers.length > 0) failing.push(zone);
  problems.push(...ofServers);
  if (!isFailure(found) && found.servers.length > 0) problems.push(...unresolvedServers(zone, found.unresolved ?? []));
  problems.push(...(await resolverProblems(dns, zone, own)));

  for (const cut of cuts) {
    const delegated = cut.records.filter((one) => isDelegatedAway(cut, one));
    const remaining = cut.records.filter((one) => !delegated.includes(one));
    const byConfiguration = seen.some(({ record }) => isDelegation(record) && record.name === cut.zone);
    const ofCut = serverProblems(cut.zone, remaining, true).map(asWarning);
    if (delegated.length > 0)
      ofCut.unshift(await nameDelegated(dns, zone, { ...cut, records: delegated }, byConfiguration));
    if (ofCut.length > 0) failing.push(cut.zone);
    problems.push(...ofCut, ...(await resolverProblems(dns, cut.zone, cut.records)));
    for (const { record } of delegated) delegatedAway.add(record);
  }
  problems.push(...(await childZoneProblems(dns, seen)));
  return { problems, delegatedAway, failing };
}

/** As a warning: other servers of the zone have the record, or none of our records depends on it. */
function asWarning(problem: Problem): Problem {
  return { ...problem, severity: "warning" };
}

/** The zones that our NS records delegate: whether their servers serve them. None of our records depends on it. */
async function childZoneProblems(dns: Dns, seen: readonly ObservedRecord[]): Promise<readonly Problem[]> {
  const children = new Map<string, ObservedRecord[]>();
  for (const one of seen) {
    const { name } = one.record;
    if (isDelegation(one.record) && isPublished(one)) children.set(name, [...(children.get(name) ?? []), one]);
  }
  const problems = [...children].map(async ([zone, records]) => {
    const found = await dns.zoneOf(zone);
    if (isFailure(found) || found.zone !== zone) return [];
    const authorities = await dns.authoritativeAnswers(zone, "NS");
    const ofServers = serverProblems(
      zone,
      records.map((one) => ({ ...one, authorities })),
      true,
    );
    return [
      ...ofServers.map(asWarning),
      ...(found.servers.length > 0 ? unresolvedServers(zone, found.unresolved ?? []) : []),
      ...delegationDiffers(zone, found, authorities, records),
    ];
  });
  return (await Promise.all(problems)).flat();
}
