// SPF and DMARC texts that exist: what they lose where another takes their place, and how domains.yaml keeps it.
import { stringify } from "yaml";
import { kindOf } from "../dns/kinds/kinds";
import { SES_SENDER } from "../dns/kinds/spf";
import { isDmarc, parseDmarc } from "../dns/text/dmarc";
import { formatSpf, lookupCounter, mergeSpf, type Spf, spfFromTerms } from "../dns/text/spf";
import { formatSpfTerms, formatTerm, isSpf, parseSpf, type SpfTerm } from "../dns/text/spf-parser";
import { plainText } from "../dns/text/txt";
import type { DesiredRecord } from "./matching/records/desired";
import type { ZoneRecord } from "./zone/zone-record";

/** The records of other names, for counting lookups through them; undefined where a name's is not known. */
export type TermsAt = (name: string) => readonly SpfTerm[] | undefined;

/** The same text with SES as a sender, which only mail with the domain itself as MAIL FROM needs. */
export interface SpfWithSes {
  readonly value: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The DNS lookups before and after, of at most ten (RFC 7208 §4.6.4); included records count as far as they are known. */
  readonly lookups: readonly [before: number, after: number];
}

export function spfWithSes(text: string, termsAt: TermsAt = () => undefined): SpfWithSes {
  const { terms } = parseSpf(text);
  const count = lookupCounter(termsAt);
  const words = spfFromTerms(terms);
  const merged = words === undefined ? withInclude(terms) : formatSpf(mergeSpf(words, [{ amazonses: true }]));
  const value: Readonly<Record<string, unknown>> =
    words === undefined ? { raw: merged } : { ...mergeSpf(words, [{ amazonses: true } satisfies Spf]) };
  return { value, text: merged, lookups: [count(terms), count(parseSpf(merged).terms)] };
}

/** What an existing text loses where the wanted one takes its place, and how domains.yaml would keep it. */
export function textNotes(wanted: DesiredRecord, live: ZoneRecord): string[] {
  if (wanted.type !== "TXT") return [];
  const [before, after] = [plainText(live.content), plainText(wanted.content ?? "")];
  if (before === after) return [];
  const lost = isSpf(before) ? lostSenders(before, after) : isDmarc(before) ? lostTags(before, after) : [];
  if (lost.length === 0) return [];
  const note = `it takes off ${lost.join(", ")}`;
  // The text of a MAIL FROM domain is SES's own, and no words of domains.yaml make another.
  const { singleton, setting, id } = kindOf(wanted.purpose);
  if (singleton === undefined || setting !== id) return [note];
  return [`${note}: to keep all of it write ${setting}: ${inlineYaml(singleton.toSetting(before).value)}`];
}

/** A value of domains.yaml in one line. */
export function inlineYaml(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
}

/** RFC 7208 §5.1: what stands behind `all` is never reached. */
function withInclude(terms: readonly SpfTerm[]): string {
  const end = terms.findIndex(({ name }) => name === "all" || name === "redirect");
  const at = end === -1 ? terms.length : end;
  const ses: SpfTerm = { kind: "mechanism", qualifier: "", name: "include", value: SES_SENDER };
  const isThere = terms.some((term) => formatTerm(term).toLowerCase() === formatTerm(ses));
  return formatSpfTerms(isThere ? terms : [...terms.slice(0, at), ses, ...terms.slice(at)]);
}

function lostSenders(before: string, after: string): string[] {
  const senders = (text: string) =>
    parseSpf(text)
      .terms.filter(({ name }) => name !== "all")
      .map((term) => formatTerm({ ...term, qualifier: term.qualifier === "+" ? "" : term.qualifier }).toLowerCase());
  const kept = new Set(senders(after));
  return senders(before).filter((sender) => !kept.has(sender));
}

function lostTags(before: string, after: string): string[] {
  const [old, now] = [parseDmarc(before), parseDmarc(after)];
  const addresses = (["rua", "ruf"] as const).flatMap((tag) => {
    const kept = new Set(now.dmarc?.[tag]);
    return (old.dmarc?.[tag] ?? []).filter((uri) => !kept.has(uri)).map((uri) => `${tag}=${uri}`);
  });
  const names = new Set(now.tags.map(({ name }) => name));
  const tags = old.tags.filter(({ name }) => !["rua", "ruf"].includes(name) && !names.has(name));
  return [...tags.map(({ name, value }) => `${name}=${value}`), ...addresses];
}
