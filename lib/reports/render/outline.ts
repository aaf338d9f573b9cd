// The answer in the order in which every format for people shows it, with its sentences. A format only says how each looks, and escapes it.
import type { ReportsAnswer, Unread } from "../summary/answer";
import { type DomainSummary, SENDER_GROUPS, type SenderGroup, type WeekSummary } from "../summary/summary";
import {
  countsText,
  effectText,
  GROUP_TITLES,
  type LadderText,
  ladderText,
  locationText,
  number,
  readText,
  shownSenders,
  tlsText,
  volumeText,
} from "./words";

export interface Outline {
  readonly read: string;
  readonly domains: readonly DomainOutline[];
  readonly tls: readonly { readonly domain: string; readonly text: string }[];
  readonly ladders: readonly LadderText[];
  /** What does not count, and what is uncertain; without lists that are empty. */
  readonly notices: readonly { readonly title: string; readonly items: readonly Unread[] }[];
}

export interface DomainOutline {
  readonly domain: string;
  readonly isConfigured: boolean;
  readonly volume: string;
  readonly weeks: readonly WeekSummary[];
  /** Without groups that have no sender. */
  readonly groups: readonly GroupOutline[];
  readonly effects: readonly string[];
}

export interface GroupOutline {
  readonly group: SenderGroup;
  readonly title: string;
  readonly senders: readonly {
    /** May be a stranger's text. */
    readonly title: string;
    readonly counts: string;
    readonly failures: readonly FailureOutline[];
  }[];
}

export interface FailureOutline {
  readonly messages: string;
  readonly meaning: string;
  readonly fix: string;
  /** `file:line:column`. @default - no setting is meant */
  readonly place?: string;
}

export function outlineOf({ read, domains, tls, ladders = [], unread, doubts, hosts }: ReportsAnswer): Outline {
  const notices = [
    { title: "not read, and not counted", items: unread },
    { title: "read, with doubts", items: doubts },
  ];
  return {
    read: readText(read),
    domains: domains.map((domain) => domainOutline(domain, hosts)),
    tls: tls.map((one) => ({ domain: one.domain, text: tlsText(one) })),
    ladders: ladders.map(ladderText),
    notices: notices.filter(({ items }) => items.length > 0),
  };
}

function domainOutline(summary: DomainSummary, hosts: ReportsAnswer["hosts"]): DomainOutline {
  const { domain, entry, weeks, senders, effects } = summary;
  const groups = SENDER_GROUPS.map((group) => ({
    group,
    title: GROUP_TITLES[group](domain),
    senders: shownSenders(senders, group, hosts).map(({ title, counts, failures }) => ({
      title,
      counts: countsText(counts),
      failures: failures.map(({ messages, meaning, fix, at }) => ({
        messages: number(messages),
        meaning,
        fix,
        place: at && locationText(at),
      })),
    })),
  }));
  return {
    domain,
    isConfigured: entry !== undefined,
    volume: volumeText(summary),
    weeks,
    groups: groups.filter((group) => group.senders.length > 0),
    effects: effects.map((effect) => effectText(effect, summary)),
  };
}
