// SPF and DMARC texts that exist, in the words of domains.yaml, so that nothing of them is lost: words where they write the
// same text, or one that means the same; `raw`, the text as it is, where they do not.
import { stringify } from "yaml";
import { type Dmarc, formatDmarc, isDmarc, parseDmarc, REMOVED_TAGS } from "../dns/text/dmarc";
import { formatSpf, lookupCounter, mergeSpf, type Spf, spfWords } from "../dns/text/spf";
import { formatSpfTerms, formatTerm, isSpf, parseSpf, type SpfTerm } from "../dns/text/spf-parser";
import { plainText } from "../dns/text/txt";
import type { WantedRecord } from "./matching/records/wanted";
import type { ZoneRecord } from "./zone/zone-record";

/** What domains.yaml says of a text. */
export interface TextForm {
  /** The value of `spf` or `dmarc`: words, or `{raw}`. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Whether it writes the text as it is, byte for byte. */
  readonly exact: boolean;
  readonly notes: readonly string[];
}

/** The records of other names, for counting lookups through them; undefined where a name's is not known. */
export type TermsAt = (name: string) => readonly SpfTerm[] | undefined;

export function spfForm(text: string): TextForm {
  const { terms, problems } = parseSpf(text);
  const words = problems.length > 0 ? undefined : spfWords(terms);
  if (words !== undefined && formatSpf(words) === text) return { value: { ...words }, exact: true, notes: [] };
  if (problems.length > 0) return { value: { raw: text }, exact: true, notes: problems.map((why) => `spf ${why}`) };
  if (words === undefined) {
    const why = "spf says what the words of domains.yaml do not, and stays as raw";
    return { value: { raw: text }, exact: true, notes: [why] };
  }
  const notes = [`spf is written anew, with the same senders: ${JSON.stringify(formatSpf(words))}`];
  return { value: { ...words }, exact: false, notes };
}

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
  const words = spfWords(terms);
  const merged = words === undefined ? withInclude(terms) : formatSpf(mergeSpf(words, [{ amazonses: true }]));
  const value: Readonly<Record<string, unknown>> =
    words === undefined ? { raw: merged } : { ...mergeSpf(words, [{ amazonses: true } satisfies Spf]) };
  return { value, text: merged, lookups: [count(terms), count(parseSpf(merged).terms)] };
}

export function dmarcForm(text: string): TextForm {
  const { tags, dmarc, problems, dropped } = parseDmarc(text);
  const raw = (...notes: string[]): TextForm => ({ value: { raw: text }, exact: true, notes });
  if (dmarc === undefined || problems.length > 0) return raw(...problems.map((why) => `dmarc ${why}`));
  const gone = tags.filter(({ name }) => REMOVED_TAGS.includes(name)).map(({ name }) => name);
  const unknown = tags.filter(({ name }) => !WORDS.includes(name) && !gone.includes(name)).map(({ name }) => name);
  const odd = [...(dmarc.rua ?? []), ...(dmarc.ruf ?? [])].filter((uri) => !ADDRESS.test(uri));
  const notes = [
    ...dropped.map((what) => `dmarc ${what}: receivers drop it, and raw keeps it`),
    ...(gone.length === 0 ? [] : [`dmarc has ${gone.join(", ")}, which RFC 9989 took away: raw keeps them`]),
    ...(unknown.length === 0
      ? []
      : [`dmarc has ${unknown.join(", ")}, which has no words in domains.yaml: raw keeps it`]),
    ...(odd.length === 0 ? [] : [`dmarc reports to ${odd.join(", ")}, which only raw can say`]),
  ];
  if (notes.length > 0) return raw(...notes);
  const exact = formatDmarc(dmarc) === text;
  const anew = `dmarc is written anew, with the same meaning: ${JSON.stringify(formatDmarc(dmarc))}`;
  return { value: dmarcWords(dmarc), exact, notes: exact ? [] : [anew] };
}

/** What an existing text loses where the wanted one takes its place, and how domains.yaml would keep it. */
export function textNotes(wanted: WantedRecord, live: ZoneRecord): string[] {
  if (wanted.type !== "TXT") return [];
  const [before, after] = [plainText(live.content), plainText(wanted.content ?? "")];
  if (before === after) return [];
  const lost = isSpf(before) ? lostSenders(before, after) : isDmarc(before) ? lostTags(before, after) : [];
  if (lost.length === 0) return [];
  const note = `it takes off ${lost.join(", ")}`;
  if (wanted.purpose !== "spf" && wanted.purpose !== "dmarc") return [note];
  const { value } = wanted.purpose === "spf" ? spfForm(before) : dmarcForm(before);
  return [`${note}: to keep all of it write ${wanted.purpose}: ${inline(value)}`];
}

/** A value of domains.yaml in one line. */
export function inline(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
}

const WORDS: readonly string[] = ["v", "p", "sp", "np", "t", "adkim", "aspf", "fo", "rua", "ruf"];

/** As the schema takes addresses. */
const ADDRESS = /^mailto:[^\s@,;!<>"?]+@[^\s@,;!<>"?][^\s@,;!<>"?.]*\.[^\s@,;!<>"?]+$/;

function dmarcWords({
  dkimAlignment,
  spfAlignment,
  failureOptions,
  rua,
  ruf,
  ...rest
}: Dmarc): Record<string, unknown> {
  const one = (items: readonly string[]) => (items.length === 1 ? items[0] : items);
  const addresses = (uris: readonly string[]) => one(uris.map((uri) => uri.replace(/^mailto:/, "")));
  return {
    ...rest,
    ...(dkimAlignment || spfAlignment
      ? { alignment: { ...(dkimAlignment && { dkim: dkimAlignment }), ...(spfAlignment && { spf: spfAlignment }) } }
      : {}),
    ...(failureOptions && { failureOptions: one(failureOptions) }),
    ...(rua && { rua: addresses(rua) }),
    ...(ruf && { ruf: addresses(ruf) }),
  };
}

/** RFC 7208 §5.1: what stands behind `all` is never reached. */
function withInclude(terms: readonly SpfTerm[]): string {
  const end = terms.findIndex(({ name }) => name === "all" || name === "redirect");
  const at = end === -1 ? terms.length : end;
  const ses: SpfTerm = { kind: "mechanism", qualifier: "", name: "include", value: "amazonses.com" };
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
