// Is it live, and if not, why? Zone by zone, many at a time; how much goes out at once, and how fast to one server, is for Dns
// to decide.
import type { Domain } from "../dns/domain";
import { hasPlaceholder } from "../dns/domain-records";
import { isWithin } from "../dns/names";
import type { DnsRecord } from "../dns/record";
import { CLOCK } from "../net/clock";
import { deadlineOf } from "../ses/deadline";
import { findProblems } from "./causes/find";
import { accountProblems, checkIdentity } from "./causes/ses";
import { isThere, type Problem, type Subject, type World } from "./causes/subject";
import { Unread } from "./causes/unread";
import { delegationProblem } from "./causes/zone/delegation";
import { zoneProblems } from "./causes/zone/problems";
import { seeAccounts, seeIdentity } from "./live/identities";
import { observe, type SeenRecord } from "./live/observe";
import { inTurns } from "./live/turns";
import { blindSpots, type Watcher, watcher } from "./live/unseen";
import { checkedIdentity, checkedRecord, mergeCauses } from "./outcome";
import type { VerifyProps } from "./props";
import { type Verification, verdictOf } from "./verification";

/** What belongs to one run. */
interface Run {
  readonly props: VerifyProps;
  readonly entries: ReadonlyMap<string, Domain>;
  readonly watch: Watcher;
  readonly unseen: Set<string>;
  readonly unread: Unread;
}

/** Few zones at a time also ask less: what one learns of the servers above, the next knows (measured: a quarter). */
const TURNS = { places: 40, patience: 1_000, clock: CLOCK };

interface Part extends Pick<Verification, "records" | "identities"> {
  readonly problems: readonly Problem[];
}

export async function verify(props: VerifyProps): Promise<Verification> {
  const entries = new Map(props.domains.map((domain) => [domain.entry, domain]));
  const run: Run = { props, entries, watch: watcher(props), unseen: new Set(), unread: new Unread() };
  const [parts, accounts] = await Promise.all([
    inTurns(
      [...grouped(props.records, "zone")],
      { ...TURNS, ...(props.clock && { clock: props.clock }) },
      ([zone, records]) => verifyZone(run, zone, records),
    ),
    seeAccounts(props.domains, props.ses, run.unseen),
  ]);
  const problems = [...parts.flatMap((part) => part.problems), ...accounts.flatMap(accountProblems)];
  const causes = mergeCauses(problems);
  const records = parts.flatMap((part) => part.records);
  return {
    at: props.now(),
    verdict: verdictOf({ records, causes }),
    records,
    extras: problems.flatMap(({ extras = [] }) => extras),
    causes,
    identities: parts.flatMap(({ identities }) => identities),
    accounts,
    unseen: [...run.unseen, ...run.unread.sentences, ...run.watch.silentResolvers(), ...blindSpots(props)],
  };
}

async function verifyZone(run: Run, zone: string, records: readonly DnsRecord[]): Promise<Part> {
  const { dns, tls, now } = run.props;
  const subjects = await Promise.all([...grouped(records, "entry")].map(([entry, own]) => seeSubject(run, entry, own)));
  const seen = subjects.flatMap((subject) => subject.records);
  const known = seen.filter(({ record }) => !hasPlaceholder(record));
  const ofZone = await delegationProblem(dns, zone, known);
  const problems: Problem[] = ofZone === undefined ? [] : [ofZone];
  const elsewhere = ofZone?.id === "zone-elsewhere";
  const world: World = { dns, now, elsewhere, ...(tls === undefined ? {} : { tls }) };
  // Nothing in a zone that the world does not find is worth a cause of its own.
  if (ofZone === undefined || elsewhere || known.some(isThere)) {
    const { told, away, failing } = await zoneProblems(dns, zone, known);
    problems.push(...told);
    // What fails with the zone's own servers needs no further word.
    const isTold = (name: string) => failing.some((place) => isWithin(name, place));
    const own = await Promise.all(subjects.map((subject) => findProblems(subject, world, away, run.unread, isTold)));
    problems.push(...own.flat());
  }
  problems.push(...subjects.flatMap((subject) => checkIdentity(subject, world)));
  return {
    records: seen.map((one) => checkedRecord(one, problems)),
    problems,
    identities: subjects.map(checkedIdentity),
  };
}

async function seeSubject(run: Run, entry: string, expected: readonly DnsRecord[]): Promise<Subject> {
  const { props, watch, unseen } = run;
  const { dns, ses, now, restarts } = props;
  const config = run.entries.get(entry);
  const see = async (record: DnsRecord): Promise<SeenRecord> => {
    const seen = await observe(dns, record);
    watch.saw(seen);
    return seen;
  };
  const [identity, records] = await Promise.all([
    config === undefined ? undefined : seeIdentity(config, ses, unseen),
    Promise.all(expected.map(see)),
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
    ...(config === undefined ? {} : { config }),
    ...(identity === undefined ? {} : { identity }),
  };
}

/** In the order of the records. */
function grouped(records: readonly DnsRecord[], by: "zone" | "entry"): ReadonlyMap<string, readonly DnsRecord[]> {
  const groups = new Map<string, DnsRecord[]>();
  for (const record of records) {
    const group = groups.get(record[by]);
    if (group === undefined) groups.set(record[by], [record]);
    else group.push(record);
  }
  return groups;
}
