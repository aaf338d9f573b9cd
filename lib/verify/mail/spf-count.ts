// What an SPF record costs its readers (RFC 7208 §4.6.4), counted in DNS as it is: lookups through includes and redirect, names
// that are looked up in vain, and faults on the way. It is the worst case: a sender that matches nothing before the end.

import { isPlainName } from "../../dns/text/domain-spec";
import { lookupTerms, SPF_LOOKUP_LIMIT } from "../../dns/text/spf";
import { formatTerm, isSpf, parseSpf, type SpfTerm } from "../../dns/text/spf-parser";
import type { Answer, Dns } from "../dns/answer";
import { recordsOf, textsAt } from "../live/value";

export interface SpfCost {
  /** Infinity where a record comes back to itself. */
  readonly lookups: number;
  /** Terms that look for a name in vain, as `a:gone.example.net`. */
  readonly voids: readonly string[];
  /** What makes receivers refuse the record (permerror), in words, beside the two limits. */
  readonly faults: readonly string[];
  /** Terms whose name depends on the sender: each is counted, and what it finds is not known. */
  readonly open: readonly string[];
  /** Servers that did not answer: the count is at least what it says. */
  readonly failures: readonly string[];
}

export const SPF_VOID_LIMIT = 2;
/** §4.6.4: an mx term may lead to so many hosts. */
const MX_HOSTS = 10;
/** No count above this is of interest. */
const ENOUGH = 100;

type Resolver = Pick<Dns, "resolve">;

interface Count {
  lookups: number;
  readonly voids: string[];
  readonly faults: string[];
  readonly open: string[];
  readonly failures: string[];
}

/** The cost of the record `text` at `name`. */
export async function countSpf(dns: Resolver, name: string, text: string): Promise<SpfCost> {
  const count: Count = { lookups: 0, voids: [], faults: [], open: [], failures: [] };
  await walk(dns, name, text, [name], count);
  return count;
}

/** Whether receivers refuse a record of this cost. */
export function isPermerror({ lookups, voids, faults }: SpfCost): boolean {
  return lookups > SPF_LOOKUP_LIMIT || voids.length > SPF_VOID_LIMIT || faults.length > 0;
}

async function walk(dns: Resolver, name: string, text: string, path: readonly string[], count: Count): Promise<void> {
  const { terms, problems } = parseSpf(text);
  count.faults.push(...problems.map((problem) => `spf of "${name}": ${problem}`));
  for (const term of lookupTerms(terms)) {
    count.lookups += 1;
    if (count.lookups > ENOUGH) return;
    if (term.value !== undefined && !isPlainName(term.value)) count.open.push(formatTerm(term));
    else if (term.name === "include" || term.name === "redirect") await follow(dns, term, path, count);
    else await lookUp(dns, name, term, count);
  }
}

async function follow(dns: Resolver, term: SpfTerm, path: readonly string[], count: Count): Promise<void> {
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
  if (answer.status !== "answer") count.voids.push(formatTerm(term));
  const [text] = texts;
  // §5.2, §6.1
  if (text === undefined) count.faults.push(`"${formatTerm(term)}" leads to no spf record`);
  else if (texts.length > 1) count.faults.push(`"${formatTerm(term)}" leads to ${texts.length} spf records`);
  else await walk(dns, next, text, [...path, next], count);
}

/** a, mx, exists; ptr asks for the sender's address, which is not known. */
async function lookUp(dns: Resolver, name: string, term: SpfTerm, count: Count): Promise<void> {
  if (term.name === "ptr") return;
  const at = target(term, name);
  const types = term.name === "mx" ? ["MX"] : term.name === "exists" ? ["A"] : ["A", "AAAA"];
  const answers = await Promise.all(types.map((type) => dns.resolve(at, type)));
  const failed = answers.find(isFailed);
  if (failed !== undefined) count.failures.push(failed.failure.text);
  else if (answers.every((answer, index) => recordsOf(answer, types[index] ?? "").length === 0))
    count.voids.push(formatTerm(term));
  const hosts = answers.flatMap((answer) => recordsOf(answer, "MX")).length;
  if (hosts > MX_HOSTS) count.faults.push(`"${formatTerm(term)}" leads to ${hosts} mx hosts, the limit is ${MX_HOSTS}`);
}

function isFailed(answer: Answer): answer is Extract<Answer, { status: "failed" }> {
  return answer.status === "failed";
}

function target({ value }: SpfTerm, name: string): string {
  return value === undefined ? name : value.toLowerCase().replace(/\.$/, "");
}
