// Existing SPF and DMARC texts: what is lost if another text replaces them, and how domains.yaml can keep it.
import { stringify } from "yaml";
import type { ZoneRecord } from "../cloudflare/zone-record";
import { kindOf } from "../dns/kinds/kinds";
import { SES_SENDER } from "../dns/kinds/spf";
import { isDmarc, parseDmarc } from "../dns/text/dmarc";
import { formatSpf, lookupCounter, mergeSpf, type Spf, spfFromTerms } from "../dns/text/spf";
import { formatSpfTerms, formatTerm, isSpf, parseSpf, type SpfTerm } from "../dns/text/spf-parser";
import { plainText } from "../dns/text/txt";
import type { DesiredRecord } from "./matching/records/desired";

/** The SPF records of other names, to count lookups through them; undefined if a name's record is unknown. */
export type TermsAt = (name: string) => readonly SpfTerm[] | undefined;

/** The same text with SES as a sender, which is only needed for mail with the domain itself as MAIL FROM. */
export interface SpfWithSes {
  readonly value: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The DNS lookups before and after; at most ten are allowed (RFC 7208 §4.6.4). Included records count if they are known. */
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

/** What is lost if the desired text replaces the existing one, and how domains.yaml can keep it. */
export function textNotes(wanted: DesiredRecord, live: ZoneRecord): string[] {
  if (wanted.type !== "TXT") return [];
  const [before, after] = [plainText(live.content), plainText(wanted.content ?? "")];
  if (before === after) return [];
  const dropped = isSpf(before) ? lostSenders(before, after) : isDmarc(before) ? lostTags(before, after) : [];
  if (dropped.length === 0) return [];
  const note = `it removes ${dropped.join(", ")}`;
  // SES requires the text at a MAIL FROM domain, and domains.yaml has no setting for another one.
  const { singleton, setting, isText } = kindOf(wanted.purpose);
  if (singleton === undefined || !isText) return [note];
  return [`${note}: to keep all of it write ${setting}: ${inlineYaml(singleton.toSetting(before).value)}`];
}

/** A value of domains.yaml on one line. */
export function inlineYaml(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
}

/** RFC 7208 §5.1: terms after `all` are never evaluated. */
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
  const remaining = new Set(senders(after));
  return senders(before).filter((sender) => !remaining.has(sender));
}

function lostTags(before: string, after: string): string[] {
  const [old, now] = [parseDmarc(before), parseDmarc(after)];
  const addresses = (["rua", "ruf"] as const).flatMap((tag) => {
    const remaining = new Set(now.dmarc?.[tag]);
    return (old.dmarc?.[tag] ?? []).filter((uri) => !remaining.has(uri)).map((uri) => `${tag}=${uri}`);
  });
  const names = new Set(now.tags.map(({ name }) => name));
  const tags = old.tags.filter(({ name }) => !["rua", "ruf"].includes(name) && !names.has(name));
  return [...tags.map(({ name, value }) => `${name}=${value}`), ...addresses];
}
