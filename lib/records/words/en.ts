// English.
import type { PageWords } from "./page-words";
import type { HandOver, Words } from "./words";

const PAGE: PageWords = {
  title: (domains) => `DNS records for ${firstNames(domains)}`,
  checkedAt: (moment) => `Looked at ${moment}`,
  notChecked: "Nobody has looked yet whether these records are live.",
  form: "Values for",
  forms: {
    cloudflare: "Cloudflare",
    route53: "Amazon Route 53",
    google: "Google Cloud DNS",
    azure: "Azure DNS",
    generic: "Any other form",
  },
  filter: "Filter domains",
  shown: "{shown} of {all} domains",
  index: "Domains",
  table: (domain) => `Records of ${domain}`,
  ses: "Amazon SES",
  until: (moment) => `SES looks for the records until about ${moment}`,
  left: "{hours} h {minutes} min left",
  over: "that time is over",
  causes: "What is wrong, and what to do",
  severities: { error: "error", warning: "warning" },
  fix: "To do",
  detail: "In detail",
  extras: "Records that should not be there",
  unseen: "Not seen",
  accounts: "The account",
  copy: "Copy",
  copyRow: "Copy row",
  copyTsv: "Copy for a spreadsheet",
  copyBind: "Copy as a BIND zone file",
  copyTicket: "Copy as text for a ticket",
  copied: "Copied:",
  notCopied: "The browser did not copy, select it and copy it by hand:",
  theRow: "the row",
  theTable: "the table",
  diagram: (domain) => `How the records of ${domain} work together`,
  nodes: {
    identity: "SES identity",
    dkim: "DKIM",
    mailFrom: "MAIL FROM",
    spf: "SPF",
    dmarc: "DMARC",
    web: "Website",
  },
  notAsked: "not asked",
  verified: "verified",
  notVerified: "not verified",
  notUsed: "none",
  recordCount: (count) => `${count} record${count === 1 ? "" : "s"}`,
  liveCount: (live, count) => `${live} of ${count} live`,
  moreRecords: (count) => `and ${count} more`,
};

export const EN: Words = {
  tag: "en",
  columns: {
    status: "Status",
    type: "Type",
    host: "Host",
    name: "Name",
    value: "Value",
    priority: "Priority",
    ttl: "TTL",
    proxy: "Proxy",
    description: "Description",
    deadline: "SES looks until about",
    zone: "Zone",
    entry: "Entry",
    id: "Id",
  },
  automatic: "automatic",
  dnsOnly: "DNS only",
  proxied: "proxied",
  handOver,
  placeholders: "Do not enter these records yet: the values in angle brackets are known only after the first apply.",
  emulatedRecords: "emulated: these records are emulated, do not give them to anyone",
  emulatedServices: "emulated: DNS, SES and Cloudflare are emulated",
  emptyHost: "Where the host is empty, leave that field empty: the record is for the zone itself.",
  sets: "Records of the same name and type go into one record set, with one value on each line.",
  apexCname: (name) =>
    `${name} is the zone itself, where only Cloudflare takes a CNAME: elsewhere use an alias record (ALIAS, ANAME) instead.`,
  moment: (at) => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`,
  page: PAGE,
  statuses: {
    live: "live",
    missing: "missing",
    different: "different",
    "cannot-tell": "cannot tell",
    extra: "extra",
    propagating: (seconds) => (seconds === null ? "not everywhere yet" : `not everywhere yet, ${seconds} s`),
  },
};

function handOver({ count, zones, hasProxy, proxied, deadline, live }: HandOver): string {
  const whose = `To whoever runs the DNS of ${firstNames(zones)}`;
  if (live === count)
    return `${whose}: ${count === 1 ? "this record is" : `all ${count} records are`} live, there is nothing to do.`;
  const what =
    live === undefined
      ? `please enter ${count === 1 ? "this record exactly as shown" : `all ${count} records exactly as shown`}`
      : `please enter or correct ${count === 1 ? "this record" : 'the records whose status is not "live"'} exactly as shown`;
  const except = proxied.length === 0 ? "" : ` for all but ${firstNames(proxied)}`;
  const proxy = hasProxy ? `leave Cloudflare's proxy off ("DNS only")${except}, ` : "";
  const until = deadline === null ? "" : ` Amazon SES looks for them until about ${EN.moment(deadline)}.`;
  return `${whose}: ${what}, change no other record, ${proxy}and tell me when it is done.${until}`;
}

function firstNames(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
