// The sentences of the answer, the same in every format. Names of senders are domains and addresses in ASCII; other text of reports is
// escaped by each format.

import { stepText } from "../../dns/dmarc-ladder";
import type { Location } from "../../dns/finding";
import type { DmarcPolicy } from "../../dns/text/dmarc";
import { escapeInvisible } from "../../dns/text/escape";
import type { PublishedPolicy, ReportPeriod } from "../report";
import type { ReadCounts, ReportsAnswer } from "../summary/answer";
import type { LadderVerdict } from "../summary/ladder";
import type { Sender } from "../summary/source";
import type { Counted, DomainSummary, PolicyEffect, SenderGroup, SenderSummary, TlsSummary } from "../summary/summary";
import type { AlignmentCounts } from "../summary/tally";

export function number(value: number): string {
  return value.toLocaleString("en-US");
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Rounded down, so that 100 % is all. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "–";
  return `${(Math.floor((part / whole) * 1000) / 10).toFixed(part === whole ? 0 : 1)} %`;
}

export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${number(count)} ${count === 1 ? singular : several}`;
}

export function locationText({ file, line, column }: Location): string {
  return `${escapeInvisible(file)}:${line}:${column}`;
}

/** `2026-11-02 to 2026-11-29`, UTC. */
export function periodText({ begin, end }: ReportPeriod): string {
  const [from, to] = [begin, end].map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 10));
  return from === to ? String(from) : `${from} to ${to}`;
}

export function policyText({ policy, testing, percent: pct }: PublishedPolicy): string {
  const parts = [`p=${policy ?? "?"}`, testing && "t=y", pct !== undefined && pct < 100 && `pct=${pct}`];
  return parts.filter(Boolean).join("; ");
}

type Hosts = ReportsAnswer["hosts"];

/** @param hosts names of addresses */
export function senderName({ kind, name }: Sender, hosts?: Hosts): string {
  if (kind === "ses") return "Amazon SES";
  if (kind === "own-signature") return `signed as ${name}`;
  if (kind === "own-envelope") return `envelope of ${name}`;
  if (kind === "envelope") return `${name} (envelope)`;
  if (kind === "address") return name === "" ? "other addresses" : addressName(name, hosts);
  return name;
}

function addressName(address: string, hosts: Hosts): string {
  const host = hosts?.get(address);
  return host === undefined ? address : `${address} (${host})`;
}

export const GROUP_TITLES: Readonly<Record<SenderGroup, (domain: string) => string>> = {
  aligned: () => "aligned: all of it passes DMARC",
  partly: () => "partly aligned: some of it fails",
  failing: (domain) => `not aligned, and it seems to send for ${domain}`,
  foreign: (domain) => `not aligned, and nothing says that it sends for ${domain}`,
};

/** How the messages passed or not, such as `both 12, DKIM alone 3`. */
export function countsText({ both, dkimOnly, spfOnly, none }: AlignmentCounts): string {
  const parts: readonly [string, number][] = [
    ["DKIM and SPF", both],
    ["DKIM alone", dkimOnly],
    ["SPF alone", spfOnly],
    ["failed", none],
  ];
  return parts.flatMap(([what, count]) => (count === 0 ? [] : `${what} ${number(count)}`)).join(", ");
}

/** The most frequent of a list, and how many more there are. */
export function countedText(items: readonly Counted[], limit = 3): string {
  const shown = items.slice(0, limit).map(({ name }) => name);
  const rest = items.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? ` and ${number(rest)} more` : ""}`;
}

export function volumeText({
  messages,
  counts,
  reports,
  reporters,
  policy,
  period,
  partialReports,
}: DomainSummary): string {
  const passed = messages - counts.none;
  const partial =
    partialReports === 0 ? "" : `; ${plural(partialReports, "report")} not read to the end, there were more`;
  const published = `${periodText(period)}, ${plural(reports, "report")} of ${plural(reporters.length, "receiver")}, ${policyText(policy)}`;
  return `${published}: ${plural(messages, "message")}, ${percent(passed, messages)} passed DMARC, ${number(counts.none)} failed${partial}`;
}

const DONE: Readonly<Record<Exclude<DmarcPolicy, "none">, string>> = {
  quarantine: "treated as suspicious",
  reject: "rejected",
};

/** @param failed messages of the domain that failed */
export function effectText(
  { policy, messages, fromSubdomains, exempted, senders }: PolicyEffect,
  { counts: { none: failed } }: Pick<DomainSummary, "counts">,
): string {
  if (messages === 0) {
    const why =
      failed === 0 ? "no message failed" : "what failed is of subdomains, for which the record has a policy of its own";
    return `p=${policy} would have changed nothing: ${why}`;
  }
  const ours = senders.filter(({ group }) => group !== "foreign");
  const sum = ours.reduce((all, sender) => all + sender.messages, 0);
  const named = ours.map(({ sender, messages: own }) => `${senderName(sender)} ${number(own)}`);
  const whose =
    sum === 0
      ? "none of a sender that seems to be yours"
      : `${number(sum)} of senders that are or seem to be yours (${named.slice(0, 5).join(", ")}${named.length > 5 ? " …" : ""})`;
  const details = [
    fromSubdomains > 0 && `${number(fromSubdomains)} of subdomains`,
    exempted > 0 && `receivers say that they would spare ${number(exempted)}`,
  ].filter(Boolean);
  return `with p=${policy}, ${plural(messages, "message")} would have been ${DONE[policy]}, ${whose}${details.length === 0 ? "" : `; ${details.join("; ")}`}`;
}

