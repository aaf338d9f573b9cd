// What a rule is, what it sees, and how its messages are written. Everything is collected once for all rules, because a
// configuration has thousands of records and only few are texts that must be parsed.
import type { Domain } from "../domain";
import type { Finding } from "../finding";
import { isDkimName } from "../kinds/dkim";
import { isDmarcName } from "../kinds/dmarc";
import { kindOf } from "../kinds/kinds";
import { append, memoized } from "../maps";
import type { DnsRecord } from "../record";
import { type DmarcRecord, isDmarc, parseDmarc } from "../text/dmarc";
import { isSpf, parseSpf, type SpfRecord } from "../text/spf-parser";
import { parseTxt } from "../text/txt";

/** A rule and the sentence that documents it. */
export interface CheckRule {
  readonly id: string;
  readonly severity: "error" | "warning" | "note";
  /** The standard, or the provider's document, that requires it. */
  readonly reference: string;
  readonly summary: string;
  /** The rule cannot be ignored: Terraform, Cloudflare or every name server would refuse. @default false */
  readonly fixed?: true;
  readonly check: (facts: CheckFacts) => CheckProblem[];
}

/** All domains that are present, and what they publish. */
export interface CheckFacts {
  readonly domains: readonly Domain[];
  readonly entries: ReadonlyMap<string, Domain>;
  readonly records: readonly DnsRecord[];
  readonly byName: ReadonlyMap<string, readonly DnsRecord[]>;
  /** TXT records that are SPF, or should be, by name. */
  readonly spf: ReadonlyMap<string, readonly ParsedText<SpfRecord>[]>;
  /** TXT records at `_dmarc`, by name. */
  readonly dmarc: ReadonlyMap<string, readonly ParsedText<DmarcRecord>[]>;
}

/** A TXT record with its joined text, and the parsed text. */
export interface ParsedText<T> {
  readonly record: DnsRecord;
  readonly text: string;
  readonly parsed: T;
}

/** A finding without its rule; `domain` is the entry's key. */
export type CheckProblem = Pick<Finding, "message" | "record"> & { readonly domain: string };

export function gatherCheckFacts(domains: readonly Domain[], records: readonly DnsRecord[]): CheckFacts {
  const byName = new Map<string, DnsRecord[]>();
  const spf = new Map<string, ParsedText<SpfRecord>[]>();
  const dmarc = new Map<string, ParsedText<DmarcRecord>[]>();
  const readSpf = memoized(parseSpf);
  const readDmarc = memoized(parseDmarc);
  const readTxt = memoized(textOf);
  for (const record of records) {
    append(byName, record.name, record);
    if (record.type !== "TXT") continue;
    const text = readTxt(record.content);
    if (text === undefined) continue;
    if (isSpf(text) || record.purpose === "spf") append(spf, record.name, { record, text, parsed: readSpf(text) });
    if (isDmarcName(record.name)) append(dmarc, record.name, { record, text, parsed: readDmarc(text) });
  }
  const present = domains.filter(({ state }) => state === "present");
  return {
    domains: present,
    entries: new Map(present.map((domain) => [domain.entry, domain])),
    records,
    byName,
    spf,
    dmarc,
  };
}

/** A rule about one record at a time. It returns what is wrong, in words, or nothing. */
export function perRecord(
  check: (record: DnsRecord, facts: CheckFacts) => string | false | undefined,
): CheckRule["check"] {
  return (facts) =>
    facts.records.flatMap((record) => {
      const message = check(record, facts);
      return message ? [recordProblem(record, `${recordSubject(record)}: ${message}`)] : [];
    });
}

/** A rule about one entry at a time. */
export function perDomain(
  check: (domain: Domain, facts: CheckFacts) => string | false | undefined,
  record?: string,
): CheckRule["check"] {
  return (facts) =>
    facts.domains.flatMap((domain) => {
      const message = check(domain, facts);
      if (!message) return [];
      return [{ domain: domain.entry, message, record }];
    });
}

export function recordProblem({ entry, id }: DnsRecord, message: string): CheckProblem {
  return { domain: entry, record: id, message };
}

export function recordSubject({ id, entry }: DnsRecord): string {
  return `record "${id}" of "${entry}"`;
}

/** The first few of `records` in words. One mistake in the defaults may give a thousand entries the same name. */
export function recordList(records: readonly DnsRecord[]): string {
  if (records.length === 0) return "none";
  const more = records.length > 4 ? ` and ${records.length - 3} more` : "";
  return (more === "" ? records : records.slice(0, 3)).map(recordSubject).join(", ") + more;
}

/** Whether a record belongs to mail: one of ours, an MX, or a text that mail reads. */
export function isForMail(record: DnsRecord): boolean {
  if (kindOf(record.purpose).isMail || record.type === "MX") return true;
  if (record.type !== "TXT") return false;
  const text = textOf(record.content) ?? "";
  return isSpf(text) || isDmarc(text) || isDkimName(record.name);
}

/** The text of a TXT record; undefined if it is not quoted correctly, or not known before an apply. */
function textOf(content: string | null): string | undefined {
  try {
    return content === null ? undefined : parseTxt(content);
  } catch {
    return undefined;
  }
}
