// What an SPF record costs its readers (RFC 7208 §4.6.4), counted in DNS as it is: lookups through includes and redirect, names
// that are looked up in vain, and faults on the way. It is the worst case: a sender that matches nothing before the end.
//
// A receiver asks for addresses of the sender's own family alone (§5), so a host without AAAA is looked up in vain for a sender
// with an IPv6 address. Each host of an mx counts as well: so pyspf and Mail::SPF do it. Others are kinder; both are told apart.

import { isPlainName } from "../../dns/text/domain-spec";
import { lookupTerms, SPF_LOOKUP_LIMIT, SPF_VOID_LIMIT } from "../../dns/text/spf";
import { formatTerm, isSpf, parseSpf, type SpfTerm } from "../../dns/text/spf-parser";
import type { Answer, Dns } from "../dns/answer";
import { recordsOf, textsAt } from "../live/value";

export interface SpfCost {
  /** Infinity where a record comes back to itself. */
  readonly lookups: number;
  /** What is looked up in vain, in the order of the terms. */
  readonly voids: readonly SpfVoid[];
  /** What makes receivers refuse the record (permerror), in words, beside the two limits. */
  readonly faults: readonly string[];
  /** Terms whose name depends on the sender: each is counted, and what it finds is not known. */
  readonly open: readonly string[];
  /** Servers that did not answer: the count is at least what it says. */
  readonly failures: readonly string[];
}

/** Families of a sender's address. */
export type Family = "ipv4" | "ipv6";

export interface SpfVoid {
  /** As `a:gone.example.net`. */
  readonly term: string;
  /** The host of an mx that has no address. @default - the term's own name */
  readonly host?: string;
  /** For senders of which family. */
  readonly families: readonly Family[];
}

const FAMILIES = { ipv4: "A", ipv6: "AAAA" } as const satisfies Readonly<Record<Family, string>>;
const BOTH: readonly Family[] = ["ipv4", "ipv6"];

/** §4.6.4: an mx term may lead to so many hosts. */
const MX_HOSTS = 10;
/** No count above this is of interest. */
const MAX_COUNTED = 100;

type SpfDns = Pick<Dns, "resolve">;

interface Count {
  lookups: number;
  readonly voids: SpfVoid[];
  readonly faults: string[];
  readonly open: string[];
  readonly failures: string[];
}

/** The cost of the record `text` at `name`. */
export async function countSpf(dns: SpfDns, name: string, text: string): Promise<SpfCost> {
  const count: Count = { lookups: 0, voids: [], faults: [], open: [], failures: [] };
  await countTerms(dns, name, text, [name], count);
  return count;
}

/** What is looked up in vain for senders of one family. */
export function voidsFor({ voids }: SpfCost, family: Family): readonly SpfVoid[] {
  return voids.filter(({ families }) => families.includes(family));
}

/** Whether receivers refuse a record of this cost, for senders of a family, or of one at least. */
export function isPermerror(cost: SpfCost, families: readonly Family[] = BOTH): boolean {
  const isVoid = families.some((family) => voidsFor(cost, family).length > SPF_VOID_LIMIT);
  return cost.lookups > SPF_LOOKUP_LIMIT || isVoid || cost.faults.length > 0;
}

async function countTerms(
  dns: SpfDns,
  name: string,
  text: string,
  path: readonly string[],
  count: Count,
): Promise<void> {
  const { terms, problems } = parseSpf(text);
  count.faults.push(...problems.map((problem) => `spf of "${name}": ${problem}`));
  for (const term of lookupTerms(terms)) {
    count.lookups += 1;
    if (count.lookups > MAX_COUNTED) return;
    if (term.value !== undefined && !isPlainName(term.value)) count.open.push(formatTerm(term));
    else if (term.name === "include" || term.name === "redirect") await follow(dns, term, path, count);
    else await lookUp(dns, name, term, count);
  }
}

async function follow(dns: SpfDns, term: SpfTerm, path: readonly string[], count: Count): Promise<void> {
  const next = target(term, "");
  if (path.includes(next)) {
    count.lookups = Number.POSITIVE_INFINITY;
    return;
  }
  const answer = await dns.resolve(next, "TXT");
  if (answer.status === "failed") {
    count.failures.push(answer.failure.text);
    return;
  }
  const texts = textsAt(answer).filter(isSpf);
  if (answer.status !== "answer") count.voids.push({ term: formatTerm(term), families: BOTH });
  const [text] = texts;
  // §5.2, §6.1
  if (text === undefined) count.faults.push(`"${formatTerm(term)}" leads to no spf record`);
  else if (texts.length > 1) count.faults.push(`"${formatTerm(term)}" leads to ${texts.length} spf records`);
  else await countTerms(dns, next, text, [...path, next], count);
}

/** a, mx, exists; ptr asks for the sender's address, which is not known. */
async function lookUp(dns: SpfDns, name: string, term: SpfTerm, count: Count): Promise<void> {
  if (term.name === "ptr") return;
  const at = target(term, name);
  if (term.name === "a") return addressesOf(dns, at, { term: formatTerm(term) }, count);
  // §5.7: an exists asks for A, whatever the sender's family is.
  const type = term.name === "mx" ? "MX" : "A";
  const answer = await dns.resolve(at, type);
  const found = recordsOf(answer, type);
  if (isFailed(answer)) count.failures.push(answer.failure.text);
  else if (found.length === 0) count.voids.push({ term: formatTerm(term), families: BOTH });
  if (term.name !== "mx") return;
  const hosts = [...new Set(found.flatMap(({ value }) => (value.kind === "mx" ? [value.host] : [])))];
  if (hosts.length > MX_HOSTS) {
    count.faults.push(`"${formatTerm(term)}" leads to ${hosts.length} mx hosts, the limit is ${MX_HOSTS}`);
    return;
  }
  // One after the other, so that the voids keep their order. A null MX (RFC 7505) names no host.
  for (const host of hosts) if (host !== "") await addressesOf(dns, host, { term: formatTerm(term), host }, count);
}

async function addressesOf(
  dns: SpfDns,
  name: string,
  what: Pick<SpfVoid, "term" | "host">,
  count: Count,
): Promise<void> {
  const answers = await Promise.all(BOTH.map((family) => dns.resolve(name, FAMILIES[family])));
  const failed = answers.find(isFailed);
  if (failed !== undefined) count.failures.push(failed.failure.text);
  const families = BOTH.filter((family, index) => {
    const answer = answers[index]!;
    return !isFailed(answer) && recordsOf(answer, FAMILIES[family]).length === 0;
  });
  if (families.length > 0) count.voids.push({ ...what, families });
}

function isFailed(answer: Answer): answer is Extract<Answer, { status: "failed" }> {
  return answer.status === "failed";
}

function target({ value }: SpfTerm, name: string): string {
  return value === undefined ? name : value.toLowerCase().replace(/\.$/, "");
}
