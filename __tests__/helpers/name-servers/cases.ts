// Domains in all states that verify tells apart, as real name servers serve them.
import { AUTHORITIES, type Case, type Role } from "./case";
import type { Authority, Resolver } from "./programs";

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
    keysAt: "next",
    hasEmptyKeys: true,
  },
  ...(["dead", "silent", "gone", "next"] as const).map((to): Case => {
    const name = { dead: "away-dead", silent: "away-silent", gone: "away-missing", next: "away-foreign" }[to];
    // Resolvers wait for who is silent.
    const by: readonly Authority[] = to === "silent" ? ["NSD"] : AUTHORITIES;
    return { name, verdict: "not-live", causes: ["name-delegated"], keysAt: to, by };
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
    isForgotten: true,
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
  },
  {
    name: "signed-wildcard",
    verdict: "not-live",
    causes: ["wildcard-answers"],
    signing: "well",
    lines: { aaa: null },
    more: ["*._domainkey CNAME elsewhere.dns-company.com."],
  },
  {
    name: "signed-away",
    verdict: "not-live",
    causes: ["name-delegated"],
    signing: "well",
    keysAt: "next",
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
