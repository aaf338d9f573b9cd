// SES's searches for DNS records, computed from the world without side effects: PENDING until the records exist, then SUCCESS;
// FAILED if they did not appear within 72 hours. The time when they appeared counts, not the time when somebody reads the status.

import type { CloudflareRecord, Search, SesIdentity } from "../../world/entities";
import type { World } from "../../world/world";

/** SES looks for records for 72 hours: https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html */
export const SEARCH_TIME = 72 * 60 * 60 * 1000;

/** Regions with their own zone for DKIM keys: https://docs.aws.amazon.com/general/latest/gr/ses.html */
const OWN_DKIM_ZONE: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-northeast-3",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "il-central-1",
  "me-central-1",
  "us-gov-east-1",
]);

/** The name of a record that DKIM verification looks for. With its own key, an identity has one token: the selector. */
export function dkimRecordName(token: string, domain: string): string {
  return `${token}._domainkey.${domain.toLowerCase()}`;
}

export function dkimTarget(token: string, identity: DkimKeys): string {
  return `${token}.${dkimZone(identity)}`;
}

/** What decides the zone of an identity's keys: its region, or the region of the identity whose keys it uses. */
type DkimKeys = Pick<SesIdentity, "region"> & { readonly dkim: Pick<SesIdentity["dkim"], "origin"> };

/** SES's name for it is SigningHostedZone. */
export function dkimZone({ region, dkim }: DkimKeys): string {
  const where = primaryRegion(dkim.origin) ?? region;
  return OWN_DKIM_ZONE.has(where) ? `dkim.${where}.amazonses.com` : "dkim.amazonses.com";
}

/**
 * Such as `eu-west-1` for `AWS_SES_EU_WEST_1`, the origin of an identity that uses another region's keys (Deterministic Easy DKIM):
 * https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-deed.html
 */
export function primaryRegion(origin: string): string | undefined {
  return origin.startsWith("AWS_SES_") ? origin.slice(8).toLowerCase().replaceAll("_", "-") : undefined;
}

/**
 * How long the link works that SES sends to an address; afterwards its verification has failed:
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_GetIdentityVerificationAttributes.html
 */
const LINK_TIME = 24 * 60 * 60 * 1000;

/** The identity with its searches brought up to date; the same object if nothing has changed. */
export function updateSearches(world: World, identity: SesIdentity): SesIdentity {
  const { dkim, mailFrom } = identity;
  const isUnread = identity.name.includes("@") && identity.verification === "PENDING";
  if (isUnread && world.now() > dkim.since + LINK_TIME) return { ...identity, verification: "FAILED" };
  const dkimSearch = nextSearch(dkim, dkimFoundAt(world, identity), world.now());
  const mailFromSearch = mailFrom && nextSearch(mailFrom, mailFromFoundAt(world, identity), world.now());
  if (dkimSearch === dkim && mailFromSearch === mailFrom) return identity;
  return {
    ...identity,
    dkim: { ...dkim, ...dkimSearch },
    mailFrom: mailFrom && { ...mailFrom, ...mailFromSearch },
    // A rotated key sets DKIM back to PENDING but does not change a verified identity. Only SUCCESS and FAILED are copied.
    verification: ["SUCCESS", "FAILED"].includes(dkimSearch.status) ? dkimSearch.status : identity.verification,
  };
}

/** The current state of a search. `foundAt` is the time since which its records have been in DNS (null: they are not). */
function nextSearch<T extends Search>(search: T, foundAt: number | null, now: number): Search {
  const { status, since } = search;
  const deadline = since + SEARCH_TIME;
  if (status === "SUCCESS") return foundAt === null ? { status: "TEMPORARY_FAILURE", since: now } : search;
  if (status !== "PENDING" && status !== "TEMPORARY_FAILURE") return search;
  // The status may not have been read for days, so the time when the records appeared counts, not the present.
  if (foundAt !== null && foundAt <= deadline) return { status: "SUCCESS", since: foundAt };
  return now > deadline ? { status: "FAILED", since: deadline } : search;
}

function dkimFoundAt(world: World, identity: SesIdentity): number | null {
  const { name, dkim } = identity;
  const found = dkim.tokens.map((token) =>
    world.records
      .inGroup(dkimRecordName(token, name))
      .find((record) =>
        dkim.origin === "EXTERNAL"
          ? record.type === "TXT" && record.content.includes("p=")
          : isPlainCname(record, dkimTarget(token, identity)),
      ),
  );
  return latestChange(found);
}

/** Requires exactly one MX: https://docs.aws.amazon.com/ses/latest/dg/mail-from.html */
function mailFromFoundAt(world: World, { region, mailFrom }: SesIdentity): number | null {
  if (mailFrom === null) return null;
  const records = world.records.inGroup(mailFrom.domain.toLowerCase());
  const exchanges = records.filter(({ type }) => type === "MX");
  const isRight = ({ content, priority }: CloudflareRecord) =>
    content === `feedback-smtp.${region}.amazonses.com` && priority === 10;
  const spf = records.find(({ type, content }) => type === "TXT" && /v=spf1 .*include:amazonses\.com/.test(content));
  return latestChange([exchanges.length === 1 ? exchanges.find(isRight) : undefined, spf]);
}

/** A proxied CNAME answers with addresses. It is the first documented reason why DKIM stays PENDING. */
function isPlainCname({ type, proxied, content }: CloudflareRecord, target: string): boolean {
  return type === "CNAME" && !proxied && content === target;
}

/** The time when the last of the records appeared, or null if one is missing. */
function latestChange(records: readonly (CloudflareRecord | undefined)[]): number | null {
  if (records.length === 0 || records.includes(undefined)) return null;
  return Math.max(...records.map((record) => Date.parse(record!.modified_on)));
}