export function readText({ reports, duplicates, outside }: ReadCounts): string {
  const parts = [
    plural(reports, "report"),
    duplicates > 0 && `${number(duplicates)} that came again and count once`,
    outside > 0 && `${number(outside)} outside the period`,
  ];
  return parts.filter(Boolean).join(", ");
}

export function tlsText({ period, reports, successes, failures, causes }: TlsSummary): string {
  const all = successes + failures;
  const why =
    causes.length === 0 ? "" : ` (${causes.map(({ name, messages }) => `${name} ${number(messages)}`).join(", ")})`;
  return `${periodText(period)}, ${plural(reports, "report")}: ${plural(all, "session")}, ${percent(successes, all)} with TLS, ${number(failures)} failed${why}`;
}

/** Senders of one group as they are shown: those known by nothing but an address are one, a flood of forgeries has thousands. */
export function shownSenders(
  senders: readonly SenderSummary[],
  group: SenderGroup,
  hosts?: Hosts,
): readonly ShownSender[] {
  const own = senders.filter((sender) => sender.group === group);
  const named = own.filter(({ sender }) => sender.kind !== "address");
  const unnamed = own.filter(({ sender }) => sender.kind === "address");
  const [first] = unnamed;
  if (first === undefined || unnamed.length < 4)
    return own.map((sender) => ({ ...sender, title: senderName(sender.sender, hosts) }));
  const addresses = unnamed.map(({ sender, messages }) => ({ name: senderName(sender, hosts), messages }));
  const failures = new Map<string, ShownSender["failures"][number]>();
  for (const failure of unnamed.flatMap((sender) => sender.failures)) {
    const { messages = 0 } = failures.get(failure.reason) ?? {};
    failures.set(failure.reason, { ...failure, messages: messages + failure.messages });
  }
  const messages = unnamed.reduce((sum, sender) => sum + sender.messages, 0);
  const counts = { both: 0, dkimOnly: 0, spfOnly: 0, none: 0 };
  for (const { counts: own } of unnamed)
    for (const key of ["both", "dkimOnly", "spfOnly", "none"] as const) counts[key] += own[key];
  const sorted = [...failures.values()].sort((a, b) => b.messages - a.messages);
  const title = countedText(addresses);
  const rest = { group, messages, counts, failures: sorted, addresses, exempted: 0, signers: [], envelopes: [] };
  return [
    ...named.map((sender) => ({ ...sender, title: senderName(sender.sender, hosts) })),
    { ...first, ...rest, title },
  ];
}

export interface ShownSender extends SenderSummary {
  readonly title: string;
}

/** Receivers that are named, and characters of a name: anybody writes any. */
const MAX_RECEIVERS = 10;
const MAX_NAME = 60;

export interface LadderText {
  readonly headline: string;
  readonly isEarned: boolean;
  readonly details: readonly string[];
  /** The names of receivers as they wrote them, for a person to see strangers: each format shows them as code. */
  readonly receivers: readonly string[];
}

/** What a ladder says, as a headline and the sentences below it. */
export function ladderText({ domain, ladder, step, next, missing, figures, effect }: LadderVerdict): LadderText {
  const { own, failed, forwarded, days, receivers, reporters, unproven } = figures;
  const named = reporters.slice(0, MAX_RECEIVERS).map((name) => name.slice(0, MAX_NAME));
  const seen = `in the last ${ladder.days} days ${plural(receivers, "receiver")} reported on ${plural(days, "day")}: ${plural(own, "message")} of ${domain}'s own senders, of which ${number(failed)} failed${forwarded > 0 ? ` and ${number(forwarded)} more on the way through a forwarder or a mailing list` : ""}`;
  const left =
    unproven === 0
      ? []
      : [
          `${plural(unproven, "report")} came by mail that failed DMARC for its sender, and earn nothing: anybody may have written them`,
        ];
  if (next === undefined)
    return {
      headline: `${domain} is at the top of its ladder, ${stepText(step)}`,
      isEarned: false,
      details: [seen, ...left],
      receivers: named,
    };
  const isEarned = missing.length === 0;
  const verdict = isEarned ? "is earned" : "is not earned yet";
  const consequence = effect && effect.messages > 0 ? [effectOnLadder(effect)] : [];
  return {
    headline: `${domain}: the next step ${verdict}, ${stepText(next)} after ${stepText(step)}`,
    isEarned,
    details: [...missing, seen, ...left, ...consequence],
    receivers: named,
  };
}

function effectOnLadder(effect: PolicyEffect): string {
  return effectText(effect, { counts: { both: 0, dkimOnly: 0, spfOnly: 0, none: effect.messages } });
}
