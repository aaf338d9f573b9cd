// Adds reports up one by one. The memory grows with the number of senders and weeks, not with the number of rows.
import { createHash } from "node:crypto";
import type { AggregateReport, AggregateRow, MailReport, PublishedPolicy, ReportPeriod, TlsReport } from "../report";
import { type FailureReason, failureReason } from "./reason";
import { type Sender, senderOf } from "./source";

/** Seconds. */
export const DAY = 86_400;

/** Addresses of which each is kept for a sender; the messages of more are still counted. */
const MAX_ADDRESSES = 1000;

/** Senders known only by their address that are kept for a domain: a flood of forgeries comes from everywhere. */
const MAX_ADDRESS_SENDERS = 100_000;

/** Messages with the same answer to the question whether they are aligned. */
export interface AlignmentCounts {
  both: number;
  dkimOnly: number;
  spfOnly: number;
  /** Neither: these failed DMARC. */
  none: number;
}

export interface SenderTally {
  readonly sender: Sender;
  readonly counts: AlignmentCounts;
  /** Failed messages by reason. */
  readonly reasons: Map<FailureReason, number>;
  /** Failed messages of which receivers say that they treated them better than the policy asks. */
  exempted: number;
  /** Messages by address. */
  readonly addresses: Map<string, number>;
  /** Domains of signatures that passed, and of envelopes that passed SPF, by messages. */
  readonly signers: Map<string, number>;
  readonly envelopes: Map<string, number>;
  /** Failed messages by From domain. */
  readonly failedFrom: Map<string, number>;
}

export interface WeekTally {
  passed: number;
  failed: number;
}

export interface DomainTally {
  readonly domain: string;
  reports: number;
  partial: number;
  period: ReportPeriod;
  /** What receivers found in the last report. */
  policy: PublishedPolicy;
  /** Reports by receiver. */
  readonly reporters: Map<string, number>;
  readonly counts: AlignmentCounts;
  /** By the first second of the week, which begins on Monday (ISO 8601), UTC. */
  readonly weeks: Map<number, WeekTally>;
  /** By day, for the ladder, which asks for a number of days without failures. */
  readonly days: Map<number, WeekTally>;
  readonly senders: Map<string, SenderTally>;
}

export interface TlsTally {
  readonly domain: string;
  reports: number;
  period: ReportPeriod;
  successes: number;
  failures: number;
  /** Failed sessions by result type. */
  readonly causes: Map<string, number>;
}

export type AddResult = "counted" | "duplicate" | "conflict" | "outside";

/** Which reports count: those whose middle is in it. Seconds; @default - all */
export interface TallyOptions {
  readonly since?: number;
  readonly until?: number;
}

export class ReportTally {
  readonly domains = new Map<string, DomainTally>();
  readonly tls = new Map<string, TlsTally>();
  /** The content of each report, by what makes it unique. */
  readonly #seen = new Map<string, string>();
  readonly #options: TallyOptions;

  constructor(options: TallyOptions = {}) {
    this.#options = options;
  }

  /**
   * A report that came twice counts once (RFC 9990 §3.5.4). If another has the same id and other figures, the first one counts and the result is
   * "conflict".
   * @param content of reportDigest(), computed once for several tallies
   */
  add(report: MailReport, content: string = reportDigest(report)): AddResult {
    const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = this.#options;
    const middle = (report.period.begin + report.period.end) / 2;
    if (middle < since || middle >= until) return "outside";
    const id = identityOf(report, content);
    const before = this.#seen.get(id);
    if (before !== undefined) return before === content ? "duplicate" : "conflict";
    this.#seen.set(id, content);
    if (report.kind === "tls") this.#addTls(report);
    else this.#addAggregate(report, middle);
    return "counted";
  }

