// What a period's reports say of a domain: its volume, its senders in the order of what to do about them, and whom a stricter policy
// would have hit.
import type { Location } from "../../dns/finding";
import { isWithin } from "../../dns/names";
import type { DmarcPolicy } from "../../dns/text/dmarc";
import { DMARC_POLICIES } from "../../dns/text/dmarc";
import type { PublishedPolicy, ReportPeriod } from "../report";
import { adviceOn } from "./advice";
import type { ReportedDomain } from "./facts";
import type { FailureReason } from "./reason";
import { isRelated, type Sender } from "./source";
import type { AlignmentCounts, DomainTally, ReportTally, SenderTally } from "./tally";

/**
 * `aligned`: all its messages passed. `partly`: some did. `failing`: none did, and it seems to send for the domain. `foreign`: none did, and nothing
 * says that it sends for the domain.
 */
export const SENDER_GROUPS = ["aligned", "partly", "failing", "foreign"] as const;
export type SenderGroup = (typeof SENDER_GROUPS)[number];

export interface FailureSummary {
  readonly reason: FailureReason;
  readonly messages: number;
  /** What happened, as a sentence without a full stop. */
  readonly meaning: string;
  /** What to do. */
  readonly fix: string;
  /** The setting of domains.yaml that it is about. @default - none */
  readonly at?: Location;
}

export interface SenderSummary {
  readonly sender: Sender;
  readonly group: SenderGroup;
  readonly messages: number;
  readonly counts: AlignmentCounts;
  /** The most frequent first. */
  readonly failures: readonly FailureSummary[];
  /** Failed messages that receivers treated better than the policy asks. */
  readonly exempted: number;
  /** Most messages first. */
  readonly addresses: readonly Counted[];
  readonly signers: readonly Counted[];
  readonly envelopes: readonly Counted[];
}

export interface Counted {
  readonly name: string;
  readonly messages: number;
}

export interface WeekSummary {
  /** The Monday, such as `2026-11-23`. */
  readonly week: string;
  readonly passed: number;
  readonly failed: number;
}

/** What a policy would have done to the period's messages. */
export interface PolicyEffect {
  readonly policy: Exclude<DmarcPolicy, "none">;
  /** Messages that failed and to which the policy would apply. */
  readonly messages: number;
  /** Of these, from subdomains without a policy of their own. */
  readonly fromSubdomains: number;
  /** Of these, messages that receivers say they would treat better. */
  readonly exempted: number;
  /** The senders that would be hit and are, or seem to be, ours; most messages first. */
  readonly senders: readonly { readonly sender: Sender; readonly group: SenderGroup; readonly messages: number }[];
}

export interface DomainSummary {
  readonly domain: string;
  /** The key in domains.yaml. @default - no entry has this domain */
  readonly entry?: string;
  readonly period: ReportPeriod;
  readonly reports: number;
  /** Reports of which rows could not be read: the figures are at least these. */
  readonly partialReports: number;
  readonly reporters: readonly Counted[];
  readonly policy: PublishedPolicy;
  readonly messages: number;
  readonly counts: AlignmentCounts;
  readonly weeks: readonly WeekSummary[];
  readonly senders: readonly SenderSummary[];
  /** For each policy that is stricter than the published one. */
  readonly effects: readonly PolicyEffect[];
}

export interface TlsSummary {
  readonly domain: string;
  readonly period: ReportPeriod;
  readonly reports: number;
  readonly successes: number;
  readonly failures: number;
  readonly causes: readonly Counted[];
}

/** Domains of the configuration first, in its order; then the others by name. */
export function summariseDomains(tally: ReportTally, configured: readonly ReportedDomain[]): readonly DomainSummary[] {
  const facts = new Map(configured.map((domain) => [domain.domain, domain]));
  const rank = new Map(configured.map(({ domain }, index) => [domain, index]));
  const rankOf = ({ domain }: DomainTally) => rank.get(domain) ?? configured.length;
  const tallies = [...tally.domains.values()].sort((a, b) => rankOf(a) - rankOf(b) || (a.domain < b.domain ? -1 : 1));
  return tallies.map((domain) => summariseDomain(domain, facts.get(domain.domain)));
}

export function summariseTls(tally: ReportTally): readonly TlsSummary[] {
  return [...tally.tls.values()]
    .sort((a, b) => (a.domain < b.domain ? -1 : 1))
    .map(({ causes, ...rest }) => ({ ...rest, causes: ranked(causes) }));
}

function summariseDomain(tally: DomainTally, facts: ReportedDomain | undefined): DomainSummary {
  const { domain, period, reports, partial, policy, counts } = tally;
  const aligned = new Set(
    [...tally.senders.values()].flatMap(({ counts: { none }, addresses }) => (none === 0 ? [...addresses.keys()] : [])),
  );
  const senders = [...tally.senders.values()]
    .map((sender) => summariseSender(sender, policy, facts, aligned))
    .sort(
      (a, b) =>
        SENDER_GROUPS.indexOf(a.group) - SENDER_GROUPS.indexOf(b.group) ||
        b.messages - a.messages ||
        (a.sender.name < b.sender.name ? -1 : 1),
    );
  const groups = new Map(senders.map(({ sender, group }) => [`${sender.kind} ${sender.name}`, group]));
  return {
    domain,
    entry: facts?.entry,
    period,
    reports,
    partialReports: partial,
    reporters: ranked(tally.reporters),
    policy,
    messages: total(counts),
    counts,
    weeks: weeksOf(tally),
    senders,
    effects: effectsOf(tally, (sender) => groups.get(`${sender.kind} ${sender.name}`) ?? "foreign"),
  };
}

