// What must hold for the records of a configuration before anything is synthesised. Each rule is a small function in one
// array, and sees all domains of all stacks at once: two stacks can write into one zone.
import { closest } from "fastest-levenshtein";
import type { Domain } from "./domain";
import { domainRecords } from "./domain-records";
import type { Finding } from "./finding";
import { isWithin, nameFault } from "./names";
import { type DnsRecord, MAIL_PURPOSES, type Refs } from "./record";
import { SES_REGIONS } from "./regions";

/** A rule and the sentence that documents it. */
export interface Rule {
  readonly id: string;
  readonly severity: Finding["severity"];
  /** The standard or the provider's document that asks for it. */
  readonly reference: string;
  readonly summary: string;
  readonly check: (facts: Facts) => Problem[];
}

interface Facts {
  readonly domains: readonly Domain[];
  readonly records: readonly DnsRecord[];
  readonly byName: ReadonlyMap<string, readonly DnsRecord[]>;
}

type Problem = Pick<Finding, "message" | "record"> & { readonly domain: string };

/** As long as real tokens are, so that lengths are checked before AWS has made any. */
const SAMPLE_REFS: Refs = { dkimTokens: ["1".repeat(32), "2".repeat(32), "3".repeat(32)] };

export const RULES: readonly Rule[] = [
  {
    id: "region-known",
    severity: "warning",
    reference: "AWS General Reference, Amazon SES endpoints",
    summary: "The region is one in which SES is offered.",
    check: ({ domains }) =>
      domains
        .filter(({ region }) => !SES_REGIONS.includes(region))
        .map(({ entry, region }) => {
          const nearest = closest(region, [...SES_REGIONS]);
          return {
            domain: entry,
            message: `"${entry}" is in "${region}", where SES is not known to be: did you mean "${nearest}"?`,
          };
        }),
  },
  {
    id: "record-name",
    severity: "error",
    reference: "RFC 1035 §2.3.1, §2.3.4",
    summary: "A name has at most 253 characters, in labels of 1 to 63 letters, digits, hyphens and underscores.",
    check: perRecord(({ name }) => {
      const fault = nameFault(name);
      return fault && `the name "${name}" ${fault}: shorten or correct it`;
    }),
  },
  {
    id: "record-in-zone",
    severity: "error",
    reference: "Cloudflare, Create DNS records",
    summary: "A record's name lies in the zone it is written to.",
    check: perRecord(
      ({ name, zone }) => !isWithin(name, zone) && `"${name}" does not lie in the zone "${zone}": use a name below it`,
    ),
  },
  {
    id: "ttl-range",
    severity: "error",
    reference: "Cloudflare, Time to Live (TTL)",
    summary: "A ttl is 1 (automatic) or 60 to 86400 seconds.",
    check: perRecord(
      ({ ttl }) => ttl !== 1 && !(ttl >= 60 && ttl <= 86_400) && `the ttl is ${ttl}: use 1 (automatic) or 60 to 86400`,
    ),
  },
  {
    id: "ttl-proxied",
    severity: "error",
    reference: "cloudflare_dns_record 5.14.0, Create: refused only when it is applied",
    summary: "A proxied record has the ttl 1.",
    check: perRecord(
      ({ ttl, proxied }) =>
        proxied && ttl !== 1 && `the record is proxied and has the ttl ${ttl}: proxied records take ttl 1`,
    ),
  },
  {
    id: "mail-proxied",
    severity: "error",
    reference: "Cloudflare, Proxied DNS records: a proxied CNAME answers with addresses",
    summary: "A record that mail needs is never proxied.",
    check: perRecord(
      ({ purpose, proxied, type, name }) =>
        proxied &&
        MAIL_PURPOSES.includes(purpose) &&
        `${type} "${name}" is proxied, mail would not find it: set proxied to false`,
    ),
  },
  {
    id: "mail-from-subdomain",
    severity: "error",
    reference: "Amazon SES, Using a custom MAIL FROM domain",
    summary: "The MAIL FROM domain is a subdomain of the identity.",
    check: ({ domains }) =>
      domains.flatMap(({ entry, domain, mailFrom }) => {
        if (mailFrom === undefined || (mailFrom.domain !== domain && isWithin(mailFrom.domain, domain))) return [];
        const message = `mailFrom "${mailFrom.domain}" is not a subdomain of "${domain}": use a name such as "mail.${domain}"`;
        return [{ domain: entry, record: "mail-from-mx", message }];
      }),
  },
  {
    id: "mail-from-alone",
    severity: "error",
    reference: "Amazon SES, Using a custom MAIL FROM domain",
    summary: "The MAIL FROM domain is used for nothing else.",
    check: ({ domains, byName }) =>
      domains.flatMap(({ entry, mailFrom }) => {
        const others = (byName.get(mailFrom?.domain ?? "") ?? []).filter(
          (record) => record.entry !== entry || !record.id.startsWith("mail-from-"),
        );
        if (mailFrom === undefined || others.length === 0) return [];
        const message = `mailFrom "${mailFrom.domain}" is also the name of ${list(others)}: give mailFrom a name of its own`;
        return [{ domain: entry, record: "mail-from-mx", message }];
      }),
  },
  {
    id: "mail-from-one-mx",
    severity: "error",
    reference: "Amazon SES, Using a custom MAIL FROM domain: with several MX records the setup fails",
    summary: "The MAIL FROM domain has exactly one MX record.",
    check: ({ domains, byName }) =>
      domains.flatMap(({ entry, mailFrom }) => {
        if (mailFrom === undefined) return [];
        const mx = (byName.get(mailFrom.domain) ?? []).filter(({ type }) => type === "MX");
        if (mx.length === 1) return [];
        const message = `mailFrom "${mailFrom.domain}" has ${mx.length} MX records, SES wants exactly one: ${list(mx)}`;
        return [{ domain: entry, record: "mail-from-mx", message }];
      }),
  },
  {
    id: "cname-alone",
    severity: "error",
    reference: "RFC 1034 §3.6.2, RFC 2181 §10.1",
    summary: "A CNAME shares its name with no other record.",
    check: ({ byName }) =>
      [...byName.values()].flatMap((records) => {
        const cname = records.findLast(({ type }) => type === "CNAME");
        // The rule mail-from-alone has said so already, and better.
        const atMailFrom = records.some(({ id }) => id.startsWith("mail-from-"));
        if (cname === undefined || records.length === 1 || atMailFrom) return [];
        const others = records.filter((record) => record !== cname);
        const message = `CNAME "${cname.name}" shares its name with ${list(others)}: a CNAME stands alone, keep one of them`;
        return [{ domain: cname.entry, record: cname.id, message }];
      }),
  },
];

