// The Cloudflare part of a domain: one resource for each record, named by entry and record id.
import { DnsRecord as CloudflareDnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { nameOfCertificateId } from "../dns/kinds/certificate";
import { parseDkimName, parseDkimTarget } from "../dns/kinds/dkim";
import { isWithin } from "../dns/names";
import type { DnsRecord } from "../dns/record";
import { resourceName } from "../dns/resource-name";
import { acmConsent } from "../dns/text/caa";
import { claimAddress } from "./claimed-addresses";
import { escapeTemplates, escapeTokens, mapStrings, unescapeOnSynth } from "./escape";
import { requireText } from "./prop-text";

/** The properties of ZoneRecords. */
export interface ZoneRecordsProps {
  /** 32 hexadecimal digits, or a token. */
  readonly zoneId: string;
  /** The records to publish, as domainRecords() returns them. */
  readonly records: readonly DnsRecord[];
  /** The comment of a record. @default - none */
  readonly commentOf?: (record: DnsRecord) => string | undefined;
  /** CAA records of other entries of the stack, which may have to be made before ours. @default - none */
  readonly caa?: readonly DnsRecord[];
  /** The provider of the Cloudflare account. @default - the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

/** The Cloudflare part of a domain: one `cloudflare_dns_record` for each record. */
export class ZoneRecords extends Construct {
  /** The resources, by record id, such as `dkim-1`. */
  readonly records: Readonly<Record<string, CloudflareDnsRecord>>;

  constructor(scope: Construct, id: string, props: ZoneRecordsProps) {
    super(scope, id);
    unescapeOnSynth(this);
    requireText(this, "zoneId", props.zoneId);

    const made: Record<string, CloudflareDnsRecord> = {};
    for (const record of props.records) {
      claimAddress(this, addressOf(record), `record "${record.id}" of "${record.entry}"`);
      const comment = props.commentOf?.(record);
      const { name, content, data } = escapeRecord(record);
      const resource = new CloudflareDnsRecord(this, escapeTokens(record.id), {
        provider: props.provider,
        zoneId: props.zoneId,
        type: record.type,
        name,
        content: content ?? undefined,
        priority: record.priority ?? undefined,
        ttl: record.ttl,
        // Always written, even for the default false: a proxied CNAME is answered with addresses, and verification would fail.
        proxied: record.proxied,
        comment: comment === undefined ? undefined : escapeTemplates(comment),
      });
      // As an override, because `flags` is a map in the binding, and a number in a CAA record.
      if (data !== null) resource.addOverride("data", data);
      const before = recordsBefore(record, props.records, props.caa);
      if (before.length > 0) resource.addOverride("depends_on", before.map(addressOf));
      resource.overrideLogicalId(escapeTokens(resourceName(record.entry, record.id)));
      made[record.id] = resource;
    }
    this.records = made;
  }
}

/** The CAA records that let ACM issue, where others at their name would forbid it. Those that we add always stand beside others. */
function consents({ id, domain, entry }: DnsRecord, records: readonly DnsRecord[]): DnsRecord[] {
  const validated = nameOfCertificateId(id, domain);
  const issuers = records.filter(({ type, data }) => type === "CAA" && String(data?.tag).startsWith("issue"));
  const isAmazon = ({ data }: DnsRecord) => acmConsent(String(data?.value)) === "allowed";
  return issuers.filter((one) => {
    if (one.purpose === "certificate" && one.entry === entry) return true;
    const isBeside = issuers.some((other) => other.name === one.name && !isAmazon(other));
    return isAmazon(one) && isBeside && isWithin(validated, one.name);
  });
}

/** The records that must be made or changed first. */
function recordsBefore(record: DnsRecord, records: readonly DnsRecord[], caa: readonly DnsRecord[] = []): DnsRecord[] {
  const { type, name, zone, purpose, content, domain } = record;
  // Cloudflare only accepts a DS if the NS records of its delegation exist.
  if (type === "DS")
    return records.filter((other) => other.type === "NS" && other.name === name && other.zone === zone);
  // ACM looks at CAA once it sees that the name is ours, and a certificate that it then refuses stays refused.
  if (purpose === "certificate" && type === "CNAME")
    return consents(record, [...records, ...caa.filter(({ entry }) => entry !== record.entry)]);
  // A former DKIM key that stays: its name is free only when the record of the identity has its new token.
  const isFormerKey = purpose === "record" && parseDkimName(name) !== undefined && parseDkimTarget(content ?? "");
  return isFormerKey ? records.filter((other) => other.purpose === "dkim" && other.domain === domain) : [];
}

/** The Terraform address. It only has letters, digits, hyphens and underscores, whatever the entry is called. */
function addressOf({ entry, id }: DnsRecord): string {
  return `cloudflare_dns_record.${resourceName(entry, id)}`;
}

/**
 * `record` with all its text escaped, except for values from the refs, which may be tokens. The record's purpose decides where they are,
 * never the text: a DKIM record begins with a ref, and a website's content is a ref or a CloudFront name of letters and digits.
 */
export function escapeRecord(record: DnsRecord): DnsRecord {
  const { purpose, type, name, content, domain } = record;
  const fields = Object.entries(record).map(([field, value]) => [field, mapStrings(value, escapeTemplates)]);
  const text = Object.fromEntries(fields) as DnsRecord;
  if (purpose === "web") return { ...text, content };
  // Both are refs, and all else in them comes from the domain's own name.
  if (purpose === "certificate" && type === "CNAME") return { ...text, name, content };
  const rest = `._domainkey.${domain}`;
  if (purpose !== "dkim" || content === null || !name.endsWith(rest)) return text;
  const token = name.slice(0, -rest.length);
  if (!content.startsWith(token)) return text;
  return {
    ...text,
    name: token + escapeTemplates(rest),
    content: token + escapeTemplates(content.slice(token.length)),
  };
}
