// All that a domain publishes, on one screen. Pure: it joins the refs into names and never looks inside them, so the same
// lines serve Terraform's tokens before an apply, placeholders in a table, and real values after it.
import { formatDmarc } from "./dmarc";
import type { Domain } from "./domain";
import { relativeName } from "./names";
import type { DnsRecord, Refs } from "./record";
import { dkimHost } from "./regions";
import { formatTxt } from "./txt";

/** The records of `domain`, in the order of the hand-over table. */
export function domainRecords(domain: Domain, refs: Refs): DnsRecord[] {
  const { entry, region, zone, mailFrom, dmarc, web, ttl } = domain;
  const common = {
    entry,
    domain: domain.domain,
    region,
    zone: zone.name,
    priority: null,
    data: null,
    ttl,
    proxied: false,
  };
  const records: DnsRecord[] = [];

  for (const [index, token] of refs.dkimTokens.entries()) {
    const name = `${token}._domainkey.${domain.domain}`;
    const content = `${token}.${dkimHost(region, domain.signingHostedZone)}`;
    records.push({ ...common, id: `dkim-${index + 1}`, purpose: "dkim", type: "CNAME", name, content });
  }

  if (mailFrom !== undefined) {
    const name = mailFrom.domain;
    const host = `feedback-smtp.${region}.amazonses.com`;
    const spf = formatTxt("v=spf1 include:amazonses.com ~all");
    records.push(
      { ...common, id: "mail-from-mx", purpose: "mail-from-mx", type: "MX", name, content: host, priority: 10 },
      { ...common, id: "mail-from-spf", purpose: "mail-from-spf", type: "TXT", name, content: spf },
    );
  }

  if (dmarc !== undefined) {
    const name = `_dmarc.${domain.domain}`;
    records.push({
      ...common,
      id: "dmarc",
      purpose: "dmarc",
      type: "TXT",
      name,
      content: formatTxt(formatDmarc(dmarc)),
    });
  }

  for (const { name, target } of web) {
    const id = `web-${relativeName(name, domain.domain)}`;
    records.push({ ...common, id, purpose: "web", type: "CNAME", name, content: target });
  }

  return records;
}

/** Refs for a table printed before the first apply: they cannot be mistaken for tokens. */
export const PLACEHOLDER_REFS: Refs = { dkimTokens: ["<dkim-token-1>", "<dkim-token-2>", "<dkim-token-3>"] };