/** All findings of all rules, in the order of domains, then of rules. */
export function checkDomains(domains: readonly Domain[]): Finding[] {
  return checkRecords(
    domains,
    domains.flatMap((domain) => domainRecords(domain, SAMPLE_REFS)),
  );
}

/** checkDomains() for records that are already made. */
export function checkRecords(domains: readonly Domain[], records: readonly DnsRecord[]): Finding[] {
  const byName = new Map<string, DnsRecord[]>();
  for (const record of records) byName.set(record.name, [...(byName.get(record.name) ?? []), record]);
  const order = new Map(domains.map(({ entry }, index) => [entry, index]));
  const findings = RULES.flatMap(({ id, severity, check }) =>
    check({ domains, records, byName }).map((problem) => ({ rule: id, severity, ...problem })),
  );
  return findings.sort((a, b) => (order.get(a.domain) ?? 0) - (order.get(b.domain) ?? 0));
}

function perRecord(check: (record: DnsRecord) => string | false | undefined): Rule["check"] {
  return ({ records }) =>
    records.flatMap((record) => {
      const message = check(record);
      return message ? [{ domain: record.entry, record: record.id, message: `${subject(record)}: ${message}` }] : [];
    });
}

function subject({ id, entry }: DnsRecord): string {
  return `record "${id}" of "${entry}"`;
}

function list(records: readonly DnsRecord[]): string {
  return records.length === 0 ? "none" : records.map(subject).join(", ");
}
