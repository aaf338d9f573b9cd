// The DMARC record's text (RFC 9989 §4.7, §4.8). Receivers ignore a tag that they cannot read, so mistakes are silent: this parser
// reports each one.
import { trimBlanks } from "./dkim";
import { lengthFault } from "./policy-length";

/** What receivers do with mail that fails (RFC 9989 §4.7, tag `p`), from the least to the most strict. */
export const DMARC_POLICIES = ["none", "quarantine", "reject"] as const;
/** What receivers do with mail that fails (RFC 9989 §4.7, tag `p`). */
export type DmarcPolicy = (typeof DMARC_POLICIES)[number];

/** How the From domain must match the one that passed: in the same organisation, or exactly (RFC 9989 §4.4). */
export type DmarcAlignment = "relaxed" | "strict";

/** The content of a DMARC record; a field that is left out is left out of the record. */
export interface Dmarc {
  readonly policy: DmarcPolicy;
  /** For subdomains that exist (`sp`). @default - as `policy` */
  readonly subdomainPolicy?: DmarcPolicy;
  /** For subdomains that do not exist (`np`). @default - as `subdomainPolicy` */
  readonly nonexistentSubdomainPolicy?: DmarcPolicy;
  /** Receivers report and do not act (`t=y`). @default false */
  readonly testing?: boolean;
  /** `adkim`. @default relaxed */
  readonly dkimAlignment?: DmarcAlignment;
  /** `aspf`. @default relaxed */
  readonly spfAlignment?: DmarcAlignment;
  /** When failures are reported (`fo`): 0, 1, d, s. @default - 0 */
  readonly failureOptions?: readonly string[];
  /** Where aggregate reports go, as URIs (`rua`). @default - nowhere */
  readonly rua?: readonly string[];
  /** Where failure reports go, as URIs (`ruf`). @default - nowhere */
  readonly ruf?: readonly string[];
}

/** One `name=value`, the name as it is written. */
export interface DmarcTag {
  readonly name: string;
  readonly value: string;
}

/** What parseDmarc() reads. */
export interface DmarcRecord {
  /** In the order of the text, `v` included, unknown ones too. */
  readonly tags: readonly DmarcTag[];
  /** The content; undefined without a version or a valid policy. */
  readonly dmarc?: Dmarc;
  /** What breaks the grammar or makes the policy ambiguous, as sentences. */
  readonly problems: readonly string[];
  /** Values of optional tags that receivers cannot read, as sentences: they ignore the tag and use the rest (§4.7). */
  readonly dropped: readonly string[];
}

/** Tags of RFC 7489 that RFC 9989 removed; receivers ignore them. */
export const REMOVED_TAGS: readonly string[] = ["pct", "rf", "ri"];

/**
 * `v` first and `p` second, as readers of RFC 7489 require. It ends with a semicolon; to change that would change the record in
 * every zone.
 */
export function formatDmarc(dmarc: Dmarc): string {
  const tags: (string | undefined | false)[] = [
    "v=DMARC1",
    `p=${dmarc.policy}`,
    dmarc.subdomainPolicy && `sp=${dmarc.subdomainPolicy}`,
    dmarc.nonexistentSubdomainPolicy && `np=${dmarc.nonexistentSubdomainPolicy}`,
    dmarc.testing && "t=y",
    dmarc.dkimAlignment && `adkim=${dmarc.dkimAlignment.charAt(0)}`,
    dmarc.spfAlignment && `aspf=${dmarc.spfAlignment.charAt(0)}`,
    dmarc.failureOptions?.length && `fo=${dmarc.failureOptions.join(":")}`,
    dmarc.rua?.length && `rua=${dmarc.rua.join(",")}`,
    dmarc.ruf?.length && `ruf=${dmarc.ruf.join(",")}`,
  ].map((tag) => tag || undefined);
  return `${tags.filter((tag) => tag !== undefined).join("; ")};`;
}

/** Whether receivers read a TXT record at `_dmarc` as DMARC: `v=DMARC1` first, its value in capitals (§4.7). */
export function isDmarc(text: string): boolean {
  return /^v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/.test(text);
}

/** The tags and the meaning of a DMARC record; formatDmarc() writes the meaning again. */
export function parseDmarc(text: string): DmarcRecord {
  const long = lengthFault(text);
  if (long !== undefined) return { tags: [], problems: [long], dropped: [] };
  const { tags, faults } = readTags(text);
  const problems = [...faults];
  const dropped: string[] = [];
  if (!isDmarc(text))
    return { tags, problems: ['does not begin with "v=DMARC1;", receivers pass it over', ...problems], dropped };

  const values = new Map(tags.map(({ name, value }) => [name, value]));
  for (const [name, { isValid, expected }] of Object.entries(VALUES)) {
    const value = values.get(name);
    if (value === undefined || isValid(value)) continue;
    (POLICY_TAGS.includes(name) ? problems : dropped).push(`has ${name}=${value}, expected ${expected}`);
    values.delete(name);
  }
  for (const name of ["rua", "ruf"]) {
    for (const uri of list(values.get(name))) {
      const fault = uriFault(uri);
      if (fault !== undefined) problems.push(`has "${uri}" in ${name}, ${fault}`);
    }
  }
  if (!tags.some(({ name }) => name === "p")) problems.push('has no policy, add "p=none" or another after the version');
  return { tags, problems, dropped, dmarc: dmarcFrom(values) };
}

/**
 * What breaks the list of tags, as sentences: a repeated tag, or a part that is not a tag. Some receivers then ignore the whole
 * record, others use one of the two (RFC 6376 §3.2, RFC 7489 §6.6.3).
 */
export function tagFaults(text: string): readonly string[] {
  const long = lengthFault(text);
  return long === undefined ? readTags(text).faults : [long];
}

