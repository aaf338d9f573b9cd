// Which senders an SPF record lets pass: `ip4:0.0.0.0/0`, two halves of all addresses, or a name that always exists mean the same
// as `+all` (RFC 7208 §5). Also whether a record includes itself, which breaks it (§4.6.4).
import { addressBytes, addressText } from "../../rdata/addresses";
import { canonicalName } from "../canonical";
import { isPlainName } from "./domain-spec";
import { formatTerm, type SpfTerm } from "./spf-parser";

/** Half of all IPv4 addresses, and half of 2000::/3, which contains all public IPv6 addresses. */
const MANY_4 = 2n ** 31n;
const MANY_6 = 2n ** 124n;
const PUBLIC_6 = { first: 1n << 125n, last: (1n << 126n) - 1n };

interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** The terms that let a sender pass and are evaluated; terms after `all` are not (§5.1). */
export function passingTerms(terms: readonly SpfTerm[]): readonly SpfTerm[] {
  const end = terms.findIndex(isAll);
  const reached = end === -1 ? terms : terms.slice(0, end + 1);
  return reached.filter(({ kind, qualifier }) => kind === "mechanism" && (qualifier === "" || qualifier === "+"));
}

/** The terms that let anybody send, as they are written; none if the record limits its senders. */
export function openTerms(terms: readonly SpfTerm[]): readonly string[] {
  const passing = passingTerms(terms);
  const open = passing.filter(allowsAnybody);
  for (const [name, many] of [
    ["ip4", MANY_4],
    ["ip6", MANY_6],
  ] as const) {
    const networks = passing.filter((term) => term.name === name);
    if (size(networks.map(name === "ip4" ? range4 : range6)) >= many) open.push(...networks);
  }
  return [...new Set(open.map(formatTerm))];
}

/** The term with which the record of `name` includes or redirects to itself: by its name or by a macro. */
export function loopTerm(terms: readonly SpfTerm[], name: string): SpfTerm | undefined {
  return terms.find(({ name: term, value }) => {
    if ((term !== "include" && term !== "redirect") || value === undefined) return false;
    const target = canonicalName(value);
    return target === name || /^%\{[do]\}$/.test(target);
  });
}

/** The canonical form of a term: a network by its first address, a name without the last dot (§5.6, §7.1). */
export function canonicalTerm(term: SpfTerm): SpfTerm {
  const { value, cidr4 = 32, cidr6 = 128 } = term;
  return {
    ...term,
    value: value === undefined ? undefined : plainValue(term, value),
    cidr4: cidr4 < 32 ? cidr4 : undefined,
    cidr6: cidr6 < 128 ? cidr6 : undefined,
  };
}

function plainValue(term: SpfTerm, value: string): string {
  if (term.name === "ip4") return groupsOf(range4(term).first, 4, 8n).join(".");
  if (term.name !== "ip6") return value.replace(/\.$/, "");
  const { first } = network(address6(value), BigInt(128 - (term.cidr6 ?? 128)));
  return addressText(Uint8Array.from(groupsOf(first, 16, 8n).map(Number)));
}

function groupsOf(address: bigint, count: number, bits: bigint): bigint[] {
  return Array.from({ length: count }, (_, at) => (address >> (bits * BigInt(count - 1 - at))) & ((1n << bits) - 1n));
}

function isAll({ kind, name }: SpfTerm): boolean {
  return kind === "mechanism" && name === "all";
}

function allowsAnybody({ name, value, cidr4, cidr6 }: SpfTerm): boolean {
  if (name === "all") return true;
  if (name === "a" || name === "mx") return (cidr4 ?? 32) < 2 || (cidr6 ?? 128) < 4;
  // §5.7: the name exists or does not. Without a macro for the client's address, host or sender the answer is the same for all.
  return name === "exists" && value !== undefined && (isPlainName(value) || !/%\{[islp]/i.test(value));
}

function range4({ value = "", cidr4 = 32 }: SpfTerm): Range {
  const address = value.split(".").reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
  return network(address, BigInt(32 - cidr4));
}

/** The part of the network that is in 2000::/3. */
function range6({ value = "", cidr6 = 128 }: SpfTerm): Range {
  const { first, last } = network(address6(value), BigInt(128 - cidr6));
  return {
    first: first < PUBLIC_6.first ? PUBLIC_6.first : first,
    last: last > PUBLIC_6.last ? PUBLIC_6.last : last,
  };
}

function network(address: bigint, bits: bigint): Range {
  const first = (address >> bits) << bits;
  return { first, last: first + (1n << bits) - 1n };
}

/** The parser has already checked that it is an address. */
function address6(text: string): bigint {
  return BigInt(`0x${addressBytes(text).toString("hex")}`);
}

/** How many addresses the ranges contain together. */
function size(ranges: readonly Range[]): bigint {
  const sorted = ranges.filter(({ first, last }) => first <= last).sort((a, b) => (a.first < b.first ? -1 : 1));
  let total = 0n;
  let next = 0n;
  for (const { first, last } of sorted) {
    const from = first > next ? first : next;
    if (last < from) continue;
    total += last - from + 1n;
    next = last + 1n;
  }
  return total;
}
