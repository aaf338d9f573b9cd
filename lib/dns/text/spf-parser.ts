// SPF text -> terms, by the grammar of RFC 7208 §12. One wrong term makes receivers refuse the whole record (§4.6), so every term
// is parsed and every error is reported.
import { isIPv4, isIPv6 } from "node:net";
import { domainSpecFault, macroStringFault } from "./domain-spec";
import { lengthFault } from "./policy-length";

/** The result if a mechanism matches: pass, fail, softfail, neutral (RFC 7208 §4.6.2). */
export type SpfQualifier = "+" | "-" | "~" | "?";

/** One mechanism (§5) or modifier (§6). */
export interface SpfTerm {
  readonly kind: "mechanism" | "modifier";
  /** As it is written: empty means `+`. Modifiers have none. */
  readonly qualifier: SpfQualifier | "";
  /** In lower case. */
  readonly name: string;
  /** What follows `:` or `=`, without the prefix lengths. */
  readonly value?: string;
  /** The prefix length for IPv4, 0 to 32 (a, mx, ip4). */
  readonly cidr4?: number;
  /** The prefix length for IPv6, 0 to 128 (a, mx, ip6). */
  readonly cidr6?: number;
}

/** What parseSpf() reads. */
export interface SpfRecord {
  /** In the order of the text; those with a problem are left out. */
  readonly terms: readonly SpfTerm[];
  /** What makes the record a "permerror", as sentences. */
  readonly problems: readonly string[];
}

/** Whether receivers read a TXT record as SPF (§4.5): the version in upper or lower case, then a space or the end. */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}

/** The terms of an SPF record; formatSpfTerms() writes them again. */
export function parseSpf(text: string): SpfRecord {
  if (!isSpf(text))
    return { terms: [], problems: ['does not begin with "v=spf1" and a space, receivers pass it over'] };
  const long = lengthFault(text);
  if (long !== undefined) return { terms: [], problems: [long] };
  const terms: SpfTerm[] = [];
  const problems: string[] = [];
  for (const word of text.slice("v=spf1".length).split(" ")) {
    if (word === "") continue;
    const term = parseTerm(word);
    if (typeof term === "string") problems.push(`the term ${JSON.stringify(word)} ${term}`);
    else terms.push(term);
  }
  for (const name of ["redirect", "exp"]) {
    // §6
    const count = terms.filter((term) => term.kind === "modifier" && term.name === name).length;
    if (count > 1) problems.push(`the modifier "${name}" stands ${count} times, keep one`);
  }
  return { terms, problems };
}

/** The text of terms: the inverse of parseSpf(), except for the case of names and the number of spaces. */
export function formatSpfTerms(terms: readonly SpfTerm[]): string {
  return ["v=spf1", ...terms.map(formatTerm)].join(" ");
}

export function formatTerm({ kind, qualifier, name, value, cidr4, cidr6 }: SpfTerm): string {
  if (kind === "modifier") return `${name}=${value ?? ""}`;
  const target = value === undefined ? "" : `:${value}`;
  const length4 = cidr4 === undefined ? "" : `/${cidr4}`;
  const length6 = cidr6 === undefined ? "" : `${name === "ip6" ? "/" : "//"}${cidr6}`;
  return `${qualifier}${name}${target}${length4}${length6}`;
}

/** The parser for the rest of each mechanism, after its name (§5). */
const MECHANISMS: Readonly<Record<string, (rest: string) => Partial<SpfTerm> | string>> = {
  all: (rest) => (rest === "" ? {} : 'has something after "all", which stands alone'),
  include: (rest) => named(rest, "required"),
  exists: (rest) => named(rest, "required"),
  ptr: (rest) => named(rest, "optional"),
  a: withLengths,
  mx: withLengths,
  ip4: (rest) => network(rest, "IPv4", isIPv4, 32),
  ip6: (rest) => network(rest, "IPv6", (text) => isIPv6(text) && !text.includes("%"), 128),
};

function parseTerm(word: string): SpfTerm | string {
  const [, modifier = "", text = ""] = /^([a-z][a-z0-9_.-]*)=(.*)$/is.exec(word) ?? [];
  if (modifier !== "") {
    const name = modifier.toLowerCase();
    // Known modifiers never count as unknown ones, although the grammar alone would allow it.
    const fault = name === "redirect" || name === "exp" ? domainSpecFault(text) : macroStringFault(text);
    return fault ?? { kind: "modifier", qualifier: "", name, value: text };
  }
  const [, qualifier = "", written = "", rest = ""] = /^([-+~?]?)([a-z][a-z0-9_.-]*)(.*)$/is.exec(word) ?? [];
  const name = written.toLowerCase();
  if (name === "redirect" || name === "exp") return `is a modifier: write "${name}=" without a qualifier`;
  const parse = Object.hasOwn(MECHANISMS, name) ? MECHANISMS[name] : undefined;
  if (parse === undefined) {
    return `is no mechanism, they are ${Object.keys(MECHANISMS).join(" ")}`;
  }
  const parts = parse(rest);
  if (typeof parts === "string") return parts;
  return { kind: "mechanism", qualifier: qualifier as SpfQualifier | "", name, ...parts };
}

function named(rest: string, presence: "required" | "optional"): Partial<SpfTerm> | string {
  if (rest === "") return presence === "optional" ? {} : 'needs a name after ":"';
  if (!rest.startsWith(":")) return `has "${rest}" where ":" and a name may stand`;
  const value = rest.slice(1);
  return domainSpecFault(value) ?? { value };
}

/** §5.3, §5.4: `/24` is for IPv4, `//64` for IPv6, or both. They are parsed from the end, because names may contain "/". */
function withLengths(rest: string): Partial<SpfTerm> | string {
  const match = /^(.*?)(?:\/([0-9]+))?(?:\/\/([0-9]+))?$/s.exec(rest);
  const target = match?.[1] ?? "";
  const cidr4 = prefixLength(match?.[2], 32);
  const cidr6 = prefixLength(match?.[3], 128);
  if (typeof cidr4 === "string") return cidr4;
  if (typeof cidr6 === "string") return cidr6;
  const value = named(target, "optional");
  if (typeof value === "string") return value;
  return { ...value, cidr4, cidr6 };
}

/** §5.6 */
function network(
  rest: string,
  kind: "IPv4" | "IPv6",
  isAddress: (text: string) => boolean,
  bits: 32 | 128,
): Partial<SpfTerm> | string {
  const [, value = "", length] = /^:([^/]*)(?:\/([0-9]+))?$/s.exec(rest) ?? [];
  if (!isAddress(value)) return `needs an ${kind} address or network after ":", such as ${EXAMPLES[kind]}`;
  const cidr = prefixLength(length, bits);
  if (typeof cidr === "string") return cidr;
  return bits === 32 ? { value, cidr4: cidr } : { value, cidr6: cidr };
}

const EXAMPLES = { IPv4: "192.0.2.0/24", IPv6: "2001:db8::/32" } as const;

function prefixLength(digits: string | undefined, bits: number): number | undefined | string {
  if (digits === undefined) return undefined;
  if (/^0[0-9]/.test(digits) || digits.length > 3 || Number(digits) > bits) {
    return `has the prefix length ${digits}, write 0 to ${bits} without leading zeros`;
  }
  return Number(digits);
}
