// Is it live, and if not, why? Many zones are verified at the same time; Dns limits how many queries are sent at once and how
// fast to one server.
import type { Domain } from "../dns/domain";
import { hasPlaceholder } from "../dns/domain-records";
import { hasIdentity } from "../dns/has-identity";
import { isWithin } from "../dns/names";
import type { DnsRecord } from "../dns/record";
import { CLOCK } from "../net/clock";
import { deadlineOf } from "../ses/deadline";
import { checkCertificate } from "./causes/certificate";
import { FailedReads } from "./causes/failed-reads";
import { findProblems } from "./causes/find";
import { type CheckContext, isPublished, type ObservedEntry, type Problem } from "./causes/problem";
import { checkSenders } from "./causes/senders";
import { accountProblems, checkIdentity, checkUnwantedIdentity } from "./causes/ses";
import { checkSet } from "./causes/sets";
import { checkTestAddresses } from "./causes/test-addresses";
import { delegationProblem } from "./causes/zone/delegation";
import { zoneProblems } from "./causes/zone/problems";
import { mapConcurrently } from "./live/concurrency";
import { monitorResolvers, type ResolverMonitor, uncheckedParts } from "./live/coverage";
import {
  fetchAccounts,
  fetchCertificates,
  fetchIdentity,
  fetchProduction,
  fetchSenders,
  fetchSet,
  fetchTestAddresses,
  fetchUnwanted,
} from "./live/identities";
import { type ObservedRecord, observeRecord } from "./live/observe";
import type { VerifyOptions } from "./options";
import { checkedIdentity, checkedRecord, mergeProblems } from "./results";
import { type Verification, verdictOf } from "./verification";

/** The state of one run. */
interface Run {
  readonly props: VerifyOptions;
  readonly entries: ReadonlyMap<string, Domain>;
  readonly monitor: ResolverMonitor;
  readonly unseen: Set<string>;
  readonly unread: FailedReads;
}

/** A limit also saves queries: what one zone learns of its parent's servers, the next one reuses (measured: a quarter less). */
const CONCURRENCY = { limit: 40, slotTime: 1_000 };

interface ZoneResult extends Pick<Verification, "records" | "identities"> {
  readonly problems: readonly Problem[];
}

export async function verify(props: VerifyOptions): Promise<Verification> {
  const entries = new Map(props.domains.map((domain) => [domain.entry, domain]));
  const run: Run = {
    props,
    entries,
    monitor: monitorResolvers(props),
    unseen: new Set(),
    unread: new FailedReads(),
  };
  const [parts, accounts] = await Promise.all([
    mapConcurrently(
      [...grouped(props.records, "zone")],
      { ...CONCURRENCY, clock: props.clock ?? CLOCK },
      ([zone, records]) => verifyZone(run, zone, records),
    ),
    fetchAccounts(props.domains.filter(hasIdentity), props.ses, run.unseen),
  ]);
  const problems = [...parts.flatMap((part) => part.problems), ...accounts.flatMap(accountProblems)];
  const causes = mergeProblems(problems);
  const records = parts.flatMap((part) => part.records);
  return {
    at: props.now(),
    verdict: verdictOf({ records, causes }),
    records,
    extras: problems.flatMap(({ extras = [] }) => extras),
    causes,
    identities: parts.flatMap(({ identities }) => identities),
    accounts,
    unseen: [...run.unseen, ...run.unread.messages, ...run.monitor.silentResolvers(), ...uncheckedParts(props)],
  };
}

async function verifyZone(run: Run, zone: string, records: readonly DnsRecord[]): Promise<ZoneResult> {
  const { dns, tls, fetchPolicy, now } = run.props;
  const entries = await Promise.all(
    [...grouped(records, "entry")].map(([entry, own]) => observeEntry(run, entry, own)),
  );
  const seen = entries.flatMap((entry) => entry.records);
  const known = seen.filter(({ record }) => !hasPlaceholder(record));
  const ofZone = await delegationProblem(dns, zone, known);
  const problems: Problem[] = ofZone === undefined ? [] : [ofZone];
  const hostedElsewhere = ofZone?.rule === "zone-elsewhere";
  const context: CheckContext = { dns, now, hostedElsewhere, tls, fetchPolicy };
  // In a zone that resolvers cannot find, single records get no causes of their own.
  if (ofZone === undefined || hostedElsewhere || known.some(isPublished)) {
    const { problems: ofServers, delegatedAway, failing } = await zoneProblems(dns, zone, known);
    problems.push(...ofServers);
    // A failure of the zone's own servers is reported already.
    const isReported = (name: string) => failing.some((failed) => isWithin(name, failed));
    const own = await Promise.all(
      entries.map((entry) => findProblems(entry, context, delegatedAway, run.unread, isReported)),
    );
    problems.push(...own.flat());
  }
  problems.push(
    ...entries.flatMap((entry) => [
      ...checkIdentity(entry, context),
      ...checkUnwantedIdentity(entry),
      ...checkSet(entry),
      ...checkTestAddresses(entry),
      ...checkSenders(entry),
      ...checkCertificate(entry, context),
    ]),
  );
  return {
    records: seen.map((one) => checkedRecord(one, problems)),
    problems,
    identities: entries.filter(sends).map(checkedIdentity),
  };
}

async function observeEntry(run: Run, entry: string, expected: readonly DnsRecord[]): Promise<ObservedEntry> {
  const { props, monitor, unseen } = run;
  const { dns, ses, acm, now, restarts } = props;
  const config = run.entries.get(entry);
  const observe = async (record: DnsRecord): Promise<ObservedRecord> => {
    const seen = await observeRecord(dns, record);
    monitor.add(seen);
    return seen;
  };
  const [identity, unwanted, certificates, set, testAddresses, production, senders, records] = await Promise.all([
    config === undefined || !hasIdentity(config) ? undefined : fetchIdentity(config, ses, unseen),
    config === undefined || hasIdentity(config) ? [] : fetchUnwanted(config, props, unseen),
    config === undefined ? undefined : fetchCertificates(config, acm, unseen),
    config === undefined ? undefined : fetchSet(config, ses, unseen),
    config === undefined ? undefined : fetchTestAddresses(config, ses, unseen),
    config === undefined ? undefined : fetchProduction(config, ses),
    config === undefined ? undefined : fetchSenders(config, ses, unseen),
    Promise.all(expected.map(observe)),
  ]);
  const domain = expected[0]?.domain ?? entry;
  if (expected.some(hasPlaceholder))
    unseen.add(
      `records of "${domain}" whose values are not known yet: apply first, or let SES be asked for its tokens`,
    );
  return {
    entry,
    domain,
    records,
    deadline: identity ? deadlineOf(identity, now(), restarts?.get(entry)) : null,
    config,
    identity,
    unwanted,
    certificates,
    set,
    testAddresses,
    production,
    senders,
  };
}

/** Whether the domain has mail, and so an identity; without a configuration its records tell. */
function sends({ records }: ObservedEntry): boolean {
  return !records.some(({ record }) => record.purpose === "null-mx");
}

/** Groups in the order of the records. */
function grouped(records: readonly DnsRecord[], by: "zone" | "entry"): ReadonlyMap<string, readonly DnsRecord[]> {
  const groups = new Map<string, DnsRecord[]>();
  for (const record of records) {
    const group = groups.get(record[by]);
    if (group === undefined) groups.set(record[by], [record]);
    else group.push(record);
  }
  return groups;
}