/**
 * Each tag with its value, as a lenient reader takes them: names in lower case, any value, and of a repeated tag the first one.
 */
export function dmarcTags(text: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  if (lengthFault(text) !== undefined) return tags;
  for (const part of text.split(";").map(trimBlanks)) {
    const [, name = "", value = ""] = /^([a-z]+)[ \t]*=[ \t]*(.*)$/is.exec(part) ?? [];
    if (name !== "" && !tags.has(name.toLowerCase())) tags.set(name.toLowerCase(), value);
  }
  return tags;
}

/** The percentage of mail that receivers by RFC 7489 apply the policy to (`pct`), 0 to 100; those by RFC 9989 apply it to all. */
export function appliedPercent(tags: ReadonlyMap<string, string>): number {
  const value = tags.get("pct") ?? "100";
  return /^[0-9]{1,3}$/.test(value) ? Math.min(Number(value), 100) : 100;
}

/** The domains that receive reports, in lower case, each with the first address in it. */
export function reportDomains({ rua = [], ruf = [] }: Dmarc): ReadonlyMap<string, string> {
  const domains = new Map<string, string>();
  for (const uri of [...rua, ...ruf]) {
    const [, address = "", domain = ""] = MAILTO.exec(uri) ?? [];
    const key = domain.toLowerCase();
    if (key !== "" && !domains.has(key)) domains.set(key, address);
  }
  return domains;
}

/** The size limit that RFC 7489 allowed after an address; receivers ignore it. */
export const REPORT_SIZE = /![0-9]+[kmgt]?$/i;

/** If one of these cannot be read, receivers may use no policy at all (§4.7). */
const POLICY_TAGS: readonly string[] = ["p", "sp", "np"];
const MAILTO = /^mailto:([^\s@,!?]+@([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?))(?:\?[^\s,!]*)?(?:![0-9]+[kmgt]?)?$/i;

function readTags(text: string): { readonly tags: readonly DmarcTag[]; readonly faults: readonly string[] } {
  const parts = text.split(";").map(trimBlanks);
  if (parts.at(-1) === "") parts.pop();
  const tags = new Map<string, DmarcTag>();
  const faults: string[] = [];
  for (const part of parts) {
    const [, name, value] = /^([a-z]+)[ \t]*=[ \t]*([\x21-\x7e][\x20-\x7e]*)$/i.exec(part) ?? [];
    if (name === undefined || value === undefined) faults.push(`has ${JSON.stringify(part)}, expected name=value`);
    else if (tags.has(name)) faults.push(`has the tag "${name}" twice, keep one`);
    else tags.set(name, { name, value });
  }
  return { tags: [...tags.values()], faults };
}

interface ValueRule {
  readonly isValid: (value: string) => boolean;
  readonly expected: string;
}

const policyValue: ValueRule = oneOf(DMARC_POLICIES);

/** The valid values of each tag (§4.8). */
const VALUES: Readonly<Record<string, ValueRule>> = {
  p: policyValue,
  sp: policyValue,
  np: policyValue,
  t: oneOf(["y", "n"]),
  psd: oneOf(["y", "n", "u"]),
  adkim: oneOf(["r", "s"]),
  aspf: oneOf(["r", "s"]),
  fo: { isValid: isFailureOptions, expected: "0 or 1, d and s, each once, with colons between" },
};

/** All tags that current receivers read. */
export const KNOWN_TAGS: readonly string[] = ["v", ...Object.keys(VALUES), "rua", "ruf"];

function oneOf(values: readonly string[]): ValueRule {
  return { isValid: (value) => values.includes(value.toLowerCase()), expected: values.join(" or ") };
}

function isFailureOptions(value: string): boolean {
  const options = list(value.toLowerCase(), ":");
  const isOnce = new Set(options).size === options.length && !(options.includes("0") && options.includes("1"));
  return isOnce && options.every((option) => ["0", "1", "d", "s"].includes(option));
}

function uriFault(uri: string): string | undefined {
  if (/^[^:]+@/.test(uri)) return 'write "mailto:" before an address';
  if (!/^[a-z][a-z0-9+.-]*:[^\s]+$/i.test(uri)) return "expected a URI such as mailto:dmarc@example.com";
  if (uri.toLowerCase().startsWith("mailto:") && !MAILTO.test(uri))
    return "expected an address such as mailto:dmarc@example.com";
  return uri.replace(REPORT_SIZE, "").includes("!") ? 'write "%21" for "!"' : undefined;
}

function dmarcFrom(values: ReadonlyMap<string, string>): Dmarc | undefined {
  const policy = (name: string) => values.get(name)?.toLowerCase() as DmarcPolicy | undefined;
  const alignment = (name: string): DmarcAlignment | undefined => {
    const value = values.get(name)?.toLowerCase();
    if (value === undefined) return undefined;
    return value === "s" ? "strict" : "relaxed";
  };
  const p = policy("p");
  if (p === undefined) return undefined;
  const all: Partial<Dmarc> = {
    subdomainPolicy: policy("sp"),
    nonexistentSubdomainPolicy: policy("np"),
    testing: values.get("t")?.toLowerCase() === "y" || undefined,
    dkimAlignment: alignment("adkim"),
    spfAlignment: alignment("aspf"),
    failureOptions: optional(list(values.get("fo")?.toLowerCase(), ":")),
    rua: optional(list(values.get("rua"))),
    ruf: optional(list(values.get("ruf"))),
  };
  return { policy: p, ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) };
}

function list(value = "", separator: "," | ":" = ","): readonly string[] {
  return value === "" ? [] : value.split(separator).map((item) => item.trim());
}

function optional(items: readonly string[]): readonly string[] | undefined {
  return items.length === 0 ? undefined : items;
}
