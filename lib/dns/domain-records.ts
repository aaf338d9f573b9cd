// All that a domain publishes, on one screen. Pure: it joins the refs into names and never looks inside them, so the same
// lines serve Terraform's tokens before an apply, placeholders in a table, and real values after it.
import type { Domain } from "./domain";
import { relativeName } from "./names";
import type { DnsRecord, Purpose, Refs } from "./record";
import type { RecordType } from "./record-types";
import { dkimHost } from "./regions";
import { formatTxt } from "./text/txt";

/** The records of `domain`, in the order of the hand-over table; none unless it is present. */
export function domainRecords(domain: Domain, refs: Refs): DnsRecord[] {
  const { entry, region, zone, mailFrom, dmarc, spf, ttl, overrides } = domain;
  const records: DnsRecord[] = [];
  const add = (
    id: string,
    purpose: Purpose,
    type: RecordType,
    name: string,
    content: string | null,
    rest?: Partial<DnsRecord>,
  ) => {
    const own = { entry, id, domain: domain.domain, region, zone: zone.name, purpose, type, name, content };
    records.push({ ...own, priority: null, data: null, ttl, proxied: false, ...rest, ...ttlOverride(overrides[id]) });
  };
  if (domain.state !== "present") return [];

  for (const [index, token] of refs.dkimTokens.entries()) {
    const target = `${token}.${dkimHost(region, domain.signingHostedZone)}`;
    add(`dkim-${index + 1}`, "dkim", "CNAME", `${token}._domainkey.${domain.domain}`, target);
  }
  if (mailFrom !== undefined) {
    add("mail-from-mx", "mail-from-mx", "MX", mailFrom.domain, `feedback-smtp.${region}.amazonses.com`, {
      priority: 10,
    });
    add(
      "mail-from-spf",
      "mail-from-spf",
      "TXT",
      mailFrom.domain,
      formatTxt(`v=spf1 include:amazonses.com ${mailFrom.spf}`),
    );
  }
  if (dmarc !== undefined) add("dmarc", "dmarc", "TXT", `_dmarc.${domain.domain}`, formatTxt(dmarc));
  if (spf !== undefined) add("spf", "spf", "TXT", domain.domain, formatTxt(spf));
  for (const { name, target, distribution = "", proxied, ttl } of domain.web) {
    const content = target ?? refs.distributionDomain(distribution);
    add(`web-${relativeName(name, domain.domain)}`, "web", "CNAME", name, content, { proxied, ttl });
  }
  for (const { key, type, name, content, priority = null, data = null, proxied, ttl } of domain.records) {
    const value = content === undefined ? null : type === "TXT" ? formatTxt(content) : content;
    // The provider reads an SRV's priority back from both places: said in one alone, it differs for ever
    // (terraform-provider-cloudflare #6684).
    const twice = type === "SRV" && data !== null ? Number(data.priority ?? priority) : priority;
    add(`record-${key}`, "record", type, name, value, { priority: twice, data, proxied, ttl });
  }
  return records;
}

/** The comment of a record. An empty one is none: Cloudflare reads it back as none, which would differ for ever. */
export function recordComment({ comment, overrides }: Domain, id: string): string | undefined {
  return (overrides[id]?.comment ?? comment) || undefined;
}

/** Refs for a table printed before the first apply: they cannot be mistaken for tokens. */
export const PLACEHOLDER_REFS: Refs = {
  dkimTokens: ["<dkim-token-1>", "<dkim-token-2>", "<dkim-token-3>"],
  distributionDomain: (id) => `<domain of ${id}>`,
};

function ttlOverride(override: { readonly ttl?: number } | undefined): { readonly ttl?: number } {
  return override?.ttl === undefined ? {} : { ttl: override.ttl };
}
