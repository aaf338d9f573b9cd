// The SPF record's text (RFC 7208 §4.6, §12) from the fields of domains.yaml, and back. The fields are senders that pass, and one
// end. Terms, see parseSpf(), can express everything that a record may contain.
import { canonicalName } from "../canonical";
import { isPlainName } from "./domain-spec";
import { formatTerm, type SpfTerm } from "./spf-parser";

/** An SPF record as fields, in the order in which receivers read them. */
export interface Spf {
  /** Whether Amazon SES sends for the name: `include:amazonses.com`. @default false */
  readonly amazonses?: boolean;
  readonly include?: readonly string[];
  /** Addresses or networks, such as `192.0.2.0/24`. */
  readonly ip4?: readonly string[];
  readonly ip6?: readonly string[];
  /** Hosts whose addresses may send; `@` is the name itself, `@/24` its networks. */
  readonly a?: readonly string[];
  /** Domains whose MX hosts may send; `@` is the name itself, `@/24` their networks. */
  readonly mx?: readonly string[];
  readonly exists?: readonly string[];
  /** The name whose record is used if nothing matches; instead of `all`. @default - none */
  readonly redirect?: string;
  /** The result for all other senders. @default ~all, unless redirect is set */
  readonly all?: "~all" | "-all" | "?all" | "+all";
}

/** The maximum number of terms that need DNS lookups, including those of included records (RFC 7208 §4.6.4). */
export const SPF_LOOKUP_LIMIT = 10;

/** The maximum number of void lookups, which find no records; one more makes the record fail (RFC 7208 §4.6.4). */
export const SPF_VOID_LIMIT = 2;

const LISTS = ["ip4", "ip6", "a", "mx", "include", "exists"] as const;

/** The record's text. */
export function formatSpf(spf: Spf): string {
  const named = (mechanism: string, values: readonly string[] = []) =>
    values.map((value) => (/^@(?:\/|$)/.test(value) ? mechanism + value.slice(1) : `${mechanism}:${value}`));
  const terms = LISTS.flatMap((name) =>
    named(name, name === "include" ? [...(spf.amazonses ? ["amazonses.com"] : []), ...(spf.include ?? [])] : spf[name]),
  );
  const end = spf.redirect === undefined ? (spf.all ?? "~all") : `redirect=${spf.redirect}`;
  return ["v=spf1", ...new Set(terms), end].join(" ");
}

/**
 * The fields for terms, with the same meaning; undefined if the fields cannot express them: a qualifier other than pass before
 * `all`, ptr, exp, an unknown modifier, or something after `all`. A record without an end means `?all` (RFC 7208 §4.7).
 */
export function spfFromTerms(terms: readonly SpfTerm[]): Spf | undefined {
  const lists: { [list in (typeof LISTS)[number]]?: string[] } = {};
  let redirect: string | undefined;
  let all: Spf["all"];
  for (const term of terms) {
    const { kind, qualifier, name, value } = term;
    const list = LISTS.find((known) => known === name);
    if (kind === "modifier") {
      if (name !== "redirect" || redirect !== undefined) return undefined;
      redirect = value;
    } else if (all !== undefined) return undefined;
    else if (name === "all") all = `${qualifier || "+"}all`;
    else if (list === undefined || (qualifier !== "" && qualifier !== "+")) return undefined;
    else {
      const text = formatTerm({ ...term, qualifier: "" }).slice(name.length);
      lists[list] = [...(lists[list] ?? []), text.startsWith(":") ? text.slice(1) : `@${text}`];
    }
  }
  if (redirect !== undefined && all !== undefined) return undefined;
  const { include = [], ...others } = lists;
  const amazonses = include[0]?.toLowerCase() === "amazonses.com";
  const rest = amazonses ? include.slice(1) : include;
  return {
    amazonses: amazonses || undefined,
    ...others,
    include: rest.length === 0 ? undefined : rest,
    redirect,
    all: redirect === undefined ? (all ?? "?all") : undefined,
  };
}

/**
 * The owner's record with the senders of `others` after its own, without duplicates. The end is the owner's; a redirect of another
 * becomes an include, which lets the same senders pass.
 */
export function mergeSpf(owner: Spf, others: readonly Spf[]): Spf {
  const merged: { -readonly [key in keyof Spf]: Spf[key] } = { ...owner };
  const redirects = others.flatMap(({ redirect }) => (redirect === undefined ? [] : [redirect]));
  for (const list of LISTS) {
    const values = [owner, ...others].flatMap((spf) => spf[list] ?? []);
    const all = new Set(list === "include" ? [...values, ...redirects] : values);
    if (all.size > 0) merged[list] = [...all];
  }
  if ([owner, ...others].some(({ amazonses }) => amazonses)) merged.amazonses = true;
  return merged;
}

/** The terms of a record that need a DNS lookup; terms after `all`, and a redirect beside it, are never evaluated (§5.1, §6.1). */
export function lookupTerms(terms: readonly SpfTerm[]): readonly SpfTerm[] {
  const end = terms.findIndex(({ kind, name }) => kind === "mechanism" && name === "all");
  return terms.filter(({ kind, name }, index) =>
    kind === "mechanism"
      ? ["include", "a", "mx", "ptr", "exists"].includes(name) && (end === -1 || index < end)
      : name === "redirect" && end === -1,
  );
}

/** The name that an include or a redirect refers to, in lower case; undefined for macros and other terms. */
export function nextName({ name, value }: SpfTerm): string | undefined {
  if ((name !== "include" && name !== "redirect") || value === undefined || !isPlainName(value)) return undefined;
  return canonicalName(value);
}

/**
 * Counts the DNS lookups of records, following the records that `termsAt` knows. It is a lower bound for a sender that matches
 * late. A record that includes itself needs infinitely many. The count of each name is cached.
 */
export function lookupCounter(
  termsAt: (name: string) => readonly SpfTerm[] | undefined,
): (terms: readonly SpfTerm[]) => number {
  const known = new Map<string, number>();
  const countName = (name: string): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, Number.POSITIVE_INFINITY);
    const count = countTerms(termsAt(name) ?? []);
    known.set(name, count);
    return count;
  };
  const countTerms = (terms: readonly SpfTerm[]): number =>
    lookupTerms(terms).reduce((sum, term) => {
      const next = nextName(term);
      return sum + 1 + (next === undefined ? 0 : countName(next));
    }, 0);
  return countTerms;
}
