// Domains in all states that verify tells apart, as real name servers serve them, and what verify has to say of each.
import type { CauseId } from "../../../lib/verify/causes/table";
import type { Verdict } from "../../../lib/verify/verification";
import type { Middlebox } from "./middleboxes";
import type { Authority, Resolver } from "./programs";

export const AUTHORITIES: readonly Authority[] = ["BIND", "NSD", "Knot DNS", "PowerDNS"];

/** Name servers, by what they are to a domain: those of the program in question, those of another one, and none. */
export type Role =
  | "own"
  | "next"
  | "dead" // nobody listens at its address
  | "silent" // somebody listens and never answers
  | "gone" // its name has no address
  | `gone-${number}`
  | Middlebox; // before the own

export interface Case {
  /** The domain's label, which the program's name follows. */
  readonly name: string;
  readonly verdict: Verdict;
  readonly causes: readonly CauseId[];
  /** @default AUTHORITIES */
  readonly by?: readonly Authority[];
  /** The resolvers whose answers the case is about. @default - none in particular */
  readonly resolvers?: readonly Resolver[];
  /** Lines of the zone that are others; null takes one away. @default - all as they should be */
  readonly lines?: Readonly<Partial<Record<Line, string | null>>>;
  /** Further lines; `{own}` and so on stand for a name server's name. */
  readonly more?: readonly string[];
  /** The DMARC record that the other program has. @default - it does not serve the zone */
  readonly nextDmarc?: string;
  /** Name servers that the parent names; none: it does not delegate. @default ["own"] */
  readonly delegatedTo?: readonly Role[];
  /** Where the parent knows the name without delegating it. @default false */
  readonly isKnown?: boolean;
  /** Whether its name servers are called as Cloudflare's. @default true */
  readonly isCloudflare?: boolean;
  /** Servers of the zone. @default ["own"] */
  readonly servedBy?: readonly ("own" | "next")[];
  /** A zone that begins at `shop`, served by the other program, which names these as its name servers. */
  readonly shop?: readonly Role[];
  /** NS records of `shop` that domains.yaml publishes; they are in the zone. */
  readonly publishes?: readonly Role[];
  /** `ds-left`: it is not signed, and its parent has a DS. */
  readonly signing?: "well" | "ds-left" | "ds-wrong" | "expired" | "signature-missing";
  /** Whether resolvers still ask the other program, where the zone was before. @default false */
  readonly isMoved?: boolean;
  /** Whether unbound has a DMARC record of its own for it, as filters and company networks have. @default false */
  readonly isFiltered?: boolean;
  /** What answers in place of the root. @default - the root */
  readonly root?: "unbound";
  /** The top-level domain. `broken` is signed, and the root has a wrong DS of it. @default example */
  readonly top?: "example" | "broken";
}

type Line = keyof typeof LINES;

/** What a domain publishes, relative to it. */
export const LINES = {
  aaa: "aaa._domainkey CNAME aaa.dkim.amazonses.com.",
  bbb: "bbb._domainkey CNAME bbb.dkim.amazonses.com.",
  ccc: "ccc._domainkey CNAME ccc.dkim.amazonses.com.",
  mx: "mail MX 10 feedback-smtp.us-east-1.amazonses.com.",
  spf: 'mail TXT "v=spf1 include:amazonses.com ~all"',
  dmarc: '_dmarc TXT "v=DMARC1; p=none;"',
} as const;

const NO_KEYS = { aaa: null, bbb: null, ccc: null };
const BOTH: readonly Resolver[] = ["unbound", "BIND"];