function summariseSender(
  tally: SenderTally,
  policy: PublishedPolicy,
  facts: ReportedDomain | undefined,
  alignedAddresses: ReadonlySet<string>,
): SenderSummary {
  const { sender, counts, exempted } = tally;
  const messages = total(counts);
  return {
    sender,
    group: groupOf(tally, messages, facts, alignedAddresses),
    messages,
    counts,
    failures: ranked(tally.reasons).map(({ name, messages: failed }) => ({
      reason: name,
      messages: failed,
      ...adviceOn(name, { sender, policy, facts }),
    })),
    exempted,
    addresses: ranked(tally.addresses),
    signers: ranked(tally.signers),
    envelopes: ranked(tally.envelopes),
  };
}

/** Reasons that only the domain's own mail has. Anybody can copy a signature, so a broken one proves little. */
const OWN_REASONS: readonly FailureReason[] = ["strict-dkim", "strict-spf", "ses-unsigned"];

function groupOf(
  { sender, counts, reasons, addresses }: SenderTally,
  messages: number,
  facts: ReportedDomain | undefined,
  alignedAddresses: ReadonlySet<string>,
): SenderGroup {
  if (counts.none === 0) return "aligned";
  if (counts.none < messages) return "partly";
  const seemsOurs =
    OWN_REASONS.some((reason) => reasons.has(reason)) ||
    (sender.kind !== "address" && isInSpf(sender.name, facts?.spf)) ||
    [...addresses.keys()].some((address) => alignedAddresses.has(address));
  return seemsOurs ? "failing" : "foreign";
}

/** Whether the SPF record names a sender's domain: `include:_spf.example.net` names example.net. */
function isInSpf(domain: string, spf = ""): boolean {
  const named = [...spf.toLowerCase().matchAll(/(?:include:|redirect=)(\S+)/g)].map(([, name = ""]) =>
    name.replace(/^(?:_?spf[^.]*\.|_[^.]*\.)+/, ""),
  );
  return named.some((name) => name.includes(".") && isRelated(domain, name));
}

function weeksOf({ weeks }: DomainTally): readonly WeekSummary[] {
  const begins = [...weeks.keys()].sort((a, b) => a - b);
  const [first = 0, last = first] = [begins[0], begins.at(-1)];
  const week = 7 * 86_400;
  // Weeks without mail are shown as such; not the years before a report that is dated wrongly.
  const isLong = (last - first) / week > 200;
  const shown = isLong ? begins : Array.from({ length: (last - first) / week + 1 }, (_, index) => first + index * week);
  return shown.map((begin) => ({
    week: new Date(begin * 1000).toISOString().slice(0, 10),
    ...(weeks.get(begin) ?? { passed: 0, failed: 0 }),
  }));
}

/** Which policies are stricter, and whom each would have hit (RFC 9989 §4.7: sp is for subdomains, p where there is no sp). */
function effectsOf(tally: DomainTally, group: (sender: Sender) => SenderGroup): readonly PolicyEffect[] {
  const { policy, domain } = tally;
  const published = DMARC_POLICIES.indexOf(policy.policy ?? "none");
  const stricter = DMARC_POLICIES.filter((one): one is Exclude<DmarcPolicy, "none"> => {
    const isStricter = DMARC_POLICIES.indexOf(one) > published;
    return one !== "none" && (isStricter || (policy.testing === true && DMARC_POLICIES.indexOf(one) === published));
  });
  return stricter.map((one) => {
    const hit = [...tally.senders.values()].flatMap(({ sender, failedFrom, exempted, counts }) => {
      const own = failedFrom.get(domain) ?? 0;
      const below = [...failedFrom].filter(([from]) => from !== domain && isWithin(from, domain));
      const subdomains = policy.subdomainPolicy === undefined ? below.reduce((sum, [, count]) => sum + count, 0) : 0;
      const messages = own + subdomains;
      return messages === 0 ? [] : [{ sender, messages, subdomains, exempted: counts.none === 0 ? 0 : exempted }];
    });
    const sum = (of: (one: (typeof hit)[number]) => number) => hit.reduce((all, item) => all + of(item), 0);
    return {
      policy: one,
      messages: sum(({ messages }) => messages),
      fromSubdomains: sum(({ subdomains }) => subdomains),
      exempted: sum(({ exempted, messages }) => Math.min(exempted, messages)),
      senders: hit
        .map(({ sender, messages }) => ({ sender, group: group(sender), messages }))
        .sort((a, b) => SENDER_GROUPS.indexOf(a.group) - SENDER_GROUPS.indexOf(b.group) || b.messages - a.messages),
    };
  });
}

export function total({ both, dkimOnly, spfOnly, none }: AlignmentCounts): number {
  return both + dkimOnly + spfOnly + none;
}

function ranked<K extends string>(counts: ReadonlyMap<K, number>): { readonly name: K; readonly messages: number }[] {
  return [...counts]
    .map(([name, messages]) => ({ name, messages }))
    .sort((a, b) => b.messages - a.messages || (a.name < b.name ? -1 : 1));
}
