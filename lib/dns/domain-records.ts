// All records that a domain publishes, on one screen. Pure: it concatenates the refs and never inspects them, so the same code
// works with Terraform's tokens before an apply, with placeholders in a table, and with real values after the apply.
import type { Domain } from "./domain";
import { BIMI_KIND } from "./kinds/bimi";
import { certificateId, issuerId, validatedNames } from "./kinds/certificate";
import { dkimName, dkimTarget } from "./kinds/dkim";
import { dmarcName, reportAuthorizationName } from "./kinds/dmarc";
import { PURPOSES, type Purpose } from "./kinds/kinds";
import { FEEDBACK_PRIORITY, feedbackHost, mailFromSpf } from "./kinds/mail-from";
import { MTA_STS_KIND } from "./kinds/mta-sts";
import { EMPTY_KEY, NULL_MX_HOST, noDkimName } from "./kinds/no-mail";
import { recordId } from "./kinds/record";
import { consentId } from "./kinds/report-consent";
import { TLS_RPT_KIND } from "./kinds/tls-rpt";
import { TRACKING, trackingHost } from "./kinds/tracking";
import { webId } from "./kinds/web";
import { isWithin, relativeName } from "./names";
import type { DnsRecord, Refs } from "./record";
import { valueFormat } from "./record-types";
import { ACM_ISSUER } from "./text/caa";
import { formatTxt } from "./text/txt";

/** A record without the fields that are the same for all records of a domain. */
type Published = Pick<DnsRecord, "id" | "type" | "name" | "content"> &
  Partial<Pick<DnsRecord, "priority" | "data" | "ttl" | "proxied">>;

const PUBLISHED: Readonly<Record<Purpose, (domain: Domain, refs: Refs) => readonly Published[]>> = {
  dkim: ({ domain, mail, region, signingHostedZone }, { dkimTokens }) =>
    mail === "none"
      ? []
      : dkimTokens.map((token, index) => ({
          id: `dkim-${index + 1}`,
          type: "CNAME",
          name: dkimName(token, domain),
          content: dkimTarget(token, region, signingHostedZone),
        })),
  "mail-from-mx": ({ region, mailFrom }) =>
    list(mailFrom, ({ domain }) => ({
      id: "mail-from-mx",
      type: "MX",
      name: domain,
      content: feedbackHost(region),
      priority: FEEDBACK_PRIORITY,
    })),
  "mail-from-spf": ({ mailFrom }) =>
    list(mailFrom, ({ domain, spf }) => text("mail-from-spf", domain, mailFromSpf(spf))),
  "null-mx": ({ domain, mail }) =>
    list(mail, () => ({ id: "null-mx", type: "MX", name: domain, content: NULL_MX_HOST, priority: 0 })),
  "no-dkim": ({ domain, mail }) => list(mail, () => text("no-dkim", noDkimName(domain), EMPTY_KEY)),
  dmarc: ({ domain, dmarc }) => list(dmarc, (policy) => text("dmarc", dmarcName(domain), policy)),
  spf: ({ domain, spf }) => list(spf, (senders) => text("spf", domain, senders)),
  "tls-rpt": ({ domain, tlsRpt }) =>
    list(tlsRpt, (policy) => text("tls-rpt", TLS_RPT_KIND.singleton.ownerName(domain), policy)),
  "mta-sts": ({ domain, mtaSts }) =>
    list(mtaSts, (policy) => text("mta-sts", MTA_STS_KIND.singleton.ownerName(domain), policy.text)),
  bimi: ({ domain, bimi }) => list(bimi, (logo) => text("bimi", BIMI_KIND.singleton.ownerName(domain), logo)),
  "report-consent": ({ domain, reportConsent = [] }) =>
    reportConsent.map((pair) =>
      text(consentId(pair, domain), reportAuthorizationName(pair.domain, pair.receiver), "v=DMARC1"),
    ),
  tracking: (domain) =>
    list(trackingName(domain), (name) => ({
      id: TRACKING.id,
      type: "CNAME",
      name,
      content: trackingHost(domain.region),
    })),
  web: ({ domain, web }, { distributionDomain }) =>
    web.map(({ name, target, distribution = "", proxied, ttl }) => ({
      id: webId(relativeName(name, domain)),
      type: "CNAME",
      name,
      proxied,
      ttl,
      content: target ?? distributionDomain(distribution),
    })),
  certificate: ({ domain, certificate, certificateIssuers = [] }, { validation = placeholderValidation }) => [
    ...certificateIssuers.map(({ name, tag, ttl }): Published => {
      const data = { flags: 0, tag, value: ACM_ISSUER };
      return { id: issuerId(name, tag, domain), type: "CAA", name, content: null, data, ttl };
    }),
    ...validatedNames(certificate?.names ?? []).map((validated): Published => {
      const { name, target } = validation(validated);
      return { id: certificateId(validated, domain), type: "CNAME", name, content: target };
    }),
  ],
  record: ({ records }) =>
    records.map(({ key, type, name, content = null, priority = null, data = null, proxied, ttl }) => {
      const value = content !== null && type === "TXT" ? formatTxt(content) : content;
      // The provider reads the priority of an SRV back from both places. If it is set in only one, every plan shows a difference
      // (terraform-provider-cloudflare #6684).
      const isInBoth = valueFormat(type).priority === "twice" && data !== null;
      const both = isInBoth ? Number(data.priority ?? priority) : priority;
      return { id: recordId(key), type, name, content: value, priority: both, data, proxied, ttl };
    }),
};