/** Of records. */
const RECORDS: readonly Case[] = [
  { name: "good", verdict: "live", causes: [] },
  { name: "missing", verdict: "not-live", causes: ["record-missing"], lines: { dmarc: null } },
  { name: "partial", verdict: "not-live", causes: ["dkim-partial"], lines: { bbb: null } },
  {
    name: "different",
    verdict: "not-live",
    causes: ["record-different"],
    lines: { dmarc: '_dmarc TXT "v=DMARC1; p=reject;"' },
  },
  {
    name: "doubled",
    verdict: "not-live",
    causes: ["name-doubled"],
    lines: { bbb: "bbb._domainkey.{zone} CNAME bbb.dkim.amazonses.com." },
  },
  {
    name: "target-doubled",
    verdict: "not-live",
    causes: ["target-doubled"],
    lines: { ccc: "ccc._domainkey CNAME ccc.dkim.amazonses.com" },
  },
  {
    name: "target-stray",
    // Knot DNS takes no such zone.
    by: ["BIND", "NSD", "PowerDNS"],
    verdict: "not-live",
    causes: ["target-stray"],
    lines: { ccc: "ccc._domainkey CNAME https://ccc.dkim.amazonses.com/." },
  },
  {
    name: "region",
    verdict: "not-live",
    causes: ["dkim-region"],
    lines: { ccc: "ccc._domainkey CNAME ccc.dkim.eu-south-1.amazonses.com." },
  },
  { name: "address", verdict: "not-live", causes: ["cname-proxied"], lines: { aaa: "aaa._domainkey A 192.0.2.1" } },
  {
    name: "text-for-cname",
    verdict: "not-live",
    causes: ["other-type"],
    lines: { aaa: 'aaa._domainkey TXT "aaa.dkim.amazonses.com"' },
  },
  {
    name: "cname-for-text",
    verdict: "not-live",
    causes: ["other-type"],
    lines: { dmarc: "_dmarc CNAME elsewhere.dns-company.com." },
  },
  {
    name: "wildcard",
    verdict: "not-live",
    causes: ["wildcard-answers"],
    lines: { aaa: null },
    more: ["*._domainkey CNAME elsewhere.dns-company.com."],
  },
  {
    name: "wildcard-text",
    verdict: "not-live",
    causes: ["wildcard-answers"],
    lines: { dmarc: null },
    more: ['* TXT "v=spf1 -all"'],
  },
  {
    name: "unquoted",
    // PowerDNS makes one text of it.
    by: ["BIND", "NSD", "Knot DNS"],
    verdict: "not-live",
    causes: ["txt-unquoted"],
    lines: { spf: "mail TXT v=spf1 include:amazonses.com ~all" },
  },
  {
    name: "quotes",
    verdict: "not-live",
    causes: ["txt-quotes"],
    lines: { dmarc: '_dmarc TXT "\\"v=DMARC1; p=none;\\""' },
  },
  {
    name: "capitals",
    verdict: "not-live",
    causes: ["txt-case"],
    lines: { dmarc: '_dmarc TXT "v=dmarc1; p=none;"' },
  },
  { name: "second-mx", verdict: "not-live", causes: ["mail-from-second-mx"], more: ["mail MX 20 mx.dns-company.com."] },
  { name: "spf-twice", verdict: "not-live", causes: ["spf-twice"], more: ['mail TXT "v=spf1 -all"'] },
  { name: "dmarc-twice", verdict: "not-live", causes: ["dmarc-twice"], more: ['_dmarc TXT "v=DMARC1; p=reject;"'] },
];

/** Of name servers and delegations. */
const DELEGATIONS: readonly Case[] = [
  {
    name: "unregistered",
    verdict: "not-live",
    causes: ["zone-unregistered"],
    by: ["Knot DNS"],
    delegatedTo: [],
    servedBy: [],
  },
  {
    name: "undelegated",
    verdict: "not-live",
    causes: ["zone-undelegated"],
    by: ["Knot DNS"],
    delegatedTo: [],
    isKnown: true,
  },
  {
    name: "elsewhere",
    verdict: "not-live",
    causes: ["zone-elsewhere", "record-missing"],
    lines: { dmarc: null },
    isCloudflare: false,
  },
  {
    name: "intercepted",
    // That its records are live is the resolvers' word.
    verdict: "live",
    causes: ["dns-intercepted"],
    root: "unbound",
    resolvers: ["unbound"],
  },
  {
    name: "endless",
    verdict: "cannot-tell",
    causes: ["dns-endless"],
    delegatedTo: Array.from({ length: 17 }, (_, index): Role => `gone-${index}`),
  },
  { name: "lame", verdict: "live", causes: ["servers-lame"], servedBy: ["next"], delegatedTo: ["own", "next"] },
  { name: "all-lame", verdict: "not-live", causes: ["servers-lame"], servedBy: [] },
  { name: "lost", verdict: "live", causes: ["servers-lame"], delegatedTo: ["own", "gone"] },
  { name: "all-lost", verdict: "not-live", causes: ["servers-lame"], servedBy: [], delegatedTo: ["gone"] },
  { name: "dead", verdict: "live", causes: ["servers-silent"], delegatedTo: ["own", "dead"] },
  // Each makes the resolvers wait.
  { name: "silent", verdict: "live", causes: ["servers-silent"], delegatedTo: ["own", "silent"], by: ["BIND"] },
  {
    name: "disagree",
    verdict: "not-live",
    causes: ["servers-disagree"],
    servedBy: ["own", "next"],
    delegatedTo: ["own", "next"],
    nextDmarc: '_dmarc TXT "v=DMARC1; p=reject;"',
  },
  {
    name: "away",
    verdict: "not-live",
    causes: ["name-delegated"],
    lines: NO_KEYS,
    more: ["_domainkey NS {next}."],
    // Its servers know it, and have none of the records.
    shop: ["next"],
  },
  ...(["dead", "silent", "gone", "next"] as const).map((to): Case => {
    const name = { dead: "away-dead", silent: "away-silent", gone: "away-missing", next: "away-foreign" }[to];
    return { name, verdict: "not-live", causes: ["name-delegated"], lines: NO_KEYS, more: [`_domainkey NS {${to}}.`] };
  }),
  { name: "shop", verdict: "live", causes: [], publishes: ["next"], shop: ["next"] },
  {
    name: "shop-differs",
    verdict: "live",
    causes: ["delegation-differs"],
    publishes: ["next"],
    shop: ["next", "own"],
  },
  { name: "shop-lame", verdict: "live", causes: ["servers-lame"], publishes: ["next"] },
  {
    name: "shop-missing",
    verdict: "not-live",
    causes: ["record-missing"],
    publishes: ["next"],
    shop: ["next"],
    more: ['shop TXT "no delegation"'],
  },
];

