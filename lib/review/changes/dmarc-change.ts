// A change of a DMARC record, with the old and the new record parsed.
import { dmarcDomain } from "../../dns/kinds/dmarc";
import {
  appliedPercent,
  DMARC_POLICIES,
  type Dmarc,
  type DmarcPolicy,
  isDmarc,
  KNOWN_TAGS,
  parseDmarc,
  REMOVED_TAGS,
  reportDomains,
  tagFaults,
} from "../../dns/text/dmarc";
import { type MailChange, nameAfterwards } from "./change";

/** The record before or after, as receivers read it. */
export interface DmarcSide {
  /** The parsed record; undefined if receivers ignore it. */
  readonly dmarc?: Dmarc;
  /** What receivers do with failing mail of the domain, of its subdomains, and of names that do not exist. */
  readonly policies?: Readonly<Record<PolicyOf, DmarcPolicy>>;
  /** The same without `t=y`, which receivers of RFC 7489 do not know. */
  readonly policiesWithoutTesting?: Readonly<Record<PolicyOf, DmarcPolicy>>;
  /** The share of mail, in percent, to which receivers of RFC 7489 apply the policy. */
  readonly share: number;
  /** Why some receivers ignore the whole record. */
  readonly faults: readonly string[];
  /** The tags by name, as written. */
  readonly tags: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

export type PolicyOf = "domain" | "subdomains" | "unused names";

export interface DmarcChange {
  readonly change: MailChange;
  /** The domain that the record is for. */
  readonly domain: string;
  /** Undefined if there is no record, or it cannot be read. */
  readonly before?: DmarcSide;
  readonly after?: DmarcSide;
}

export function readDmarcChange(change: MailChange, read: (text: string) => DmarcSide = dmarcSide): DmarcChange {
  const { before, after } = change;
  return {
    change,
    domain: dmarcDomain(nameAfterwards(change)),
    // A record that was a text of another kind before: for DMARC it is new.
    before: before?.text === undefined || !isDmarc(before.text) ? undefined : read(before.text),
    after: after?.text === undefined ? undefined : read(after.text),
  };
}

/** From 0 for none to 2 for reject. */
export function strictness(policy: DmarcPolicy): number {
  return DMARC_POLICIES.indexOf(policy);
}

/** Where reports go: addresses in lower case. */
export function reportUris({ dmarc }: DmarcSide): readonly string[] {
  return [...(dmarc?.rua ?? []), ...(dmarc?.ruf ?? [])].map((uri) => uri.toLowerCase().split("!", 1).join(""));
}

/** Addresses to which no report can be mailed, such as https ones. RFC 7489 let receivers send reports there. */
export function unmailableUris(side: DmarcSide): readonly string[] {
  return reportUris(side).filter((uri) => !uri.startsWith("mailto:"));
}

/** Other organisations that get reports, by the domain of the address. */
export function reportHosts({ dmarc }: DmarcSide): readonly string[] {
  return dmarc === undefined ? [] : [...reportDomains(dmarc).keys()];
}

/** Tags that receivers no longer read. */
export function unreadTags({ tags }: DmarcSide): readonly string[] {
  return [...tags.keys()].filter((name) => !KNOWN_TAGS.includes(name));
}

export function dmarcSide(text: string): DmarcSide {
  const { dmarc, tags, problems, dropped } = parseDmarc(text);
  const values = new Map(tags.map(({ name, value }) => [name, value]));
  return {
    dmarc,
    policies: dmarc && policies(dmarc),
    policiesWithoutTesting: dmarc && policies({ ...dmarc, testing: false }),
    share: appliedPercent(values),
    faults: [...tagFaults(text), ...capitals(values.keys())],
    tags: values,
    problems: isDmarc(text) ? [...problems, ...dropped, ...shareProblems(values)] : ["is no DMARC record"],
  };
}

/** RFC 6376 §3.2: the names of tags are case-sensitive. Not every receiver follows this. */
function capitals(names: Iterable<string>): string[] {
  const misspelt = [...names].filter((name) => name !== name.toLowerCase() && READ_TAGS.includes(name.toLowerCase()));
  return misspelt.map((name) => `has the tag "${name}" in capitals, which some receivers read and others do not`);
}

const READ_TAGS: readonly string[] = [...KNOWN_TAGS, ...REMOVED_TAGS];

/** Receivers of RFC 7489 may ignore the record because of it. Receivers of RFC 9989 do not read the tag. */
function shareProblems(tags: ReadonlyMap<string, string>): string[] {
  const share = tags.get("pct");
  const isShare = share === undefined || (/^[0-9]{1,3}$/.test(share) && Number(share) <= 100);
  return isShare ? [] : [`has pct=${share}, expected 0 to 100`];
}

/**
 * RFC 9989 §4.7: without sp, p applies; without np, sp applies. `t=y` asks receivers to act one step more mildly than the
 * policy says.
 */
function policies({ policy, subdomainPolicy = policy, nonexistentSubdomainPolicy = subdomainPolicy, testing }: Dmarc) {
  const applied = (requested: DmarcPolicy) =>
    testing ? (DMARC_POLICIES[Math.max(0, strictness(requested) - 1)] ?? "none") : requested;
  return {
    domain: applied(policy),
    subdomains: applied(subdomainPolicy),
    "unused names": applied(nonexistentSubdomainPolicy),
  };
}