/** The records of `domain`, in the order of the hand-over table; none unless its state is `present`. */
export function domainRecords(domain: Domain, refs: Refs): DnsRecord[] {
  if (domain.state !== "present") return [];
  const { entry, region, zone, ttl, overrides } = domain;
  return PURPOSES.flatMap((purpose) =>
    PUBLISHED[purpose](domain, refs).map(({ id, type, name, content, ...rest }): DnsRecord => {
      const own = { entry, id, domain: domain.domain, region, zone: zone.name, purpose, type, name, content };
      return { ...own, priority: null, data: null, ttl, proxied: false, ...rest, ...ttlOverride(overrides[id]) };
    }),
  );
}

function text(id: string, name: string, content: string): Published {
  return { id, type: "TXT", name, content: formatTxt(content) };
}

/** One record if the setting is there, else none. */
function list<T>(setting: T | undefined, make: (setting: T) => Published): readonly Published[] {
  return setting === undefined ? [] : [make(setting)];
}

/** The comment of a record. An empty comment counts as none: Cloudflare returns none for it, so every plan would show a difference. */
export function recordComment({ comment, overrides }: Domain, id: string): string | undefined {
  return (overrides[id]?.comment ?? comment) || undefined;
}

/** Refs for a table printed before the first apply: they cannot be mistaken for tokens. */
export const PLACEHOLDER_REFS: Refs = {
  dkimTokens: ["<dkim-token-1>", "<dkim-token-2>", "<dkim-token-3>"],
  distributionDomain: (id) => `<domain of ${id}>`,
  validation: placeholderValidation,
};

/** What stands for the record of a certificate before ACM has made one. */
export function placeholderValidation(name: string) {
  return { name: `<acm-name>.${name}`, target: "<acm-value>.acm-validations.aws" };
}

/** Whether a record contains a placeholder. Only names have placeholders, and no DNS name has angle brackets. */
export function hasPlaceholder({ type, name, content }: Pick<DnsRecord, "type" | "name" | "content">): boolean {
  return type === "CNAME" && /[<>]/.test(`${name}${content}`);
}

function ttlOverride(override: { readonly ttl?: number } | undefined): { readonly ttl?: number } {
  return override?.ttl === undefined ? {} : { ttl: override.ttl };
}

/**
 * The name of the CNAME of an entry; undefined if it publishes none: the set has no such domain, something with a certificate stands in
 * front of it, or the entry has something of its own there.
 */
function trackingName({
  domain,
  madeSet,
  mailFrom,
  records,
  web,
}: Pick<Domain, "domain" | "madeSet" | "mailFrom" | "records" | "web">): string | undefined {
  const tracking = madeSet?.tracking;
  if (tracking === undefined || tracking.https !== "optional" || !isWithin(tracking.domain, domain)) return undefined;
  const taken = [domain, mailFrom?.domain, ...[...records, ...web].map(({ name }) => name)];
  return taken.includes(tracking.domain) ? undefined : tracking.domain;
}