  #addAggregate(report: AggregateReport, middle: number): void {
    const { policy, period, reporter, rows, isPartial } = report;
    const tally = this.domains.get(policy.domain) ?? emptyDomain(policy, period);
    this.domains.set(policy.domain, tally);
    tally.reports += 1;
    if (isPartial) tally.partial += 1;
    if (period.end >= tally.period.end) tally.policy = policy;
    tally.period = union(tally.period, period);
    increase(tally.reporters, reporter, 1);
    const day = Math.floor(middle / DAY) * DAY;
    // 1970 began on a Thursday.
    const week = Math.floor((middle / DAY + 3) / 7) * 7 * DAY - 3 * DAY;
    const spans = [spanOf(tally.weeks, week), spanOf(tally.days, day)];
    for (const row of rows) {
      addCount(tally.counts, row);
      for (const span of spans) span[row.dkim || row.spf ? "passed" : "failed"] += row.count;
      addRow(tally, row, policy);
    }
  }

  #addTls(report: TlsReport): void {
    for (const { domain, successes, failures, causes } of report.policies) {
      const { period } = report;
      const empty = { domain, reports: 0, period, successes: 0, failures: 0, causes: new Map<string, number>() };
      const tally = this.tls.get(domain) ?? empty;
      this.tls.set(domain, tally);
      tally.reports += 1;
      tally.period = union(tally.period, period);
      tally.successes += successes;
      tally.failures += failures;
      for (const { type, count } of causes) increase(tally.causes, type, count);
    }
  }
}

/** Also of a report without rows: it says that nothing was sent. */
function spanOf(spans: Map<number, WeekTally>, begin: number): WeekTally {
  const span = spans.get(begin) ?? { passed: 0, failed: 0 };
  spans.set(begin, span);
  return span;
}

function emptyDomain(policy: PublishedPolicy, period: ReportPeriod): DomainTally {
  return {
    domain: policy.domain,
    reports: 0,
    partial: 0,
    period,
    policy,
    reporters: new Map(),
    counts: { both: 0, dkimOnly: 0, spfOnly: 0, none: 0 },
    weeks: new Map(),
    days: new Map(),
    senders: new Map(),
  };
}

function addRow(tally: DomainTally, row: AggregateRow, policy: PublishedPolicy): void {
  const sender = senderOf(row, policy.domain);
  const { kind, name } = sender;
  const isFull = kind === "address" && tally.senders.size >= MAX_ADDRESS_SENDERS;
  const known = tally.senders.get(`${kind} ${name}`);
  const key = known === undefined && isFull ? "address …" : `${kind} ${name}`;
  const entry = known ?? tally.senders.get(key) ?? emptySender(key.endsWith("…") ? { kind, name: "" } : sender);
  tally.senders.set(key, entry);
  addCount(entry.counts, row);
  const { address, count } = row;
  if (address !== undefined && (entry.addresses.has(address) || entry.addresses.size < MAX_ADDRESSES))
    increase(entry.addresses, address, count);
  for (const { domain, result } of row.signatures)
    if (result === "pass" && domain !== "") increase(entry.signers, domain, count);
  for (const { domain, result } of row.spfResults)
    if (result === "pass" && domain !== "") increase(entry.envelopes, domain, count);
  const reason = failureReason(row, policy, sender);
  if (reason === undefined) return;
  increase(entry.reasons, reason, count);
  increase(entry.failedFrom, row.from, count);
  if (row.overrides.length > 0) entry.exempted += count;
}

function emptySender(sender: Sender): SenderTally {
  return {
    sender,
    counts: { both: 0, dkimOnly: 0, spfOnly: 0, none: 0 },
    reasons: new Map(),
    exempted: 0,
    addresses: new Map(),
    signers: new Map(),
    envelopes: new Map(),
    failedFrom: new Map(),
  };
}

function addCount(counts: AlignmentCounts, { dkim, spf, count }: AggregateRow): void {
  if (dkim && spf) counts.both += count;
  else if (dkim) counts.dkimOnly += count;
  else if (spf) counts.spfOnly += count;
  else counts.none += count;
}

function increase<K>(map: Map<K, number>, key: K, by: number): void {
  map.set(key, (map.get(key) ?? 0) + by);
}

function union(a: ReportPeriod, b: ReportPeriod): ReportPeriod {
  return { begin: Math.min(a.begin, b.begin), end: Math.max(a.end, b.end) };
}

/** Ids should be unique among a receiver's reports about a domain (RFC 9990 §3.5.1), but not all receivers follow that. */
function identityOf(report: MailReport, content: string): string {
  const { kind, reporter, id, period } = report;
  const domain = kind === "dmarc" ? report.policy.domain : "";
  return JSON.stringify([kind, reporter.toLowerCase(), id || content, domain, period.begin, period.end]);
}

/** The same for two reports that say the same. */
export function reportDigest(report: MailReport): string {
  const content = report.kind === "dmarc" ? [report.policy, report.rows] : report.policies;
  return createHash("sha256").update(JSON.stringify(content)).digest("base64");
}
