// Amazon's zones, which a domain's CNAME and MX records point to. A DKIM key exists in them as long as an identity has its token.

import { AMAZON_SELECTOR, amazonKey } from "../../outbox/amazon-key";
import { keyPairOf } from "../../services/aws/ses-keys";
import { dkimTarget } from "../../services/aws/ses-search";
import type { SesIdentity } from "../../world/entities";
import type { World } from "../../world/world";
import type { ResourceRecord } from "../message";
import { type DnsZone, record, soaRecord } from "../zones";
import { addressRecords, CLOUDFRONT, SES_HOSTS, SES_NETWORKS } from "./addresses";
import { characterStrings } from "./cloudflare-data";

export const AMAZON_ZONES = ["amazonses.com", "amazonaws.com", "awstrack.me", "cloudfront.net"] as const;

export type AmazonZone = (typeof AMAZON_ZONES)[number];

/** Lookups by name in the world. */
export interface AmazonNames {
  readonly identities: ReadonlyMap<string, SesIdentity>;
  readonly distributions: ReadonlySet<string>;
}

const REGION = "[a-z]{2}(?:-[a-z]+)+-\\d";
const TTL_DKIM = 1800;
const TTL_HOST = 300;
const TTL_ZONE = 86_400;

const HOSTS = new RegExp(
  `^(?:feedback-smtp\\.${REGION}\\.amazonses\\.com|inbound-smtp\\.${REGION}\\.amazonaws\\.com|r\\.${REGION}\\.awstrack\\.me)$`,
);
/** Names that exist only because other names are below them. */
const EMPTY_NON_TERMINALS = new RegExp(
  `^(?:_domainkey\\.amazonses\\.com|dkim\\.amazonses\\.com|(?:dkim\\.)?${REGION}\\.amazonses\\.com|${REGION}\\.amazonaws\\.com|${REGION}\\.awstrack\\.me)$`,
);
/** MAIL FROM of identities that have no MAIL FROM domain of their own. */
const DEFAULT_MAIL_FROM = new RegExp(`^(?:${REGION}\\.)?amazonses\\.com$`);
/** Distributions of other people, which the emulator cannot know. */
const DISTRIBUTION = /^d[a-z0-9]{6,}\.cloudfront\.net$/;

/** The names in Amazon's zones for the world's identities and distributions. */
export function amazonNames(world: World): AmazonNames {
  const owned = world.identities
    .values()
    .filter(({ dkim }) => dkim.origin !== "EXTERNAL")
    .flatMap((identity) => identity.dkim.tokens.map((token) => [dkimTarget(token, identity), identity] as const));
  return {
    identities: new Map(owned),
    distributions: new Set(world.distributions.values().map(({ domainName }) => domainName)),
  };
}

export function nameServerOf(zone: AmazonZone): string {
  return `ns-1.${zone}`;
}

export function amazonZone(world: World, zone: AmazonZone, address: string, names: () => AmazonNames): DnsZone {
  const server = nameServerOf(zone);
  const soa = soaRecord(zone, { primary: server, minimum: 60 });
  const at = (name: string): ResourceRecord[] => {
    const apex = name === zone ? [soa, record(zone, "NS", server, TTL_ZONE)] : [];
    if (DEFAULT_MAIL_FROM.test(name)) return [...apex, ...mailFrom(name)];
    if (name === zone) return apex;
    if (name === server) return [record(server, "A", address, TTL_ZONE)];
    if (HOSTS.test(name)) return addressRecords(name, SES_HOSTS, TTL_HOST);
    if (zone === "cloudfront.net") {
      const isKnown = DISTRIBUTION.test(name) || names().distributions.has(name);
      return isKnown ? addressRecords(name, CLOUDFRONT, 60) : [];
    }
    if (name === `${AMAZON_SELECTOR}._domainkey.amazonses.com`) return [keyRecord(name, amazonKey(world).publicKey)];
    const identity = names().identities.get(name);
    return identity === undefined ? [] : [keyRecord(name, keyPairOf(world, identity).publicKey)];
  };
  return { name: zone, soa, at, hasBelow: (name) => EMPTY_NON_TERMINALS.test(name) };
}

/** Written as SES does: all other tags have defaults (RFC 6376 §3.6.1). */
function keyRecord(name: string, publicKey: string): ResourceRecord {
  return record(name, "TXT", characterStrings(Buffer.from(`p=${publicKey}`)), TTL_DKIM);
}

function mailFrom(name: string): ResourceRecord[] {
  const text = ["v=spf1", ...SES_NETWORKS.map((network) => `ip4:${network}`), "-all"].join(" ");
  const [, region = "us-east-1"] = /^(.+)\.amazonses\.com$/.exec(name) ?? [];
  return [
    record(name, "TXT", [Buffer.from(text)], 900),
    record(name, "MX", { preference: 10, exchange: `feedback-smtp.${region}.amazonses.com` }, 900),
  ];
}