/** Of signatures: the resolvers tell. */
const SIGNATURES: readonly Case[] = [
  { name: "signed", verdict: "live", causes: [], signing: "well", resolvers: BOTH },
  { name: "ds-left", verdict: "not-live", causes: ["dnssec-broken"], signing: "ds-left", resolvers: BOTH },
  { name: "ds-wrong", verdict: "not-live", causes: ["dnssec-broken"], signing: "ds-wrong", resolvers: BOTH },
  { name: "expired", verdict: "not-live", causes: ["dnssec-broken"], signing: "expired", resolvers: BOTH },
  {
    name: "signature-missing",
    verdict: "not-live",
    causes: ["dnssec-broken"],
    signing: "signature-missing",
    resolvers: BOTH,
  },
  {
    name: "signed-missing",
    verdict: "not-live",
    causes: ["record-missing"],
    signing: "well",
    lines: { dmarc: null },
    resolvers: BOTH,
  },
  {
    name: "signed-wildcard",
    verdict: "not-live",
    causes: ["wildcard-answers"],
    signing: "well",
    lines: { aaa: null },
    more: ["*._domainkey CNAME elsewhere.dns-company.com."],
    resolvers: BOTH,
  },
  {
    name: "signed-away",
    verdict: "not-live",
    causes: ["name-delegated"],
    signing: "well",
    lines: NO_KEYS,
    more: ["_domainkey NS {next}."],
    resolvers: BOTH,
  },
  { name: "above", verdict: "not-live", causes: ["dnssec-broken"], top: "broken", resolvers: BOTH },
];

/** Of resolvers that say something else. */
const RESOLVING: readonly Case[] = [
  {
    name: "moved",
    verdict: "not-live",
    causes: ["cache-old"],
    servedBy: ["own", "next"],
    nextDmarc: '_dmarc TXT "v=DMARC1; p=reject;"',
    isMoved: true,
    resolvers: ["unbound"],
  },
  { name: "filtered", verdict: "not-live", causes: ["resolver-differs"], isFiltered: true, resolvers: ["unbound"] },
];

/** Of what stands before a server, and of what resolvers make of it. */
const MIDDLEBOXES: readonly Case[] = [
  { name: "modest", verdict: "live", causes: ["servers-lame"], delegatedTo: ["modest"], by: ["NSD"], resolvers: BOTH },
  {
    name: "late",
    verdict: "cannot-tell",
    causes: ["resolver-failing"],
    delegatedTo: ["late"],
    by: ["NSD"],
    resolvers: BOTH,
  },
  {
    name: "careless",
    verdict: "cannot-tell",
    causes: ["resolver-failing"],
    delegatedTo: ["careless"],
    by: ["NSD"],
    resolvers: ["unbound"],
  },
];

export const CASES: readonly Case[] = [...RECORDS, ...DELEGATIONS, ...SIGNATURES, ...RESOLVING, ...MIDDLEBOXES];

/** `good-knot.example` */
export function domainOf({ name, top = "example" }: Case, by: Authority): string {
  return `${name}-${slug(by)}.${top}`;
}

export function slug(program: string): string {
  return program.toLowerCase().replace(/ .*/, "");
}

/** The program beside the one in question. */
export function nextTo(by: Authority): Authority {
  return AUTHORITIES[(AUTHORITIES.indexOf(by) + 1) % AUTHORITIES.length]!;
}
