// Counts the DNS lookups of an SPF record (RFC 7208 §4.6.4) through includes and redirects, its void lookups, and errors on the way.
// It is the worst case: a sender that matches no term before the end.
//
// A receiver looks up only addresses of the sender's own family (§5), so a host without AAAA is a void lookup for a sender with an
// IPv6 address. Each host of an mx counts too, as in pyspf and Mail::SPF; other implementations are more lenient.

import { isPlainName } from "../../dns/text/domain-spec";
import { lookupTerms, SPF_LOOKUP_LIMIT, SPF_VOID_LIMIT } from "../../dns/text/spf";
import { formatTerm, isSpf, parseSpf, type SpfTerm } from "../../dns/text/spf-parser";
import type { Answer, Dns } from "../dns/answer";
import { recordsOf, textsAt } from "../live/value";

export interface SpfCost {
  /** Infinity if a record includes itself. */
  readonly lookups: number;
  /** Void lookups, in the order of the terms. */
  readonly voids: readonly SpfVoid[];
  /** Other reasons for a permerror than the two limits, in words. */
  readonly faults: readonly string[];
  /** Terms whose name depends on the sender: they are counted, but cannot be followed. */
  readonly open: readonly string[];
  /** Failures of servers: the real count may be higher. */
  readonly failures: readonly string[];
}

/** Address families of a sender. */
export type Family = "ipv4" | "ipv6";

export interface SpfVoid {
  /** Such as `a:gone.example.net`. */
  readonly term: string;
  /** The host of an mx that has no address. @default - the term's own name has no records */
  readonly host?: string;
  /** The families of senders for which it is void. */
  readonly families: readonly Family[];
}

const FAMILIES = { ipv4: "A", ipv6: "AAAA" } as const satisfies Readonly<Record<Family, string>>;
const BOTH: readonly Family[] = ["ipv4", "ipv6"];

/** §4.6.4: the most hosts of an mx term. */
const MX_HOSTS = 10;
/** Counting stops here. */
const MAX_COUNTED = 100;

type SpfDns = Pick<Dns, "resolve">;

interface Count {
  lookups: number;
  readonly voids: SpfVoid[];
  readonly faults: string[];
  readonly open: string[];
  readonly failures: string[];
}

/** Counts for the record `text` at `name`. */
export async function countSpf(dns: SpfDns, name: string, text: string): Promise<SpfCost> {
  const count: Count = { lookups: 0, voids: [], faults: [], open: [], failures: [] };
  await countTerms(dns, name, text, [name], count);
  return count;
}

/** The void lookups for senders of one family. */
export function voidsFor({ voids }: SpfCost, family: Family): readonly SpfVoid[] {
  return voids.filter(({ families }) => families.includes(family));
}

/** Whether a record with this cost is a permerror for senders of one of the families. */
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

/** a, mx and exists; ptr depends on the sender's address, which is not known. */
async function lookUp(dns: SpfDns, name: string, term: SpfTerm, count: Count): Promise<void> {
  if (term.name === "ptr") return;
  const at = target(term, name);
  if (term.name === "a") return addressesOf(dns, at, { term: formatTerm(term) }, count);
  // §5.7: exists looks up A, whatever the sender's family.
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
  // In sequence, so that the voids keep their order. A null MX (RFC 7505) has no host.
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
