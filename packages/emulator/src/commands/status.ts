// The contents of the emulator's world as plain data, for `emulator status`. Reading them brings SES's searches up to date.
import { currentIdentity, isEmailAddress } from "../services/aws/ses-identities";
import { dkimRecordName, dkimTarget, SEARCH_TIME } from "../services/aws/ses-search";
import type {
  CloudFrontDistribution,
  CloudflareRecord,
  Search,
  SesIdentity,
  VerificationStatus,
} from "../world/entities";
import type { DnsFault, Fault } from "../world/fault";
import { type RateLimitSetting, rateLimit } from "../world/rate-limit";
import type { Table } from "../world/table";
import type { World } from "../world/world";

export interface EmulatorStatus {
  /** The emulator's clock, as ISO 8601. */
  readonly now: string;
  /** How far the clock was moved, in milliseconds. */
  readonly advanced: number;
  readonly identities: readonly IdentityStatus[];
  readonly zones: readonly ZoneStatus[];
  readonly distributions: readonly CloudFrontDistribution[];
  readonly faults: readonly Fault[];
  readonly dnsFaults: readonly Omit<DnsFault, "snapshot">[];
  /** The kinds of calls made so far, by the names of IAM actions or Cloudflare token scopes. */
  readonly calls: readonly string[];
  /** How many of each were made. */
  readonly callCounts: Readonly<Record<string, number>>;
  readonly cloudflareApi: CloudflareApiStatus;
}

/** What Cloudflare's HTTP API was asked. Emulated providers do not use it. */
export interface CloudflareApiStatus {
  /** How many requests came, by kind, such as `cloudflare_dns_record read`; those that were refused are among them. */
  readonly requests: Readonly<Record<string, number>>;
  readonly limit: RateLimitSetting;
  /** How many requests were refused for the limit. */
  readonly refused: number;
  /** How far the clock jumped over waits, in seconds. */
  readonly jumped: number;
}

export interface IdentityStatus {
  readonly account: string;
  readonly name: string;
  readonly region: string;
  readonly verification: VerificationStatus;
  readonly dkim: VerificationStatus;
  readonly tokens: readonly string[];
  /** The records that SES looks for, and whether each exists. */
  readonly dkimRecords: readonly { readonly name: string; readonly content: string; readonly found: boolean }[];
  /** Milliseconds left of SES's 72 hours; null if SES is not searching. */
  readonly timeLeft: number | null;
  readonly mailFrom: {
    readonly domain: string;
    readonly status: VerificationStatus;
    readonly timeLeft: number | null;
  } | null;
}

export interface ZoneStatus {
  readonly id: string;
  /** Null if the emulator was never told the name. */
  readonly name: string | null;
  readonly records: readonly CloudflareRecord[];
}

export function readStatus(world: World): EmulatorStatus {
  return {
    now: world.timestamp(),
    advanced: world.advanced(),
    identities: world.identities
      .values()
      .map((identity) => identityStatus(world, currentIdentity(world, identity)))
      .sort((a, b) => compare(a.name, b.name) || compare(a.region, b.region) || compare(a.account, b.account)),
    zones: zoneStatuses(world),
    distributions: world.distributions.values().sort((a, b) => compare(a.id, b.id)),
    faults: world.faults.values(),
    dnsFaults: world.dnsFaults.values().map(({ snapshot: _, ...fault }) => fault),
    calls: world.calls.keys().sort(),
    callCounts: countsOf(world.calls),
    cloudflareApi: cloudflareApiStatus(world),
  };
}

export function cloudflareApiStatus(world: World): CloudflareApiStatus {
  const { requests, seconds, wait, refused, jumped } = rateLimit(world);
  return { requests: countsOf(world.requests), limit: { requests, seconds, wait }, refused, jumped };
}

function countsOf(table: Table<number>): Record<string, number> {
  const keys = table.keys().sort();
  return Object.fromEntries(keys.map((key) => [key, table.get(key) ?? 0]));
}

function identityStatus(world: World, identity: SesIdentity): IdentityStatus {
  const { account, name, region, verification, dkim, mailFrom } = identity;
  const isEasyDkim = dkim.origin !== "EXTERNAL" && !isEmailAddress(name);
  return {
    account,
    name,
    region,
    verification,
    dkim: dkim.status,
    tokens: dkim.tokens,
    dkimRecords: (isEasyDkim ? dkim.tokens : []).map((token) => {
      const record = { name: dkimRecordName(token, name), content: dkimTarget(token, identity) };
      const found = world.records
        .inGroup(record.name)
        .some(({ content, proxied }) => content === record.content && !proxied);
      return { ...record, found };
    }),
    timeLeft: timeLeft(world, dkim),
    mailFrom: mailFrom && { domain: mailFrom.domain, status: mailFrom.status, timeLeft: timeLeft(world, mailFrom) },
  };
}

function timeLeft(world: World, { status, since }: Search): number | null {
  const isSearching = status === "PENDING" || status === "TEMPORARY_FAILURE";
  return isSearching ? Math.max(0, since + SEARCH_TIME - world.now()) : null;
}

function zoneStatuses(world: World): ZoneStatus[] {
  const records = new Map<string, CloudflareRecord[]>(world.zones.keys().map((id) => [id, []]));
  for (const record of world.records.values()) {
    const zone = records.get(record.zone_id) ?? [];
    zone.push(record);
    records.set(record.zone_id, zone);
  }
  return [...records]
    .map(([id, inZone]) => ({
      id,
      name: world.zones.get(id)?.name ?? null,
      records: inZone.sort(
        (a, b) => compare(a.name, b.name) || compare(a.type, b.type) || compare(a.content, b.content),
      ),
    }))
    .sort((a, b) => compare(a.name ?? a.id, b.name ?? b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
