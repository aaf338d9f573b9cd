// Zones to adopt, in few words: records as Cloudflare's API tells them, domains as the configuration makes them.
import type { Match } from "../../lib/adopt/matching/match";
import { type DesiredRecord, desiredRecords } from "../../lib/adopt/matching/records/desired";
import type { ZoneRecord } from "../../lib/cloudflare/zone-record";
import { parseConfiguration, validDomains } from "../../lib/config/configuration";
import type { Domain } from "../../lib/dns/domain";
import type { Identity } from "../../lib/ses/identity";

export const ZONE = "example.com";
export const ZONE_ID = "0123456789abcdef0123456789abcdef";
export const TOKENS = ["aaa", "bbb", "ccc"] as const;

/** `MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com`, with what is different from the usual. */
export function live(text: string, rest: Partial<ZoneRecord> = {}): ZoneRecord {
  const [type = "", name = "", ...value] = text.split(" ");
  const priority = type === "MX" ? Number(value.shift()) : null;
  const base = { zone: ZONE, zoneId: ZONE_ID, type, name, content: value.join(" "), priority, data: null, ttl: 1 };
  const id = `id-${type}-${name}`.toLowerCase();
  return { ...base, id, proxied: false, comment: null, tags: [], flattened: false, ...rest };
}

/** The article's seven, made by hand. */
export const ARTICLE: readonly ZoneRecord[] = [
  ...TOKENS.map((token) => live(`CNAME ${token}._domainkey.example.com ${token}.dkim.amazonses.com`)),
  live("MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com"),
  live('TXT mail.example.com "v=spf1 include:amazonses.com ~all"'),
  live('TXT _dmarc.example.com "v=DMARC1; p=none;"'),
  live("CNAME www.example.com d111111abcdef8.cloudfront.net"),
];

/** ARTICLE with each record that `change` gives something else for. */
export function articleBut(change: (record: ZoneRecord) => Partial<ZoneRecord> | null | undefined): ZoneRecord[] {
  return ARTICLE.flatMap((record) => {
    const changed = change(record);
    return changed === null ? [] : [{ ...record, ...changed }];
  });
}

/** The domains of a domains.yaml with these entries, in the zones example.com and bücher.example. */
export function domains(...entries: readonly string[]): readonly Domain[] {
  const text = [
    `zones: {example.com: ${ZONE_ID}, bücher.example: ${ZONE_ID.replaceAll("0", "f")}}`,
    "defaults: {aws: {region: us-east-1}}",
    "domains:",
    ...entries.map((entry) => `  - ${entry}`),
  ].join("\n");
  return validDomains(parseConfiguration([{ file: "domains.yaml", text }]));
}

export function wanted(...entries: readonly string[]): DesiredRecord[] {
  const refs = { dkimTokens: TOKENS, distributionDomain: () => "d111111abcdef8.cloudfront.net" };
  return domains(...entries).flatMap((domain) => desiredRecords(domain, refs));
}

export const ENTRY = "{domain: example.com, web: {www: d111111abcdef8.cloudfront.net}}";

/** `dkim-1 identical`, with what changes and the notes below. */
export function told(matches: readonly Match[]): string[] {
  return matches.flatMap(({ id, status, changes, notes }) => [
    `${id} ${status}`,
    ...changes.map(({ field, before, after }) => `  ${field}: ${before} -> ${after}`),
    ...notes.map((note) => `  ${note}`),
  ]);
}

/** The matches that are not identical. */
export function others(matches: readonly Match[]): string[] {
  return told(matches.filter(({ status }) => status !== "identical"));
}

export function identity(rest: Partial<Identity> = {}): Identity {
  return {
    domain: "example.com",
    region: "us-east-1",
    verifiedForSending: true,
    verification: "SUCCESS",
    errorType: null,
    dkim: {
      status: "SUCCESS",
      signingEnabled: true,
      origin: "AWS_SES",
      tokens: [...TOKENS],
      signingHostedZone: "dkim.amazonses.com",
      keyMade: 0,
      currentKeyLength: "RSA_2048_BIT",
      nextKeyLength: "RSA_2048_BIT",
    },
    mailFrom: { domain: "mail.example.com", status: "SUCCESS", behaviorOnMxFailure: "USE_DEFAULT_VALUE" },
    configurationSet: null,
    tags: {},
    ...rest,
  };
}
